"""Lists of open common problems: what stands on them, where it was carried, and what came back."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("foreword", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=True),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_case_appeals_created_by_id")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["accounts.id"], name=op.f("fk_case_appeals_issued_by_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["issued_papers.id"], name=op.f("fk_case_appeals_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_appeals")),
        sa.UniqueConstraint("form_key", name=op.f("uq_case_appeals_form_key")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_case_appeals_paper_id")),
    )
    op.create_index(op.f("ix_case_appeals_issued_at"), "case_appeals", ["issued_at"], unique=False)
    op.create_table(
        "case_appeal_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("carried_to", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("carried_on", sa.Date(), nullable=True),
        sa.Column("reply", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["appeal_id"], ["case_appeals.id"], name=op.f("fk_case_appeal_items_appeal_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["case_themes.id"], name=op.f("fk_case_appeal_items_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_appeal_items")),
    )
    op.create_index(op.f("ix_case_appeal_items_appeal_id"), "case_appeal_items", ["appeal_id"], unique=False)
    op.create_index(op.f("ix_case_appeal_items_theme_id"), "case_appeal_items", ["theme_id"], unique=False)


def downgrade() -> None:
    op.drop_table("case_appeal_items")
    op.drop_table("case_appeals")
