"""What was under way when a case began to wait for whom it is about."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

WRITTEN_DOWN = "UPDATE cases SET open_for_office = :yes WHERE open_since IS NOT NULL AND entered_by_id IS NOT NULL"


def upgrade() -> None:
    op.add_column("cases", sa.Column("open_for_office", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("cases", sa.Column("waiting_due_at", UtcDateTime(), nullable=True))
    op.execute(sa.text(WRITTEN_DOWN).bindparams(yes=True))


def downgrade() -> None:
    op.drop_column("cases", "waiting_due_at")
    op.drop_column("cases", "open_for_office")
