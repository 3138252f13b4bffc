"""How long is kept whose a complaint is: what is held, what was erased; a case may have lost its author and firm."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _let_be_empty(nullable=True)
    op.create_table(
        "case_holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_holds_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_holds")),
    )
    op.create_index(op.f("ix_case_holds_case_id"), "case_holds", ["case_id"])
    op.create_table(
        "case_erasures",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("community", sa.String(length=60), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_erasures_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_erasures")),
    )


def downgrade() -> None:
    op.drop_table("case_erasures")
    op.drop_index(op.f("ix_case_holds_case_id"), table_name="case_holds")
    op.drop_table("case_holds")
    _let_be_empty(nullable=False)


def _let_be_empty(*, nullable: bool) -> None:
    with op.batch_alter_table("cases") as batch:
        for name in ("member_id", "author_contact_id"):
            batch.alter_column(name, existing_type=sa.Integer(), nullable=nullable)
