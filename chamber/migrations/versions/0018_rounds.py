"""The first round knows its first contact, each whether it was late, and no work outlasts the round that ended it."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from chamber.extensions import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ONE_ACT = timedelta(seconds=10)
"""What one act wrote, it wrote within this time."""

FIRST_CONTACT = """
    UPDATE case_rounds
    SET contact_due_at = (SELECT contact_due_at FROM cases WHERE cases.id = case_id AND round_number = 1),
        contacted_at = COALESCE(
            (SELECT contacted_at FROM cases WHERE cases.id = case_id AND round_number = 1),
            (SELECT MIN(at) FROM case_events WHERE case_events.case_id = case_rounds.case_id AND round_number = 1
             AND (act IN ('contact', 'ask_supplement', 'not_accept', 'publish') OR (act = 'accept' AND text <> '')))
        )
    WHERE number = 1
"""
LATE_ANSWERS = "UPDATE case_rounds SET was_overdue = true WHERE overdue_at IS NOT NULL"
OTHER_LATE_STEPS = """
    UPDATE case_rounds SET was_overdue = true
    WHERE number = 1 AND case_id IN (SELECT id FROM cases WHERE was_overdue)
    AND case_id NOT IN (SELECT case_id FROM case_rounds WHERE overdue_at IS NOT NULL)
"""


def upgrade() -> None:
    op.add_column("case_rounds", sa.Column("was_overdue", sa.Boolean(), server_default=sa.false(), nullable=False))
    for statement in (FIRST_CONTACT, LATE_ANSWERS, OTHER_LATE_STEPS):
        op.execute(statement)
    _end_work_with_its_round()


def _end_work_with_its_round() -> None:
    """Until now an act that began a round ended the departments' work a moment later, inside the new round."""
    connection = op.get_bind()
    rounds, work = _table("case_rounds", "began_at"), _table("case_assignments", "ended_at")
    ended = sa.select(work.c.id, rounds.c.began_at, work.c.ended_at).join(rounds, rounds.c.case_id == work.c.case_id)
    for row in connection.execute(ended.where(rounds.c.number > 1, work.c.ended_at > rounds.c.began_at)).all():
        if row.ended_at - row.began_at < ONE_ACT:
            connection.execute(work.update().where(work.c.id == row.id).values(ended_at=row.began_at))


def _table(name: str, moment: str) -> Any:
    numbers = (sa.column(one, sa.Integer) for one in ("id", "case_id", "number"))
    return sa.table(name, *numbers, sa.column(moment, UtcDateTime()))


def downgrade() -> None:
    op.drop_column("case_rounds", "was_overdue")
