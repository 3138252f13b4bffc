"""Receipt codes, and cases that are closed to an account that somebody else may have come into."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CODE_LOST = sa.text("code_lost_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "case_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("locator", sa.String(length=6), nullable=False),
        sa.Column("secret_hash", sa.String(length=200), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_receipts_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_receipts")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_receipts_case_id")),
        sa.UniqueConstraint("locator", name=op.f("uq_case_receipts_locator")),
    )
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("author_phone", sa.String(length=40), nullable=False, server_default=sa.text("''")))
        batch.add_column(sa.Column("locked_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("code_lost_at", UtcDateTime(), nullable=True))
    op.create_index("ix_cases_code_lost", "cases", ["code_lost_at"], sqlite_where=CODE_LOST, postgresql_where=CODE_LOST)
    with op.batch_alter_table("case_colleagues") as batch:
        batch.add_column(sa.Column("locked_at", UtcDateTime(), nullable=True))
    number = "SELECT contacts.mobile FROM contacts WHERE contacts.id = cases.author_contact_id"
    op.execute(f"UPDATE cases SET author_phone = COALESCE(({number}), '')")


def downgrade() -> None:
    with op.batch_alter_table("case_colleagues") as batch:
        batch.drop_column("locked_at")
    op.drop_index("ix_cases_code_lost", table_name="cases")
    with op.batch_alter_table("cases") as batch:
        batch.drop_column("code_lost_at")
        batch.drop_column("locked_at")
        batch.drop_column("author_phone")
    op.drop_table("case_receipts")
