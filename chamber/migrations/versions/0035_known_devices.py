"""Devices that an account knows, and whose password was guessed."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account_sessions") as batch:
        batch.add_column(sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("sign_in_failures") as batch:
        batch.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("is_told", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_foreign_key(op.f("fk_sign_in_failures_account_id"), "accounts", ["account_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("sign_in_failures") as batch:
        batch.drop_constraint(op.f("fk_sign_in_failures_account_id"), type_="foreignkey")
        batch.drop_column("is_told")
        batch.drop_column("account_id")
    with op.batch_alter_table("account_sessions") as batch:
        batch.drop_column("forgotten_at")
