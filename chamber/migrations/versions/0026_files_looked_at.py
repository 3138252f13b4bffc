"""Files of departments: others have them only once whoever runs a case without names has looked at them."""

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

WAITS = """
    UPDATE cases SET words_due_at = CURRENT_TIMESTAMP
    WHERE words_due_at IS NULL AND (confidential OR (kind = 'suggestion' AND NOT show_name)) AND EXISTS (
        SELECT 1 FROM case_files
        JOIN case_events ON case_events.id = case_files.event_id
        JOIN case_assignments ON case_assignments.case_id = case_files.case_id
        WHERE case_files.case_id = cases.id AND case_files.audience IN ('unit', 'answer')
        AND case_assignments.ended_at IS NULL
        AND (case_events.department_id IS NULL OR case_events.department_id <> case_assignments.department_id)
    )
"""
"""What other departments had already is closed to them until then."""


def upgrade() -> None:
    op.add_column("case_files", sa.Column("looked_at", UtcDateTime(), nullable=True))
    op.execute(WAITS)


def downgrade() -> None:
    op.drop_column("case_files", "looked_at")
