"""What a case began from."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("about", sa.String(length=40), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("cases", "about")
