"""A category may propose that the secretariat handles its cases itself."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_categories") as batch:
        batch.add_column(sa.Column("own_desk", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("case_categories") as batch:
        batch.drop_column("own_desk")
