"""When the clock of a case stood still, and why."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_suspensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=True),
        sa.Column("old_due_at", UtcDateTime(), nullable=False),
        sa.Column("new_due_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_suspensions_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_suspensions")),
    )
    op.create_index(op.f("ix_case_suspensions_case_id"), "case_suspensions", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_case_suspensions_case_id"), table_name="case_suspensions")
    op.drop_table("case_suspensions")
