"""What firms say is wrong on their pages."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_member_corrections_member_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_member_corrections_by_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["accounts.id"], name=op.f("fk_member_corrections_done_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_corrections")),
    )
    op.create_index("ix_member_corrections_member_id", "member_corrections", ["member_id"])


def downgrade() -> None:
    op.drop_table("member_corrections")
