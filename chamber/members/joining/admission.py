"""The decision on an application: admitted, or not admitted; and that a firm applies again."""

from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...audit import services as audit
from ...errors import Conflict
from ...extensions import db
from ...language.text import checked_text
from ...rights import Actor
from .. import rights
from ..models import Member, MemberStatus
from ..record import indexed
from ..record.fields import log_value
from ..services import find

MAX_REASON = 500


def admit(member_id: int, *, actor: Actor) -> Member:
    """Make an applicant a member as of today (Asia/Shanghai). Conflict where it is none."""
    member = _applicant(member_id, actor)
    return _decide(member, "member.admitted", actor, status=MemberStatus.ACTIVE.value, joined_on=clock.today())


def refuse(member_id: int, reason: str, *, actor: Actor) -> Member:
    """Record that an applicant is not admitted, and why. DomainError at `reason`; Conflict where it does not apply."""
    member = _applicant(member_id, actor)
    missing = _("Please write the reason: the firm is told, and it stays on its page.")
    member.refused_reason = checked_text(reason, MAX_REASON, "reason", missing, lines=True)
    facts: dict[str, Any] = {"status": MemberStatus.REFUSED.value, "joined_on": None, "refused_on": clock.today()}
    return _decide(member, "member.refused", actor, member.refused_reason, **facts)


def apply_again(member_id: int, *, actor: Actor) -> Member:
    """Record that a firm that was no member applies, perhaps again; when and why it was refused stays on its page.

    Conflict where it is a member or an applicant.
    """
    rights.EDIT.demand(actor)
    member = find(member_id, actor, lock=True)
    if member.status not in (MemberStatus.REFUSED, MemberStatus.OUTSIDE):
        raise Conflict(_("%(name)s is a member or an applicant already.", name=member.name))
    facts: dict[str, Any] = {"status": MemberStatus.APPLICANT.value, "applied_at": clock.now()}
    return _decide(member, "member.applicant", actor, **facts)


def _applicant(member_id: int, actor: Actor) -> Member:
    rights.EDIT.demand(actor)
    member = find(member_id, actor, lock=True)
    if member.status != MemberStatus.APPLICANT:
        raise Conflict(_("%(name)s is not an applicant any more.", name=member.name))
    return member


def _decide(member: Member, act: str, actor: Actor, reason: str = "", **facts: Any) -> Member:
    before, after = audit.changes({name: getattr(member, name) for name in facts}, facts)
    for name, value in after.items():
        setattr(member, name, value)
    member.updated_at = clock.now()
    db.session.flush()
    indexed.put([member.id])
    old, new = ({name: log_value(value) for name, value in some.items()} for some in (before, after))
    audit.record(act, "member", member.id, actor=actor, reason=reason, before=old, after=new)
    return member
