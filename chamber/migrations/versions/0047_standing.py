"""What the chamber is, and the text on personal data that people agree to; a row a version."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standings",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("legal_form", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("superior_body", sa.String(length=120), nullable=False),
        sa.Column("charter_offices", sa.JSON(), nullable=False),
        sa.Column("assembly_quorum", sa.String(length=20), nullable=False),
        sa.Column("council_quorum", sa.String(length=20), nullable=False),
        sa.Column("mediation_filing", sa.String(length=200), nullable=False),
        sa.Column("has_dues", sa.Boolean(), nullable=False),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_standings_by_id")),
        sa.ForeignKeyConstraint(["head_id"], ["accounts.id"], name=op.f("fk_standings_head_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_standings")),
    )
    op.create_table(
        "consent_texts",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks_again", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.String(length=300), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_consent_texts_by_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_consent_texts")),
    )


def downgrade() -> None:
    op.drop_table("consent_texts")
    op.drop_table("standings")
