"""Rows of lists of appeals: drafts are for who writes them, issued ones for leader and president too."""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, cast, false, literal, select, true

from ...audit.models import AuditRow
from ...errors import NotFound
from ...extensions import db
from ...rights import Actor
from .. import rights
from .models import CaseAppeal, CaseAppealItem

KIND = "appeal"
"""What the log and the numbers of papers call it."""


def writes(actor: Actor) -> bool:
    """Whether this person writes lists of appeals: the secretariat."""
    return rights.LINK.allows(actor)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that picks the lists that this person may read: the only way to their rows."""
    if writes(actor):
        return true()
    return CaseAppeal.issued_at.is_not(None) if rights.APPEALS.allows(actor) else false()


def find(number: int, *, actor: Actor, lock: bool = False) -> CaseAppeal:
    """One list; NotFound, with one and the same answer, where it is missing or not for this person."""
    query = select(CaseAppeal).where(CaseAppeal.id == number, visible_to(actor))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalars(query).first()
    if row is None:
        raise NotFound(_("There is no such list of appeals."))
    return row


def find_item(number: int, item: int, *, actor: Actor, lock: bool = False) -> tuple[CaseAppeal, CaseAppealItem]:
    """A list and one thing on it; NotFound where there is none such for this person."""
    row = find(number, actor=actor, lock=lock)
    query = select(CaseAppealItem).where(CaseAppealItem.id == item, CaseAppealItem.appeal_id == row.id)
    if lock:
        query = query.execution_options(populate_existing=True)
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound(_("There is no such list of appeals."))
    return row, found


def log_rows(actor: Actor) -> ColumnElement[bool]:
    """The rows of the log about lists of appeals that this person may see."""
    if writes(actor):
        return true()
    return AuditRow.subject.in_(select(literal(f"{KIND}:") + cast(CaseAppeal.id, String)).where(visible_to(actor)))
