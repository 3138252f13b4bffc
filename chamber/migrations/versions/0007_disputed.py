"""An index to the few disputed cases."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cases_disputed_closed", "cases", ["disputed", "closed_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_cases_disputed_closed", table_name="cases")
