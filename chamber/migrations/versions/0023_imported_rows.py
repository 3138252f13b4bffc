"""What each row of a roster changed when it came in."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_import_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["member_imports.id"], name=op.f("fk_member_import_rows_import_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_member_import_rows_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_import_rows")),
    )
    op.create_index("ix_member_import_rows_place", "member_import_rows", ["import_id", "is_new", "row"])


def downgrade() -> None:
    op.drop_table("member_import_rows")
