"""What messages keep of their day, so that they say the same after their subject has changed."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notifications", sa.Column("kept", sa.JSON(), nullable=True))
    op.add_column("bot_messages", sa.Column("kept", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("bot_messages", "kept")
    op.drop_column("notifications", "kept")
