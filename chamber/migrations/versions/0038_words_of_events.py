"""Events and notices are found by the index: their search columns go."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("events", "notices"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("search")


def downgrade() -> None:
    for table in ("events", "notices"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("search", sa.Text(), nullable=False, server_default=""))
