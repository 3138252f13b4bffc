"""Supervision slips, that departments get for delays."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_slips_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_case_slips_department_id_departments")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["issued_papers.id"], name=op.f("fk_case_slips_paper_id_issued_papers")),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["accounts.id"], name=op.f("fk_case_slips_received_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(["replied_by_id"], ["accounts.id"], name=op.f("fk_case_slips_replied_by_id_accounts")),
        sa.ForeignKeyConstraint(["reply_id"], ["case_events.id"], name=op.f("fk_case_slips_reply_id_case_events")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_slips")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_case_slips_paper_id")),
    )
    op.create_index(op.f("ix_case_slips_case_id"), "case_slips", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_case_slips_case_id"), table_name="case_slips")
    op.drop_table("case_slips")
