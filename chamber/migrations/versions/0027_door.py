"""Why a seat was given up on the day of an event, and who took it over at the door."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registrations") as batch:
        batch.add_column(sa.Column("away", sa.String(length=20), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("stands_in_for_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_registrations_stands_in_for_id"), "registrations", ["stands_in_for_id"], ["id"]
        )


def downgrade() -> None:
    op.execute("UPDATE registrations SET state = 'registered' WHERE state = 'let_in'")
    with op.batch_alter_table("registrations") as batch:
        batch.drop_constraint(op.f("fk_registrations_stands_in_for_id"), type_="foreignkey")
        batch.drop_column("stands_in_for_id")
        batch.drop_column("away")
