"""Cases are found by the index: their search columns go."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        for name in ("search_full", "search_released"):
            batch.drop_column(name)


def downgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        for name in ("search_full", "search_released"):
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
