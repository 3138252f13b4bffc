"""Whom an event is for; those of before are for all member firms."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_firms",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_firms_event_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_event_firms_member_id")),
        sa.PrimaryKeyConstraint("event_id", "member_id", name=op.f("pk_event_firms")),
    )
    op.create_index("ix_event_firms_member_id", "event_firms", ["member_id", "event_id"])
    with op.batch_alter_table("events") as batch:
        batch.add_column(sa.Column("audience", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("is_open", sa.Boolean(), server_default=sa.true(), nullable=False))
    # A default of the database would be compared with the model's, and PostgreSQL can't compare json.
    events = sa.table("events", sa.column("audience", sa.JSON))
    op.get_bind().execute(sa.update(events).values(audience={"whom": "all"}))
    with op.batch_alter_table("events") as batch:
        batch.alter_column("audience", existing_type=sa.JSON(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("events") as batch:
        batch.drop_column("is_open")
        batch.drop_column("audience")
    op.drop_index("ix_event_firms_member_id", table_name="event_firms")
    op.drop_table("event_firms")
