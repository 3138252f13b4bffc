"""The figures of months and years that are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("definitions", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_case_figures_by_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_figures")),
        sa.UniqueConstraint("period", "first_day", name=op.f("uq_case_figures_period_first_day")),
    )


def downgrade() -> None:
    op.drop_table("case_figures")
