"""Papers: own templates, series of numbers, and what was issued under them."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_numbers",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_last_numbers")),
    )
    op.create_table(
        "number_series",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("prefix", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_number_series")),
    )
    op.create_table(
        "issued_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["issued_by_id"], ["accounts.id"], name=op.f("fk_issued_papers_issued_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_papers")),
        sa.UniqueConstraint("kind", "year", "number", name=op.f("uq_issued_papers_kind_year_number")),
    )
    op.create_index("ix_issued_papers_subject", "issued_papers", ["subject", "kind"])
    op.create_table(
        "paper_templates",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_paper_templates_file_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["accounts.id"], name=op.f("fk_paper_templates_uploaded_by_id")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_paper_templates")),
        sa.UniqueConstraint("file_id", name=op.f("uq_paper_templates_file_id")),
    )


def downgrade() -> None:
    op.drop_table("paper_templates")
    op.drop_index("ix_issued_papers_subject", table_name="issued_papers")
    op.drop_table("issued_papers")
    op.drop_table("number_series")
    op.drop_table("last_numbers")
