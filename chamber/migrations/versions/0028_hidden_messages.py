"""Messages of cases that are closed to their reader: they come back when those are opened again."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notifications") as batch:
        batch.add_column(sa.Column("hidden_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE hidden_at IS NOT NULL")
    with op.batch_alter_table("notifications") as batch:
        batch.drop_column("hidden_at")
