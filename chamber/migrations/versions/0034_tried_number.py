"""The number that a link for somebody without a known one was first tried with."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("tried_number", sa.String(length=20), nullable=False, server_default=sa.text("''"))
    op.add_column("invitations", column)


def downgrade() -> None:
    with op.batch_alter_table("invitations") as batch:
        batch.drop_column("tried_number")
