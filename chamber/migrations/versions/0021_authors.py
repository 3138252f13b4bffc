"""Who goes on with a case whose author is not there any more."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NAMED = """
UPDATE case_colleagues SET by_author = :yes,
  account_id = (SELECT account_id FROM contacts WHERE contacts.id = case_colleagues.contact_id)
WHERE EXISTS (
  SELECT 1 FROM case_events JOIN contacts ON contacts.id = case_colleagues.contact_id
  WHERE case_events.case_id = case_colleagues.case_id AND case_events.act = 'name_colleague'
    AND case_events.on_behalf = :no AND case_events.text = contacts.name)
"""
LEFT = """
UPDATE cases SET author_left_at = (SELECT left_at FROM contacts WHERE contacts.id = cases.author_contact_id)
"""
CLOSED = """
UPDATE cases SET author_left_at = (SELECT disabled_at FROM accounts WHERE accounts.id = cases.author_account_id)
WHERE author_left_at IS NULL
"""
DUE = """
UPDATE cases SET author_due_at = author_left_at
WHERE author_left_at IS NOT NULL AND state NOT IN ('closed', 'withdrawn', 'not_accepted')
"""


def upgrade() -> None:
    op.create_table(
        "case_successions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("author_phone", sa.String(40), server_default=sa.text("''"), nullable=False),
        sa.Column("was_locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("named_at", UtcDateTime(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_case_successions_account_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_case_successions_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_successions_case_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_case_successions_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_successions")),
    )
    op.create_index("ix_case_successions_case_id", "case_successions", ["case_id"])
    op.create_index("ix_case_successions_contact_id", "case_successions", ["contact_id"])
    op.add_column("cases", sa.Column("author_left_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("author_due_at", UtcDateTime(), nullable=True))
    op.create_index("ix_cases_author_due_at", "cases", ["author_due_at"])
    op.add_column("case_colleagues", sa.Column("by_author", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("case_colleagues") as table:
        table.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_case_colleagues_account_id"), "accounts", ["account_id"], ["id"])
    op.execute(sa.text(NAMED).bindparams(yes=True, no=False))
    op.execute(sa.text(LEFT))
    op.execute(sa.text(CLOSED))
    op.execute(sa.text(DUE))


def downgrade() -> None:
    with op.batch_alter_table("case_colleagues") as table:
        table.drop_constraint(op.f("fk_case_colleagues_account_id"), type_="foreignkey")
        table.drop_column("account_id")
    op.drop_column("case_colleagues", "by_author")
    op.drop_index("ix_cases_author_due_at", "cases")
    op.drop_column("cases", "author_due_at")
    op.drop_column("cases", "author_left_at")
    op.drop_index("ix_case_successions_contact_id", "case_successions")
    op.drop_index("ix_case_successions_case_id", "case_successions")
    op.drop_table("case_successions")
