"""Giving measures: who does what by when; another date, another owner, opened again, dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock, registry
from ..accounts.linking import in_turn
from ..audit import services as audit
from ..errors import Conflict, DomainError, NotFound
from ..extensions import db
from ..files.services import PreparedFile
from ..language.text import checked_text
from ..messages import Shown
from ..rights import Actor
from ..secrecy import sealing
from ..workdays.colours import blue_from
from . import rights
from .access import has_public, measured, runs_subject
from .keeping import attach, checked_due, move, needed, new_reference, note, refuse_names, set_due, take
from .models import Measure
from .owners import Owner
from .words import Act, Grade, Paper, Source, State

ALONE = (Source.ENTRUSTED, Source.SHARED_WORK, Source.HAZARD, Source.FOLLOW_UP)
"""Where a measure may come from that belongs to nothing else."""


@dataclass(frozen=True)
class Order:
    """A measure as typed."""

    title: str = ""
    details: str = ""
    source: str = Source.ENTRUSTED
    ordered_by: str = ""
    order_number: str = ""
    grade: str = Grade.NORMAL
    due_on: date | None = None
    owner: Owner = Owner()  # noqa: RUF009
    is_public: bool = False


def sources(kind: str, subject_id: int) -> list[tuple[str, str]]:
    """Where a measure of this may come from, for a form."""
    one = measured().get(kind)
    return [(word, Source.label_of(word)) for word in (one.sources(subject_id) if one else ALONE)]


def new_about(kind: str, subject_id: int) -> str:
    """What the link to a new measure of this thing carries, for who runs it."""
    return f"{kind}-{sealing.sealed_number(subject_id, 'measure', kind)}"


def opened(about: str, actor: Actor) -> tuple[str, int]:
    """The thing that such a link means, nothing for an empty one; NotFound where it is not this person's to run."""
    kind, _dash, key = about.partition("-")
    number = sealing.opened_number(key, "measure", kind)
    if about and not number:
        raise NotFound(_("There is no such measure."))
    require_runner(kind, number, actor)
    return kind, number


def thing(kind: str, subject_id: int, actor: Actor) -> Shown | None:
    """The thing as this person may name it."""
    return registry.source_of(kind).shown(actor, [subject_id]).get(subject_id) if kind else None


def require_runner(kind: str, subject_id: int, actor: Actor) -> None:
    """NotFound where this person does not give the measures of this thing, or there is none such."""
    rights.GIVE.demand(actor)
    if not runs_subject(actor, kind, subject_id):
        raise NotFound(_("There is no such measure."))


def give(
    order: Order,
    uploads: Sequence[PreparedFile] = (),
    *,
    kind: str = "",
    subject_id: int = 0,
    actor: Actor,
    form_key: str | None = None,
) -> Measure:
    """Give a measure to its owner, alone or of a thing. A second call with the same `form_key` returns the same one.

    DomainError at a wrong field, also where its words tell what the owner must not learn; NotFound where the thing is
    not this person's to run.
    """
    rights.GIVE.demand(actor)
    in_turn(actor)
    made = db.session.scalars(select(Measure).where(Measure.form_key == form_key)).first() if form_key else None
    if made is not None and made.created_by_id == actor.account_id:
        return made
    require_runner(kind, subject_id, actor)
    if not sources(kind, subject_id):
        raise Conflict(_("This matter takes no measures now."))
    now, values = clock.now(), _checked(order, kind, subject_id)
    due = checked_due(order.due_on)
    row = Measure(
        reference=new_reference(clock.today().year),
        subject_kind=kind,
        subject_id=subject_id or None,
        original_due_at=due,
        due_at=due,
        blue_at=blue_from(now, due),
        state=State.OPEN,
        is_public=order.is_public and has_public(kind),
        created_at=now,
        created_by_id=actor.account_id,
        form_key=None if made else form_key,
        **values,
    )
    refuse_names(row, actor, **{name: str(values[name]) for name in ("title", "details", "ordered_by")})
    _refuse_papers(row, uploads)
    db.session.add(row)
    db.session.flush()
    attach(note(row, Act.GIVE, actor), uploads, Paper.ORDER, actor)
    audit.record("measure.given", "measure", row.id, actor=actor)
    return row


