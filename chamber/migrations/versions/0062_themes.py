"""Problems that several firms have: the cases that belong to them, and proposals that were turned down."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_themes()
    _create_links()
    _create_refusals()


def _create_themes() -> None:
    op.create_table(
        "case_themes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("shown_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["accounts.id"], name=op.f("fk_case_themes_answered_by_id")),
        sa.ForeignKeyConstraint(["category_id"], ["case_categories.id"], name=op.f("fk_case_themes_category_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_case_themes_created_by_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_case_themes_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_themes")),
        sa.UniqueConstraint("form_key", name=op.f("uq_case_themes_form_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_themes_reference")),
    )
    op.create_index(op.f("ix_case_themes_department_id"), "case_themes", ["department_id"], unique=False)


def _create_links() -> None:
    op.create_table(
        "case_theme_links",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_theme_links_case_id")),
        sa.ForeignKeyConstraint(["linked_by_id"], ["accounts.id"], name=op.f("fk_case_theme_links_linked_by_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["case_themes.id"], name=op.f("fk_case_theme_links_theme_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_theme_links")),
    )
    op.create_index(op.f("ix_case_theme_links_theme_id"), "case_theme_links", ["theme_id"], unique=False)


def _create_refusals() -> None:
    op.create_table(
        "case_theme_refusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_case_theme_refusals_by_id")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["case_categories.id"], name=op.f("fk_case_theme_refusals_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_case_theme_refusals_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_theme_refusals")),
    )
    op.create_index(
        "ix_case_theme_refusals_group", "case_theme_refusals", ["category_id", "department_id"], unique=False
    )
    op.create_table(
        "case_theme_refused",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("refusal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_theme_refused_case_id")),
        sa.ForeignKeyConstraint(
            ["refusal_id"], ["case_theme_refusals.id"], name=op.f("fk_case_theme_refused_refusal_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "refusal_id", name=op.f("pk_case_theme_refused")),
    )
    op.create_index(op.f("ix_case_theme_refused_refusal_id"), "case_theme_refused", ["refusal_id"], unique=False)


def downgrade() -> None:
    op.drop_table("case_theme_refused")
    op.drop_table("case_theme_refusals")
    op.drop_table("case_theme_links")
    op.drop_table("case_themes")
