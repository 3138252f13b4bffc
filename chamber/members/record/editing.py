"""Change the roster: create and edit members, record that one left or was expelled, take one back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, DomainError
from ...extensions import db
from ...language.dates import local_date
from ...language.text import bare_company, checked_text
from ...rights import Actor
from .. import positions, rights, search
from ..models import Member, MemberStatus
from ..services import FORMER, NEVER_JOINED, can_edit, find
from ..signals import member_left, names_changed
from . import indexed
from .fields import log_value, member_values, required_day


class EditConflict(StaleDataError):
    """Somebody else saved the same row meanwhile; nothing was written."""


def _validated(typed: Mapping[str, Any], *, is_new: bool) -> dict[str, Any]:
    values, problems = member_values(typed, is_new=is_new)
    for name, sentence in problems.items():
        raise DomainError(sentence, field=name)
    if values.get("status") in FORMER:
        raise DomainError(_("Leaving needs its day and reason: use the button on the member's page."), field="status")
    if values.get("status") == MemberStatus.REFUSED:
        raise DomainError(_("Not admitting needs its reason: use the button on the firm's page."), field="status")
    return values


def _refuse_taken_code(uscc: str | None, except_id: int | None = None) -> None:
    owner = db.session.scalars(select(Member.name).where(Member.uscc == uscc, Member.id != (except_id or 0))).first()
    if uscc and owner:
        raise DomainError(_("This code belongs to %(name)s already.", name=owner), field="uscc")


def probable_duplicate(name: str, except_id: int | None = None) -> Member | None:
    """Another member whose name differs only in legal form, brackets or character width; None if there is none."""
    query = select(Member).where(Member.bare_name == bare_company(name)[:120], Member.id != (except_id or 0))
    return db.session.scalars(query.order_by(Member.id)).first() if bare_company(name) else None


def _refuse_probable_duplicate(name: str, except_id: int | None, confirmed: bool) -> None:
    other = None if confirmed else probable_duplicate(name, except_id)
    if other:
        raise DomainError(
            _(
                "%(name)s is on the roster already. If this is another one, tick the box and save.",
                name=other.name,
            ),
            field="confirmed",
        )


def flush(uscc: str | None = None) -> None:
    """Flush the session; DomainError if the code was taken meanwhile, EditConflict if the row was changed."""
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise DomainError(_("The code %(code)s belongs to another member already.", code=uscc), field="uscc") from error
    except StaleDataError as error:
        db.session.rollback()
        raise EditConflict from error


def create(typed: Mapping[str, Any], *, actor: Actor, confirmed: bool = False) -> Member:
    """Create a member. `typed` maps names of `fields.MEMBER_FIELDS` to text.

    DomainError at a wrong field; at `confirmed` where a member of this name exists and `confirmed` is not set.
    """
    rights.EDIT.demand(actor)
    values = _validated(typed, is_new=True)
    _refuse_taken_code(values.get("uscc"))
    _refuse_probable_duplicate(values["name"], None, confirmed)
    joins = values["status"] not in NEVER_JOINED
    values["joined_on"] = (values.get("joined_on") or clock.today()) if joins else None
    member = Member(**{name: value for name, value in values.items() if value is not None})
    member.created_at = member.updated_at = clock.now()
    search.refresh(member)
    db.session.add(member)
    flush(values.get("uscc"))
    indexed.put([member.id])
    audit.record("member.created", "member", member.id, actor=actor, after=_log_values(values))
    return member


def _log_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: log_value(value) for name, value in values.items() if value not in (None, "")}


def edit(member_id: int, typed: Mapping[str, Any], *, version: int, actor: Actor, confirmed: bool = False) -> Member:
    """Change the fields of a member that are in `typed`. `version` is the one that the form was filled from.

    Raises EditConflict where the member was changed since and the form differs from what is stored, DomainError at a
    wrong field.
    """
    rights.EDIT.demand(actor)
    member = find(member_id, actor)
    if member.status in (*FORMER, *NEVER_JOINED):
        typed = {name: value for name, value in typed.items() if name != "status"}
    values = _validated({"kind": member.kind, **typed}, is_new=False)
    if values.get("status") == MemberStatus.OUTSIDE != member.status:
        raise DomainError(_("A member leaves by the button on its page."), field="status")
    before, after = audit.changes({name: getattr(member, name) for name in values}, values)
    if not after:
        return member
    if member.version != version:
        raise EditConflict
    _refuse_taken_code(after.get("uscc"), member.id)
    if "name" in after:
        _refuse_probable_duplicate(after["name"], member.id, confirmed)
    for name, value in after.items():
        setattr(member, name, value)
    member.updated_at = clock.now()
    with db.session.no_autoflush:
        search.refresh(member)
    flush(after.get("uscc"))
    indexed.put([member.id])
    if not after.keys().isdisjoint(("name", "short_name")):
        names_changed.send(None, member_ids=[member.id])
    audit.record(
        "member.edited",
        "member",
        member.id,
        actor=actor,
        before={name: log_value(value) for name, value in before.items()},
        after={name: log_value(value) for name, value in after.items()},
    )
    return member


def can_leave(actor: Actor, status: str) -> bool:
    """Whether this person can record that a member in this status left or was expelled."""
    return can_edit(actor) and status not in (*FORMER, *NEVER_JOINED)


def leave(member_id: int, *, status: str, on: date | str | None, reason: str, actor: Actor) -> Member:
    """Record that a member left or was expelled (`status`), on which day and why; its offices end on that day.

    Its contacts keep their accounts for their own open cases. DomainError at `on` or `reason`; Conflict if repeated.
    """
    rights.EDIT.demand(actor)
    member = find(member_id, actor, lock=True)
    if member.status in FORMER:
        raise Conflict(_("%(name)s has left already.", name=member.name))
    if member.status in NEVER_JOINED:
        raise Conflict(_("%(name)s is no member.", name=member.name))
    if status not in FORMER:
        raise DomainError(_("Choose whether the member left or was expelled."), field="status")
    day = _day(on, member)
    missing = _("Please write the reason: it stays with the member's history.")
    reason = checked_text(reason, 500, "reason", missing, lines=True)
    before = {"status": member.status}
    member.status, member.left_on, member.left_reason, member.updated_at = status, day, reason, clock.now()
    positions.end_all(member, day)
    db.session.flush()
    indexed.put([member.id])
    audit.record(
        f"member.{status}",
        "member",
        member.id,
        actor=actor,
        reason=reason,
        before=before,
        after={"status": status, "left_on": day.isoformat()},
    )
    member_left.send(None, member_id=member.id, actor=actor)
    return member


def _day(on: date | str | None, member: Member) -> date:
    day = required_day(on, "on")
    if member.joined_on and day < member.joined_on:
        raise DomainError(_("The member joined on %(day)s only.", day=local_date(member.joined_on)), field="on")
    return day


def come_back(member_id: int, *, actor: Actor) -> Member:
    """Make a former member active again, without its earlier offices. Conflict where it has not left."""
    rights.EDIT.demand(actor)
    member = find(member_id, actor, lock=True)
    if member.status not in FORMER:
        raise Conflict(_("%(name)s has not left.", name=member.name))
    before = {"status": member.status, "left_on": log_value(member.left_on), "left_reason": member.left_reason}
    member.status, member.left_on, member.left_reason = MemberStatus.ACTIVE.value, None, ""
    member.updated_at = clock.now()
    db.session.flush()
    indexed.put([member.id])
    audit.record("member.came_back", "member", member.id, actor=actor, before=before, after={"status": member.status})
    return member
