"""Under which number another body has a case, until when it wants a reply, and the reply."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_outsides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("replied_at", UtcDateTime(), nullable=True),
        sa.Column("reply", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_outsides_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_outsides")),
    )
    op.create_index(op.f("ix_case_outsides_case_id"), "case_outsides", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_case_outsides_case_id"), table_name="case_outsides")
    op.drop_table("case_outsides")
