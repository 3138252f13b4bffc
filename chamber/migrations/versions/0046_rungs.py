"""The levels that late steps of cases have reached; who is told of a missed deadline has another name."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

OLD, NEW = "time.case_overdue:lead", "time.case_overdue:in_charge"


def upgrade() -> None:
    op.create_table(
        "case_rungs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder", sa.String(length=20), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_rungs_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_rungs")),
        sa.UniqueConstraint(
            "case_id", "due_at", "holder", "level", name=op.f("uq_case_rungs_case_id_due_at_holder_level")
        ),
    )
    _rename(OLD, NEW)


def downgrade() -> None:
    _rename(NEW, OLD)
    op.drop_table("case_rungs")


def _rename(old: str, new: str) -> None:
    notifications = sa.table("notifications", sa.column("line", sa.String()))
    op.execute(notifications.update().where(notifications.c.line == old).values(line=new))
