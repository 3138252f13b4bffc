"""The answer to all: worded once, read by every firm, and told to each author in their own case."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, select

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, Repeated
from ...extensions import db
from ...language.text import checked_text
from ...rights import Actor
from .. import rights
from ..models import Case, CaseEvent
from ..rules.acts import Act, Audience
from ..search import indexed
from . import access, keeping
from .models import CaseTheme, CaseThemeLink

MAX_ANSWER = 3_000


class Told(NamedTuple):
    """What each author reads in the own case: the act, its words, and plain facts."""

    act: Act
    text: str
    data: Mapping[str, str] = MappingProxyType({})


def answer_of(row: CaseTheme) -> Told:
    """The line that tells the answer."""
    return Told(Act.ANSWER_SHARED, row.answer)


def answer_shared(reference: str, text: str, *, version: int, actor: Actor) -> CaseTheme:
    """Answer a common problem that others read: from now on every firm reads it, and its authors are told.

    Repeated where just this was answered already; Conflict where somebody was quicker, or nobody reads it yet.
    DomainError where the answer is missing, too long, or names somebody, or too few firms are left.
    """
    rights.LINK.demand(actor)
    row = access.find(reference, actor=actor, lock=True)
    text = checked_text(text, MAX_ANSWER, "text", _("Please write the answer."), lines=True)
    if row.answered_at and row.answer == text:
        raise Repeated(_("You have just submitted exactly this; it is there already."))
    if row.answered_at or row.version != version:
        raise Conflict(str(keeping.MOVED_ON))
    if not row.shown_at:
        raise Conflict(_("Please show this common problem to others first."))
    keeping.demand_firms(row, actor)
    keeping.refuse_names(title=row.title, text=f"{row.text}\n{text}")
    row.answer, row.answered_at, row.answered_by_id = text, clock.now(), actor.account_id
    keeping.put(row.id)
    audit.record("theme.answered", access.KIND, row.id, actor=actor)
    tell_authors(row, answer_of(row))
    return row


def tell_authors(
    row: CaseTheme, told: Told, *, among: Collection[int] | None = None, at: datetime | None = None
) -> int:
    """Write a line into each case that belongs to it and counts, or into those `among` them; how many.

    Only its author and who runs it read the line. It is nobody's act: who words the answer may be kept from a case.
    """
    query = select(Case.id, Case.round_number).join(CaseThemeLink, CaseThemeLink.case_id == Case.id)
    query = query.where(CaseThemeLink.theme_id == row.id, access.counts(), ~_was_told(told))
    if among is not None:
        query = query.where(Case.id.in_(among))
    rows, now = db.session.execute(query.order_by(Case.id)).all(), at or clock.now()
    for case in rows:
        db.session.add(
            CaseEvent(
                case_id=case.id,
                round_number=case.round_number,
                act=told.act,
                at=now,
                audience=Audience.ALL,
                text=told.text,
                data=dict(told.data),
            )
        )
        audit.record(f"case.{told.act}", "case", case.id, actor=None)
    indexed.put([case.id for case in rows])
    return len(rows)


def _was_told(told: Told) -> ColumnElement[bool]:
    same = (CaseEvent.case_id == Case.id, CaseEvent.act == told.act, CaseEvent.text == told.text)
    return exists().where(*same)
