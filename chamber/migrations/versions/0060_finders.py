"""Who found a confidential case by words in it, counted; accounts by their role; beginnings of words in an index.

The next start makes the index of the search anew.
"""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

WITHOUT = "CREATE VIRTUAL TABLE finds_index USING fts5(doc, content='', tokenize='ascii', detail='none', columnsize=0)"
WITH = f"{WITHOUT[:-1]}, prefix='4 5 6 7')"


def upgrade() -> None:
    op.create_table(
        "case_finders",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_finders_case_id")),
        sa.PrimaryKeyConstraint("case_id", "account_id", "role", name=op.f("pk_case_finders")),
    )
    op.create_index(op.f("ix_account_roles_role"), "account_roles", ["role"])
    _make_index(WITH)


def downgrade() -> None:
    _make_index(WITHOUT)
    op.drop_index(op.f("ix_account_roles_role"), table_name="account_roles")
    op.drop_table("case_finders")


def _make_index(statement: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE finds_index")
        op.execute("DELETE FROM finds")
        op.execute("DELETE FROM stamps WHERE area = 'search'")
        op.execute(statement)
