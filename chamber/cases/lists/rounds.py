"""What the ledger has of each round of many cases: its dates, what came of it, and the units that worked in it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from ...directory.models import Department
from ...extensions import db
from ...language.catalogue import translated_labels
from ...rights import Role
from ..models import CaseAssignment, CaseEvent, CaseRound
from ..rules.acts import Act
from ..words import Outcome, rating_words

COLUMNS = (
    CaseRound.case_id, CaseRound.number, CaseRound.began_at, CaseRound.contacted_at, CaseRound.original_due_at,
    CaseRound.due_at, CaseRound.answered_at, CaseRound.outcome, CaseRound.grade, CaseRound.solved, CaseRound.clear,
    CaseRound.closed_at, CaseRound.was_overdue,
)  # fmt: skip


class Work(NamedTuple):
    """A unit at work on a case for a while."""

    name: str
    leads: bool
    since: datetime
    until: datetime | None


class LedgerRound(NamedTuple):
    """One round, as everybody who has a line of its case may know it; what came of it only once it is published."""

    number: int
    began_at: datetime
    contacted_at: datetime | None
    original_due_at: datetime
    due_at: datetime
    answered_at: datetime | None
    outcome: str
    rating: str
    closed_at: datetime | None
    was_overdue: bool
    leads: str
    """Who led it, each after the other."""
    helpers: str


def rounds_of(case_ids: Collection[int]) -> dict[int, list[LedgerRound]]:
    """The rounds of these cases, the first first; a case without any is missing. Three queries."""
    query = select(*COLUMNS).where(CaseRound.case_id.in_(case_ids)).order_by(CaseRound.case_id, CaseRound.number)
    at_work = _work(case_ids)
    return {
        case_id: list(_rounds(list(rows), at_work[case_id]))
        for case_id, rows in groupby(db.session.execute(query), key=lambda row: row.case_id)
    }


def _rounds(rows: Sequence[Any], works: Sequence[Work]) -> Iterable[LedgerRound]:
    for row, later in zip(rows, [*rows[1:], None], strict=True):
        # What came before the first round belongs to it, as the first contact does.
        since, until = row.began_at if row.number > 1 else None, later.began_at if later else None
        here = [one for one in works if _overlap(one, since, until)]
        published = row.answered_at is not None
        yield LedgerRound(
            number=row.number,
            began_at=row.began_at,
            contacted_at=row.contacted_at,
            original_due_at=row.original_due_at,
            due_at=row.due_at,
            answered_at=row.answered_at,
            outcome=translated_labels(Outcome).get(row.outcome, "") if published else "",
            rating=" · ".join(rating_words(row.grade, row.solved, row.clear)),
            closed_at=row.closed_at,
            was_overdue=row.was_overdue,
            leads=" → ".join(name for name, _same in groupby(one.name for one in here if one.leads)),
            helpers=_(", ").join(dict.fromkeys(one.name for one in here if not one.leads)),
        )


def _overlap(work: Work, since: datetime | None, until: datetime | None) -> bool:
    began = until is None or work.since < until
    return began and (since is None or work.until is None or work.until > since)


def _work(case_ids: Collection[int]) -> dict[int, list[Work]]:
    """The units at work on each case in the order in which they began: departments, and the own desk."""
    found: dict[int, list[Work]] = defaultdict(list)
    rows = db.session.execute(
        select(CaseAssignment, Department.name, Department.short_name)
        .join(Department, Department.id == CaseAssignment.department_id)
        .where(CaseAssignment.case_id.in_(case_ids))
        .order_by(CaseAssignment.id)
    )
    for row, name, short in rows:
        found[row.case_id].append(Work(short or name, row.is_lead, row.assigned_at, row.ended_at))
    for case_id, desks in _desks(case_ids).items():
        ends = [one.since for one in found[case_id] if one.leads]
        found[case_id] += [one._replace(until=_first_after(one.since, [*ends, one.until])) for one in desks]
    for works in found.values():
        works.sort(key=lambda one: one.since)
    return found


def _first_after(moment: datetime, ends: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in ends if one is not None and one > moment), default=None)


def _desks(case_ids: Collection[int]) -> dict[int, list[Work]]:
    """When whoever runs a case took it to the own desk; it stays there until it is taken anew or goes on otherwise."""
    query = (
        select(CaseEvent.case_id, CaseEvent.act, CaseEvent.at, CaseEvent.role)
        .where(CaseEvent.case_id.in_(case_ids), CaseEvent.act.in_((Act.TAKE_TO_DESK, Act.KEEP_OPEN)))
        .order_by(CaseEvent.case_id, CaseEvent.at, CaseEvent.id)
    )
    found: dict[int, list[Work]] = {}
    for case_id, group in groupby(db.session.execute(query), key=lambda row: row.case_id):
        rows = list(group)
        ends = [*(row.at for row in rows[1:]), None]
        found[case_id] = [
            Work(translated_labels(Role)[row.role], True, row.at, end)
            for row, end in zip(rows, ends, strict=True)
            if row.act == Act.TAKE_TO_DESK
        ]
    return found