def _checked(order: Order, kind: str, subject_id: int) -> dict[str, Any]:
    if order.source not in dict(sources(kind, subject_id)):
        raise DomainError(_("Please choose from the list."), field="source")
    if order.grade not in set(Grade):
        raise DomainError(_("Please choose from the list."), field="grade")
    return {
        "title": checked_text(order.title, 120, "title", _("Please write what is to be done.")),
        "details": checked_text(order.details, 2_000, "details", lines=True),
        "source": order.source,
        "ordered_by": checked_text(order.ordered_by, 120, "ordered_by"),
        "order_number": checked_text(order.order_number, 80, "order_number"),
        "grade": order.grade,
        **order.owner.columns(kind, subject_id),
    }


def _refuse_papers(row: Measure, uploads: Sequence[PreparedFile]) -> None:
    """A paper may say whose the matter is, and nobody can look that through for the owner."""
    one = measured().get(row.subject_kind)
    if uploads and one is not None and row.subject_id is not None and one.is_nameless(row.subject_id):
        raise DomainError(
            _("This case is handled without names, so no paper can go with the order. Write what is to be done."),
            field="files",
        )


def postpone(reference: str, due_on: date | None, reason: str, *, actor: Actor) -> Measure:
    """Another, later date, with a reason; the original date stays, and so does that it was late.

    DomainError without a reason, or where the date is not later.
    """
    rights.GIVE.demand(actor)
    row = take(reference, Act.POSTPONE, actor)
    reason = needed(reason, "reason", _("Please write why."), 500)
    refuse_names(row, actor, reason=reason)
    old, due = row.due_at, checked_due(due_on)
    if due <= old:
        raise DomainError(_("Please choose a later date than the present one."), field="due_on")
    set_due(row, due)
    move(row, Act.POSTPONE, actor, reason, old_due_at=old, new_due_at=due)
    return row


def pass_on(reference: str, owner: Owner, reason: str, *, actor: Actor) -> Measure:
    """Give it to another owner, with a reason; the date stays. DomainError where it is the same one."""
    rights.GIVE.demand(actor)
    row = take(reference, Act.PASS_ON, actor)
    reason = needed(reason, "reason", _("Please write why."), 500)
    refuse_names(row, actor, reason=reason)
    columns = owner.columns(row.subject_kind, row.subject_id or 0)
    if all(getattr(row, name) == value for name, value in columns.items()):
        raise DomainError(_("It has this owner already."), field="whom")
    for name, value in columns.items():
        setattr(row, name, value)
    move(row, Act.PASS_ON, actor, reason)
    return row


def reopen(reference: str, due_on: date | None, reason: str, *, actor: Actor) -> Measure:
    """Let it go on, with a reason and a date: what was done is not enough, or it was dropped too early."""
    rights.GIVE.demand(actor)
    row = take(reference, Act.REOPEN, actor)
    reason = needed(reason, "reason", _("Please write why."), 500)
    refuse_names(row, actor, reason=reason)
    old, due = row.due_at, checked_due(due_on)
    row.done_at = row.confirmed_at = row.dropped_at = None
    row.done_by_id = row.confirmed_by_id = None
    row.result = row.drop_reason = ""
    set_due(row, due)
    move(row, Act.REOPEN, actor, reason, old_due_at=old, new_due_at=due)
    return row


def drop(reference: str, reason: str, *, actor: Actor) -> Measure:
    """It is not done any more, with a reason."""
    rights.GIVE.demand(actor)
    row = take(reference, Act.DROP, actor)
    reason = needed(reason, "reason", _("Please write why."), 500)
    refuse_names(row, actor, reason=reason)
    row.dropped_at, row.drop_reason = clock.now(), reason
    move(row, Act.DROP, actor, reason)
    return row
