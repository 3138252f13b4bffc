"""Who may go on with a case in its author's place.

The secretariat keeps the roster, so of what is kept from others the roster alone makes nobody the author: only the
author does, who named them, and in an account that nobody else can have entered since.
"""

from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from ...accounts.acting import ActingAs
from ...accounts.models import Account, Invitation
from ...extensions import db
from ...members.models import Contact, Duty
from ...rights import Actor, Role
from ..access.eligible import CAN_SIGN_IN, sees
from ..access.visibility import denied, is_kept_from_others
from ..models import Case, CaseColleague
from ..models_authors import CaseSuccession
from ..rules.clocks import open_expression
from ..words import Kind


class Heir(NamedTuple):
    """Somebody who may go on, with the account in which they do."""

    contact_id: int
    name: str
    account_id: int | None


def heirs(case: Case) -> list[Heir]:
    """Who takes the place at once: whom the author named, the first named first, else the firm's person in charge."""
    named = [one for one in map(_heir, db.session.execute(_named(case))) if _can_see(one, case)]
    if named or is_kept_from_others(case) or case.kind not in (Kind.REQUEST, Kind.SUGGESTION):
        return named
    in_charge = _there(case).where(Contact.duty == Duty.PRINCIPAL, CAN_SIGN_IN).order_by(Contact.id)
    return [one for one in map(_heir, db.session.execute(in_charge)) if _can_see(one, case)]


def choices(case: Case) -> list[Heir]:
    """Whom who runs the case may choose: of what is kept from others just those, else everybody of the firm."""
    if is_kept_from_others(case):
        return heirs(case)
    there = map(_heir, db.session.execute(_there(case).order_by(Contact.name, Contact.id)))
    return [one for one in there if one.account_id is None or _can_see(one, case)]


def stays_with(actor: Actor) -> list[tuple[str, str]]:
    """What this person brought, and who went on with it while they were away, so that it is not theirs any more.

    Nothing of an account which somebody may have entered since, nor of what was closed to it.
    """
    later, heir = aliased(CaseSuccession), aliased(Contact)
    newer = exists().where(later.case_id == CaseSuccession.case_id, later.id > CaseSuccession.id)
    query = (
        select(Case.reference, heir.name)
        .join(CaseSuccession, CaseSuccession.case_id == Case.id)
        .join(heir, heir.id == Case.author_contact_id)
        .where(CaseSuccession.contact_id == actor.contact_id, CaseSuccession.account_id == actor.account_id)
        .where(CaseSuccession.undone_at.is_(None), CaseSuccession.was_locked.is_(False), ~newer)
        .where(~denied(actor), open_expression())
    )
    return [(row.reference, row.name) for row in db.session.execute(query.order_by(CaseSuccession.at))]


def _heir(row: Any) -> Heir:
    return Heir(row.id, row.name, row.account_id)


def _there(case: Case) -> Select[int, str, int | None]:
    """The firm's other contacts who have not left, with their accounts."""
    return (
        select(Contact.id, Contact.name, Contact.account_id)
        .outerjoin(Account, Account.id == Contact.account_id)
        .where(Contact.member_id == case.member_id, Contact.left_at.is_(None), Contact.id != case.author_contact_id)
        .where(or_(Contact.account_id.is_(None), Account.disabled_at.is_(None)))
    )


def _named(case: Case) -> Select[int, str, int | None]:
    named = and_(CaseColleague.case_id == case.id, CaseColleague.contact_id == Contact.id)
    query = _there(case).join(CaseColleague, named).where(CaseColleague.by_author, CaseColleague.locked_at.is_(None))
    query = query.where(CAN_SIGN_IN).order_by(CaseColleague.named_at, Contact.id)
    if is_kept_from_others(case):
        # Whoever issues a link can use it: it must be the account of when they showed who they are, or were named, and
        # nobody came in since.
        known_at = func.coalesce(CaseColleague.opened_at, CaseColleague.named_at)
        came_since = exists().where(Invitation.account_id == Account.id, Invitation.used_at >= known_at)
        query = query.where(Account.id == CaseColleague.account_id, ~came_since)
    return query


def _can_see(one: Heir, case: Case) -> bool:
    acting_as = ActingAs(Role.MEMBER, "", contact_id=one.contact_id)
    return one.account_id is not None and sees(one.account_id, acting_as, case.id, once_granted=True)
