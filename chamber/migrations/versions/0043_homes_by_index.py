"""What home pages count is found by an index: answers of four weeks, unclear cases, what is new since January."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

UNCLEAR = sa.text("open_since IS NOT NULL")
INDEXES = (
    ("case_rounds", "answered_at"),
    ("case_rounds", "due_at"),
    ("case_rounds", "rated_at"),
    ("members", "joined_on"),
)


def upgrade() -> None:
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.drop_index("ix_cases_submitted_id", "cases")
    op.create_index("ix_cases_submitted_id_kind", "cases", ["submitted_at", "id", "kind"])
    op.create_index("ix_cases_open_since", "cases", ["open_since"], sqlite_where=UNCLEAR, postgresql_where=UNCLEAR)


def downgrade() -> None:
    op.drop_index("ix_cases_open_since", "cases")
    op.drop_index("ix_cases_submitted_id_kind", "cases")
    op.create_index("ix_cases_submitted_id", "cases", ["submitted_at", "id"])
    for table, column in reversed(INDEXES):
        op.drop_index(f"ix_{table}_{column}", table)
