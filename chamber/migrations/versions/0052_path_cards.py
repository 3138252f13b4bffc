"""What is known of another path, and when a firm is asked whether it worked."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

TEXTS = {"law": 200, "place": 200, "phone": 40, "time_limit": 120}


def upgrade() -> None:
    with op.batch_alter_table("next_paths") as batch:
        for name, length in TEXTS.items():
            batch.add_column(sa.Column(name, sa.String(length), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("verified_on", sa.Date(), nullable=True))
    op.create_table(
        "case_follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["accounts.id"], name=op.f("fk_case_follow_ups_asked_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_follow_ups_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_follow_ups")),
    )
    op.create_index(op.f("ix_case_follow_ups_case_id"), "case_follow_ups", ["case_id"])
    op.create_index(op.f("ix_case_follow_ups_due_at"), "case_follow_ups", ["due_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_case_follow_ups_due_at"), table_name="case_follow_ups")
    op.drop_index(op.f("ix_case_follow_ups_case_id"), table_name="case_follow_ups")
    op.drop_table("case_follow_ups")
    with op.batch_alter_table("next_paths") as batch:
        batch.drop_column("verified_on")
        for name in reversed(TEXTS):
            batch.drop_column(name)
