"""What departments write and what may name somebody: held back until whoever runs the case has looked it through."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("others_step", sa.String(120), nullable=True))
    op.add_column("cases", sa.Column("words_due_at", UtcDateTime(), nullable=True))
    op.add_column("case_rounds", sa.Column("held_department_id", sa.Integer(), nullable=True))
    op.add_column("case_events", sa.Column("held_at", UtcDateTime(), nullable=True))
    op.create_index("ix_cases_words_due_at", "cases", ["words_due_at"])


def downgrade() -> None:
    op.drop_index("ix_cases_words_due_at", "cases")
    op.drop_column("case_events", "held_at")
    op.drop_column("case_rounds", "held_department_id")
    op.drop_column("cases", "words_due_at")
    op.drop_column("cases", "others_step")
