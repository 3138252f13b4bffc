"""Who agreed to which text on personal data; a consent in a case keeps the text that was in force."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_agreements_account_id")),
        sa.ForeignKeyConstraint(["text_version"], ["consent_texts.version"], name=op.f("fk_agreements_text_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index(op.f("ix_agreements_account_id"), "agreements", ["account_id"])
    with op.batch_alter_table("case_consents") as table:
        table.add_column(sa.Column("text_version", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_case_consents_text_version"), "consent_texts", ["text_version"], ["version"])


def downgrade() -> None:
    with op.batch_alter_table("case_consents") as table:
        table.drop_constraint(op.f("fk_case_consents_text_version"), type_="foreignkey")
        table.drop_column("text_version")
    op.drop_table("agreements")
