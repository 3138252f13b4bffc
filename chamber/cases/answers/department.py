"""The wordings that a department keeps for its answers: written, changed and deleted by its own handlers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, select

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, DomainError, Repeated
from ...extensions import db, find_one
from ...language.text import checked_text
from ...rights import Actor
from .. import rights
from .models import AnswerTemplate

LONGEST_NAME, LONGEST, MOST = 60, 3000, 40


def _unit(actor: Actor) -> int | None:
    """Whose wordings this person keeps: the own department's, or (none) the secretariat's. Forbidden for all others."""
    rights.TEMPLATES.demand(actor)
    return None if rights.TEMPLATES.of(actor) is rights.OF_OWN_DESK else actor.department_id


def _of_unit(unit: int | None) -> ColumnElement[bool]:
    return AnswerTemplate.department_id == unit if unit is not None else AnswerTemplate.department_id.is_(None)


def kept(actor: Actor) -> Sequence[AnswerTemplate]:
    """The wordings of this person's department, or the secretariat's. Forbidden for who keeps none."""
    return db.session.scalars(query(actor).order_by(AnswerTemplate.name, AnswerTemplate.id)).all()


def query(actor: Actor) -> Select[Any]:
    """The same as a query. Forbidden for who keeps none."""
    return select(AnswerTemplate).where(_of_unit(_unit(actor)))


def find(template_id: int, *, actor: Actor, lock: bool = False) -> AnswerTemplate:
    """One of them; NotFound for another department's."""
    row: AnswerTemplate = find_one(query(actor).where(AnswerTemplate.id == template_id), lock=lock)
    return row


def keep(name: str, text: str, *, actor: Actor) -> AnswerTemplate:
    """Keep one more wording. Repeated where the same is there; DomainError at a field, and beyond the most."""
    unit = _unit(actor)
    name, text = _checked(name, text)
    there = kept(actor)
    if any((one.name, one.text) == (name, text) for one in there):
        raise Repeated(_("This is in the list already."))
    if any(one.name == name for one in there):
        raise DomainError(_("This is in the list already."), field="name")
    if len(there) >= MOST:
        raise DomainError(_("At most %(count)s templates. Please delete one first.", count=MOST), field="name")
    row = AnswerTemplate(department_id=unit, name=name, text=text)
    row.changed_at, row.changed_by_id = clock.now(), actor.account_id
    db.session.add(row)
    db.session.flush()
    audit.record("template.kept", "template", row.id, actor=actor)
    return row


def _checked(name: str, text: str) -> tuple[str, str]:
    missing = _("Please fill in this field.")
    return checked_text(name, LONGEST_NAME, "name", missing), checked_text(text, LONGEST, "text", missing, lines=True)


def change(template_id: int, name: str, text: str, *, version: int, actor: Actor) -> AnswerTemplate:
    """Change a wording. NotFound for another department's, Conflict where somebody changed it meanwhile."""
    row = find(template_id, actor=actor, lock=True)
    if row.version != version:
        raise Conflict(_("Someone else has changed this meanwhile. Please check it again."))
    name, text = _checked(name, text)
    if any(one.name == name and one.id != row.id for one in kept(actor)):
        raise DomainError(_("This is in the list already."), field="name")
    row.name, row.text, row.changed_at, row.changed_by_id = name, text, clock.now(), actor.account_id
    audit.record("template.changed", "template", row.id, actor=actor)
    return row


def delete(template_id: int, *, actor: Actor) -> None:
    """Delete a wording; NotFound for another department's."""
    row = find(template_id, actor=actor, lock=True)
    audit.record("template.deleted", "template", row.id, actor=actor)
    db.session.delete(row)
