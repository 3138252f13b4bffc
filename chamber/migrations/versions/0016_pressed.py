"""What becomes of a case that its author was pressed to withdraw."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("pressed_due_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("pressed_contacted_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("anonymous", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_cases_pressed_due_at", "cases", ["pressed_due_at"])


def downgrade() -> None:
    op.drop_index("ix_cases_pressed_due_at", "cases")
    op.drop_column("cases", "anonymous")
    op.drop_column("cases", "pressed_contacted_at")
    op.drop_column("cases", "pressed_due_at")
