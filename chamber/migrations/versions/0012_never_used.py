"""Accounts that wait for their first sign-in are found without looking through all accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NEVER_USED = sa.text("password_hash = '' AND disabled_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_accounts_never_used", "accounts", ["id"], sqlite_where=NEVER_USED, postgresql_where=NEVER_USED)


def downgrade() -> None:
    op.drop_index("ix_accounts_never_used", table_name="accounts")
