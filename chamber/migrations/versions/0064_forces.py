"""Task forces of complex cases, and who is in them."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_forces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decide_by", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("approved", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=True),
        sa.Column("provisional", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_forces_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["accounts.id"], name=op.f("fk_case_forces_proposed_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts.id"], name=op.f("fk_case_forces_decided_by_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_forces")),
    )
    op.create_index(op.f("ix_case_forces_case_id"), "case_forces", ["case_id"])
    op.create_index("ix_case_forces_waiting", "case_forces", ["ended_at", "began_at", "decide_by"])
    op.create_table(
        "case_force_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("force_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("leads", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("since_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["force_id"], ["case_forces.id"], name=op.f("fk_case_force_people_force_id_case_forces")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_case_force_people_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_case_force_people_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_force_people")),
    )
    op.create_index(op.f("ix_case_force_people_force_id"), "case_force_people", ["force_id"])
    op.create_index(op.f("ix_case_force_people_account_id"), "case_force_people", ["account_id"])
    op.create_table(
        "case_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("force_id", sa.Integer(), nullable=False),
        sa.Column("called_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=True),
        sa.Column("called_off_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_meetings_case_id_cases")),
        sa.ForeignKeyConstraint(["force_id"], ["case_forces.id"], name=op.f("fk_case_meetings_force_id_case_forces")),
        sa.ForeignKeyConstraint(["called_id"], ["case_events.id"], name=op.f("fk_case_meetings_called_id_case_events")),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["case_events.id"], name=op.f("fk_case_meetings_minutes_id_case_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_meetings")),
    )
    op.create_index(op.f("ix_case_meetings_case_id"), "case_meetings", ["case_id"])
    op.create_index(op.f("ix_case_meetings_starts_at"), "case_meetings", ["starts_at"])


def downgrade() -> None:
    op.drop_table("case_meetings")
    op.drop_table("case_force_people")
    op.drop_table("case_forces")
