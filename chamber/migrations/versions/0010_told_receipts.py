"""How the secretariat was told a receipt that it entered for a firm."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notice_firms") as firms:
        firms.add_column(sa.Column("channel", sa.String(length=20), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("notice_firms") as firms:
        firms.drop_column("channel")
