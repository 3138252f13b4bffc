"""Why and when an applicant was not admitted, and when it applied again."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

COLUMNS = ("applied_at", "refused_on", "refused_reason")


def upgrade() -> None:
    op.add_column("members", sa.Column("applied_at", UtcDateTime()))
    op.add_column("members", sa.Column("refused_on", sa.Date()))
    op.add_column(
        "members", sa.Column("refused_reason", sa.String(length=500), server_default=sa.text("''"), nullable=False)
    )


def downgrade() -> None:
    with op.batch_alter_table("members") as batch:
        for name in COLUMNS:
            batch.drop_column(name)
