"""Public links of events."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("events") as batch:
        batch.add_column(sa.Column("public_token", sa.String(length=40), nullable=True))
        batch.create_unique_constraint(op.f("uq_events_public_token"), ["public_token"])


def downgrade() -> None:
    with op.batch_alter_table("events") as batch:
        batch.drop_constraint(op.f("uq_events_public_token"), type_="unique")
        batch.drop_column("public_token")
