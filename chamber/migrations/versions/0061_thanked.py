"""An index over the presses of thanks, which homes count."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

THANKED = sa.text("act = 'thank'")


def upgrade() -> None:
    op.create_index("ix_case_events_thanked", "case_events", ["at"], sqlite_where=THANKED, postgresql_where=THANKED)


def downgrade() -> None:
    op.drop_index("ix_case_events_thanked", "case_events")
