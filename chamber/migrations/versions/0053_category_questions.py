"""The text of a category's cases may begin with questions."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_categories") as batch:
        batch.add_column(sa.Column("questions", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("case_categories") as batch:
        batch.drop_column("questions")
