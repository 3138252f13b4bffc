"""Whether an account has its lists dense."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts") as batch:
        batch.add_column(sa.Column("dense_lists", sa.Boolean()))


def downgrade() -> None:
    with op.batch_alter_table("accounts") as batch:
        batch.drop_column("dense_lists")
