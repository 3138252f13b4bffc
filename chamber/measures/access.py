"""Rows of measures: who sees which. One that belongs to something is seen where that may be known of, nowhere else."""

from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, and_, cast, false, literal, or_, select, true
from sqlalchemy.sql.elements import False_

from .. import registry
from ..audit.models import AuditRow
from ..errors import NotFound
from ..extensions import db
from ..language.text import clean
from ..registry.measured import Measured
from ..rights import ALL, OWN, Actor, Role
from . import rights
from .models import Measure
from .words import Source


def measured() -> dict[str, Measured]:
    """The kinds of things that have measures."""
    return {kind: one.measured for kind, one in registry.subjects().items() if one.measured}


def _of(kind: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    model: Any = registry.subjects()[kind].model
    # Asked of each measure, which are few: a list of all things that are seen would be made first.
    seen = select(model.id).where(model.id == Measure.subject_id, condition).correlate(Measure).exists()
    return and_(Measure.subject_kind == kind, seen)


def _known(actor: Actor) -> ColumnElement[bool]:
    alone: ColumnElement[bool] = Measure.subject_kind == ""
    return or_(alone, *(_of(kind, one.known(actor)) for kind, one in measured().items()))


def _granted(actor: Actor) -> ColumnElement[bool]:
    match rights.READ.of(actor):
        case reach if reach is ALL or reach is rights.RELEASED:
            return true()
        case reach if reach is rights.OWN_DEPARTMENT:
            led = (_of(kind, one.led(actor)) for kind, one in measured().items())
            return or_(Measure.department_id == actor.department_id, *led)
        case reach if reach is OWN:
            return or_(Measure.member_id == actor.member_id, and_(Measure.is_public, Measure.subject_kind != ""))
        case reach if reach is rights.OF_COUNCIL:
            return and_(Measure.source == Source.MINUTES, Measure.subject_kind != "")
        case reach if reach is rights.THROUGH_CASES:
            return Measure.subject_kind != ""
    return false()


@lru_cache(maxsize=500)
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that picks the measures that this person may see in the acting role: the only way to their rows."""
    return and_(_granted(actor), _known(actor))


@lru_cache(maxsize=500)
def held_from(actor: Actor) -> ColumnElement[bool]:
    """The condition for those of which this person reads the order and the dates, not what the owner writes."""
    held = or_(false(), *(_of(kind, one) for kind, one in _held(actor)))
    return and_(held, Measure.department_id.is_distinct_from(actor.department_id or 0))


def is_held_from(actor: Actor) -> bool:
    """Whether there can be such measures for this person at all."""
    return bool(_held(actor))


def _held(actor: Actor) -> list[tuple[str, ColumnElement[bool]]]:
    held = ((kind, one.held(actor)) for kind, one in measured().items())
    return [(kind, condition) for kind, condition in held if not isinstance(condition, False_)]


def find(reference: str, actor: Actor, *, lock: bool = False) -> Measure:
    """One measure by its reference; NotFound, with one answer, where it is missing or not for this person."""
    query = select(Measure).where(Measure.reference == clean(reference).upper()[:16], visible_to(actor))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalars(query).first()
    if row is None:
        raise NotFound(_("There is no such measure."))
    return row


def runs(actor: Actor, row: Measure) -> bool:
    """Whether this person gives this measure its owner and date: the secretariat, or who runs what it belongs to."""
    return runs_subject(actor, row.subject_kind, row.subject_id or 0)


def runs_subject(actor: Actor, kind: str, subject_id: int) -> bool:
    """The same of the measures of a thing; without a kind of those that stand alone."""
    if not rights.GIVE.allows(actor):
        return False
    if not kind:
        return actor.role == Role.SECRETARIAT
    one = measured().get(kind)
    return one is not None and one.may_give(actor, subject_id)


def has_public(kind: str) -> bool:
    """Whether a member may be shown a measure of such a thing."""
    one = measured().get(kind)
    return one is not None and one.has_public


def owns(actor: Actor, row: Measure) -> bool:
    """Whether it is this person's, their department's or their firm's to do."""
    if actor.role == Role.HANDLER:
        return row.department_id is not None and row.department_id == actor.department_id
    if actor.role == Role.MEMBER:
        return row.member_id is not None and row.member_id == actor.member_id
    return row.account_id == actor.account_id


def is_held(actor: Actor, row: Measure) -> bool:
    """Whether what its owner writes is not for this person."""
    query = select(Measure.id).where(Measure.id == row.id, held_from(actor))
    return bool(row.subject_kind) and db.session.scalar(query) is not None


def log_rows(actor: Actor) -> ColumnElement[bool]:
    """The rows of the log about measures that this person may see."""
    return AuditRow.subject.in_(select(literal("measure:") + cast(Measure.id, String)).where(visible_to(actor)))
