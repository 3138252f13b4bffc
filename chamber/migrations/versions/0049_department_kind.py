"""What sort of unit a department of the directory is: a street department, a public body or a service provider."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("departments") as table:
        table.add_column(
            sa.Column("kind", sa.String(length=20), server_default=sa.text("'department'"), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("departments") as table:
        table.drop_column("kind")
