"""How to take back that a term of office began or ended, while nothing was changed since."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("terms", sa.Column("undo", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("terms", "undo")
