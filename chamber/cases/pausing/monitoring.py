"""Kept under review (挂账): answered, but worth another try when a condition comes; then taken up again, or closed."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...directory.models import Department
from ...errors import DomainError
from ...extensions import db
from ...language.text import checked_text
from ...rights import Actor
from ..doing.closing import end, new_round
from ..doing.desk import Which, move, needed, note, take
from ..doing.releasing import refuse_names
from ..models import Case
from ..rules.acts import Act
from ..rules.hand import Hand, load
from . import dates
from .models import CaseMonitoring

LIMIT = "monitoring_review"
QUARTER = timedelta(days=90)
"""So often the member is told what is waited for, in calendar days."""
LONGEST = 2000


def owners(hand: Hand) -> list[tuple[int, str]]:
    """The departments at work on the case, each of which may watch it beside whoever runs it."""
    ids = [row.department_id for row in hand.assignments]
    return [(one, db.session.get_one(Department, one).name) for one in ids]


def monitor(which: Which, condition: str, owner_id: int | None = None, *, actor: Actor) -> Case:
    """Keep an answered case under review until `condition` comes; a department at work may watch it.

    DomainError for another department, and where the condition is empty or says whose nameless case it is.
    """
    hand = take(which, Act.MONITOR, actor=actor)
    condition = checked_text(condition, LONGEST, "text", _("Please write what the case is waiting for."), lines=True)
    refuse_names(hand, text=condition)
    names = dict(owners(hand))
    if owner_id is not None and owner_id not in names:
        raise DomainError(_("Please choose."), field="owner")
    case, now = hand.case, clock.now()
    row = CaseMonitoring(
        case_id=case.id, round_number=case.round_number, condition=condition, owner_department_id=owner_id
    )
    row.from_at, row.tell_at = now, now + QUARTER
    db.session.add(row)
    case.closed_at = None
    if hand.round is not None:
        hand.round.closed_at = None
    move(hand, Act.MONITOR)
    dates.begin_review(case, LIMIT)
    owner = names[owner_id] if owner_id is not None else ""
    note(hand, Act.MONITOR, text=condition, owner=owner, review=dates.review_of(case))
    return case


def keep_monitoring(which: Which, text: str, *, actor: Actor) -> Case:
    """It was reviewed and still waits for the same; `text` says what was found, and the next review is due."""
    hand = take(which, Act.KEEP_MONITORING, actor=actor)
    text = needed(text, "text", _("Please write what the review found."))
    refuse_names(hand, text=text)
    dates.begin_review(hand.case, LIMIT)
    note(hand, Act.KEEP_MONITORING, text=text, review=dates.review_of(hand.case))
    return hand.case


def take_up(which: Which, text: str, *, actor: Actor) -> Case:
    """The condition has come: a new round begins, with the call to the member first."""
    hand = take(which, Act.TAKE_UP, actor=actor)
    text = needed(text, "text", _("Please write what has changed."))
    refuse_names(hand, text=text)
    dates.end_watch(hand.case)
    move(hand, Act.TAKE_UP)
    new_round(hand, "monitoring", hand.case.limits["reopened"])
    note(hand, Act.TAKE_UP, text=text)
    return hand.case


def close_monitored(which: Which, text: str, *, actor: Actor) -> Case:
    """Nothing more is to be waited for: closed, with words to the member."""
    hand = take(which, Act.CLOSE_MONITORED, actor=actor)
    text = needed(text, "text", _("Please write why nothing more is to be waited for."))
    refuse_names(hand, text=text)
    dates.end_watch(hand.case)
    move(hand, Act.CLOSE_MONITORED)
    end(hand)
    note(hand, Act.CLOSE_MONITORED, text=text)
    return hand.case


def to_tell() -> list[int]:
    """The cases whose member is to be told by now what is waited for."""
    due = (CaseMonitoring.until_at.is_(None), CaseMonitoring.tell_at <= clock.now())
    return list(db.session.scalars(select(CaseMonitoring.case_id).where(*due).order_by(CaseMonitoring.id)))


def tell_monitored(case_id: int) -> None:
    """Tell the member of one case again what is waited for; each quarter once, however many have passed."""
    case, now = db.session.get_one(Case, case_id, with_for_update=True, populate_existing=True), clock.now()
    row = dates.watched(case)
    if row is None or row.tell_at > now:
        return
    while row.tell_at <= now:
        row.tell_at += QUARTER
    note(load(case, None), Act.TELL_MONITORED, text=row.condition)
