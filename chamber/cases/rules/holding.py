"""What waits until whoever runs a case without names has looked it through: words, and files that others would have."""

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm.attributes import flag_modified

from ... import clock
from ...extensions import db
from ...workdays import services as workdays
from ..access.visibility import nameless
from ..models import Case, CaseAssignment, CaseEvent, CaseFile
from .acts import Act, Audience
from .hand import Hand
from .limits import days_of

OF_UNITS = frozenset({Audience.UNIT, Audience.ANSWER})
"""Files of whoever handles a case: others have of a nameless one what was passed on."""


def waiting(case: Case) -> CaseEvent | None:
    """The oldest event of which something waits: words that were held back, or files while others are at work."""
    words = and_(CaseEvent.held_at.is_not(None), CaseEvent.released_at.is_(None))
    found = select(CaseEvent).where(CaseEvent.case_id == case.id, or_(words, _files_wait()))
    oldest: CaseEvent | None = db.session.scalar(found.order_by(CaseEvent.at, CaseEvent.id).limit(1))
    return oldest


def _files_wait() -> ColumnElement[bool]:
    others = CaseEvent.department_id.is_distinct_from(CaseAssignment.department_id)
    at_work = exists().where(CaseAssignment.case_id == CaseEvent.case_id, CaseAssignment.ended_at.is_(None), others)
    return and_(exists().where(CaseFile.event_id == CaseEvent.id, not_looked_at()), at_work)


def not_looked_at() -> ColumnElement[bool]:
    """The files of whoever handles a case that nobody who runs it has looked at for the others."""
    return and_(CaseFile.audience.in_(OF_UNITS), CaseFile.looked_at.is_(None))


def begin_to_wait(hand: Hand) -> None:
    """Files came, or departments that would have them: whoever runs the case is to look at them, whatever they say."""
    case = hand.case
    if not nameless(case):
        return
    db.session.flush()
    found = waiting(case)
    due = workdays.deadline(clock.now(), days_of(case.limits, "look_through"))
    case.words_due_at = case.words_due_at or (due if found else None)
    # Written whether or not something waited already: else the number of statements would tell.
    flag_modified(case, "words_due_at")


def wait_for_next(hand: Hand) -> None:
    """After a look: until when the next that waits is to be looked through, if any is."""
    case, left = hand.case, waiting(hand.case)
    if left is None:
        case.words_due_at = None
        return
    others = [row.assigned_at for row in hand.assignments if row.department_id != left.department_id]
    since = left.held_at or max(left.at, min(others, default=left.at))
    case.words_due_at = workdays.deadline(since, days_of(case.limits, "look_through"))


def looked_through_words(case: Case) -> bool:
    """Whether there were words in what was looked through last, and not files alone."""
    looks = select(CaseEvent.data).where(CaseEvent.case_id == case.id, CaseEvent.act == Act.LOOK_THROUGH)
    last = db.session.scalar(looks.order_by(CaseEvent.id.desc()).limit(1))
    return last is None or bool(last.get("words", True))
