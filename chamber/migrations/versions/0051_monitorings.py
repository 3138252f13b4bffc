"""For what an answered case is kept under review."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_monitorings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("owner_department_id", sa.Integer(), nullable=True),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=True),
        sa.Column("tell_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_monitorings_case_id")),
        sa.ForeignKeyConstraint(
            ["owner_department_id"], ["departments.id"], name=op.f("fk_case_monitorings_owner_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_monitorings")),
    )
    op.create_index(op.f("ix_case_monitorings_case_id"), "case_monitorings", ["case_id"])
    op.create_index(op.f("ix_case_monitorings_tell_at"), "case_monitorings", ["tell_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_case_monitorings_tell_at"), table_name="case_monitorings")
    op.drop_index(op.f("ix_case_monitorings_case_id"), table_name="case_monitorings")
    op.drop_table("case_monitorings")
