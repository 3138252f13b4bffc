"""Put into practice (落实): measures with dates and evidence, reviewed until the last is confirmed, then closed."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, select

from ... import clock
from ...errors import DomainError
from ...extensions import db
from ...language.text import checked_text
from ...measures import giving
from ...measures.giving import Order
from ...measures.models import Measure
from ...measures.owners import Owner, departments
from ...measures.words import Source
from ...measures.words import State as MeasureState
from ...rights import Actor
from ...workdays import services as workdays
from ..doing.closing import end
from ..doing.desk import Which, move, needed, note, take
from ..doing.releasing import refuse_names
from ..models import Case
from ..pausing import dates
from ..rules import clocks
from ..rules.acts import Act
from ..rules.hand import Hand
from ..rules.limits import days_of
from ..words import State

REVIEW, CLOSE = "implementing_review", "implementing_close"
LONGEST, LONGEST_REASON = 2000, 500
GOING_ON = (MeasureState.OPEN, MeasureState.DONE)
"""A measure that nobody has confirmed or dropped yet."""


@dataclass(frozen=True)
class Plan:
    """What is planned, in words for the member, and the first measure of it."""

    text: str
    title: str
    due_on: date | None
    department_id: int | None = None
    """Who does it; none: whoever begins it."""


def owners(hand: Hand) -> list[tuple[int, str]]:
    """The departments at work on the suggestion, the lead first: each may be given the first measure."""
    lead = hand.case.lead_department_id
    return sorted(departments("case", hand.case.id), key=lambda one: one[0] != lead)


def implement(which: Which, plan: Plan, *, actor: Actor) -> Case:
    """Begin to put an adopted suggestion into practice, with its first measure, which the member sees.

    DomainError at the field that is missing, or that says whose nameless suggestion it is.
    """
    hand = take(which, Act.IMPLEMENT, actor=actor)
    text = checked_text(plan.text, LONGEST, "text", _("Please write what is planned."), lines=True)
    refuse_names(hand, text=text)
    case = hand.case
    case.closed_at = None
    if hand.round is not None:
        hand.round.closed_at = None
    move(hand, Act.IMPLEMENT)
    _give(case, plan, actor)
    dates.begin_review(case, REVIEW)
    note(hand, Act.IMPLEMENT, text=text, review=dates.review_of(case))
    return case


def _give(case: Case, plan: Plan, actor: Actor) -> None:
    if plan.department_id is not None:
        owner = Owner("department", department=plan.department_id)
    else:
        owner = Owner("account", account=actor.account_id)
    order = Order(title=plan.title, source=Source.IMPLEMENTATION, due_on=plan.due_on, owner=owner, is_public=True)
    try:
        giving.give(order, kind="case", subject_id=case.id, actor=actor)
    except DomainError as error:
        if error.field in ("department", "account", "whom"):
            raise DomainError(str(error), field="owner") from error
        raise


def keep_implementing(which: Which, text: str, *, actor: Actor) -> Case:
    """It was reviewed and goes on; `text` says to the member how it stands. The next review is as far away again."""
    hand = take(which, Act.KEEP_IMPLEMENTING, actor=actor)
    text = needed(text, "text", _("Please write how it stands."))
    refuse_names(hand, text=text)
    dates.begin_review(hand.case, REVIEW)
    note(hand, Act.KEEP_IMPLEMENTING, text=text, review=dates.review_of(hand.case))
    return hand.case


def going_on(case_id: int) -> list[str]:
    """The references of its measures that nobody has confirmed yet."""
    query = select(Measure.reference).where(*_of_suggestions(), Measure.subject_id == case_id)
    return list(db.session.scalars(query.where(Measure.state.in_(GOING_ON)).order_by(Measure.id)))


def _of_suggestions() -> tuple[ColumnElement[bool], ...]:
    return Measure.subject_kind == "case", Measure.source == Source.IMPLEMENTATION


def close_implemented(which: Which, text: str, *, actor: Actor) -> Case:
    """Close it: all is confirmed, or a reason says why not; then what is not confirmed is dropped for that reason.

    DomainError where the reason is missing, too long, or says whose nameless suggestion it is.
    """
    hand = take(which, Act.CLOSE_IMPLEMENTED, actor=actor)
    left = going_on(hand.case.id)
    missing = _("A measure is not confirmed yet. Please write why it is closed all the same.") if left else ""
    text = checked_text(text, LONGEST_REASON, "text", missing, lines=True)
    refuse_names(hand, text=text)
    for reference in left:
        giving.drop(reference, text, actor=actor)
    move(hand, Act.CLOSE_IMPLEMENTED)
    end(hand)
    note(hand, Act.CLOSE_IMPLEMENTED, text=text, done=not left)
    return hand.case


def to_close() -> list[int]:
    """The suggestions whose measures are all confirmed, and whose review is further away than their closing."""
    left = exists().where(*_of_suggestions(), Measure.subject_id == Case.id, Measure.state.in_(GOING_ON))
    query = select(Case.id, Case.step_due_at, Case.limits).where(Case.state == State.IMPLEMENTING, ~left)
    now = clock.now()
    rows = db.session.execute(query.order_by(Case.id)).all()
    return [row.id for row in rows if row.step_due_at > workdays.deadline(now, days_of(row.limits, CLOSE))]


def ask_to_close(case_id: int) -> None:
    """Let one of them be closed within that limit; whoever runs it is reminded of that as of every step."""
    case, now = db.session.get_one(Case, case_id, with_for_update=True, populate_existing=True), clock.now()
    due = workdays.deadline(now, days_of(case.limits, CLOSE))
    if case.state == State.IMPLEMENTING and case.step_due_at and case.step_due_at > due and not going_on(case_id):
        clocks.set_step(case, now, due)
