"""Files that were chosen in a form which is not saved yet."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_held_files_account_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_held_files_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_files")),
        sa.UniqueConstraint("file_id", name=op.f("uq_held_files_file_id")),
    )
    op.create_index(op.f("ix_held_files_at"), "held_files", ["at"])


def downgrade() -> None:
    op.drop_table("held_files")
