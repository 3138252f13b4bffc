"""Sign-in links for many firms at once, one person of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from ... import clock
from ...accounts import rights as account_rights
from ...accounts.joining import invitations
from ...accounts.models import Invitation
from ...errors import DomainError
from ...extensions import db
from ...rights import Actor
from .. import search, services
from ..models import Contact, ImportedRow, Member, MemberStatus
from ..services import SeenContact

MOST = 100
"""Firms on the page, and links in one press."""

_ON_ROSTER = Member.status.in_((MemberStatus.ACTIVE, MemberStatus.SUSPENDED))


@dataclass(frozen=True)
class Uninvited:
    """A firm of which nobody can sign in, and whom of it to invite."""

    firm: str
    person: SeenContact
    invited_at: datetime | None
    """When a link was issued for this person that is still good and not used."""


@dataclass(frozen=True)
class Link:
    """A link that was just issued; shown once and kept nowhere."""

    firm: str
    person: SeenContact
    secret: str


@dataclass(frozen=True)
class Wanted:
    """Which firms are looked at: all, those of one import, those that a search finds."""

    import_id: int | None = None
    q: str = ""

    def condition(self, actor: Actor) -> list[ColumnElement[bool]]:
        """What members must meet."""
        conditions: list[ColumnElement[bool]] = []
        if self.import_id is not None:
            rows = select(ImportedRow.member_id).where(ImportedRow.import_id == self.import_id)
            conditions.append(Member.id.in_(rows))
        if self.q:
            found = search.matching(actor, search.Filters(q=self.q)).with_only_columns(Member.id)
            conditions.append(Member.id.in_(found))
        return conditions


EVERYBODY = Wanted()


def not_joined(wanted: Wanted = EVERYBODY, *, actor: Actor) -> tuple[list[Uninvited], int]:
    """Firms on the roster of which nobody has an account yet, those without a link first, and how many there are.

    At most `MOST` of them: who was invited moves to the end.
    """
    account_rights.INVITE.demand(actor)
    people = db.session.execute(
        select(Contact.member_id, func.max(_open_link()).label("invited_at"))
        .join(Member, Member.id == Contact.member_id)
        .where(Contact.left_at.is_(None), _ON_ROSTER, _nobody())
        .where(*wanted.condition(actor))
        .group_by(Contact.member_id, Member.name_key)
        .order_by(Member.name_key, Contact.member_id)
    ).all()
    first = sorted(people, key=lambda row: row.invited_at is not None)[:MOST]
    called = services.whom_to_call([row.member_id for row in first], actor=actor)
    names = {one.id: one.label for one in db.session.scalars(select(Member).where(Member.id.in_(called)))}
    return [Uninvited(names[row.member_id], called[row.member_id], row.invited_at) for row in first], len(people)


def without_contact(wanted: Wanted = EVERYBODY, *, actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of firms on the roster that have no contact who could be invited; at most `MOST`."""
    account_rights.INVITE.demand(actor)
    somebody = exists().where(Contact.member_id == Member.id, Contact.left_at.is_(None))
    query = select(Member).where(_ON_ROSTER, ~somebody, *wanted.condition(actor))
    return [(one.id, one.label) for one in db.session.scalars(query.order_by(Member.name_key, Member.id).limit(MOST))]


def _open_link() -> Any:
    good = (Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > clock.now())
    issued = select(func.max(Invitation.issued_at)).where(Invitation.contact_id == Contact.id, *good)
    return issued.correlate(Contact).scalar_subquery()


def _nobody() -> Any:
    colleague = aliased(Contact)
    return ~exists().where(
        colleague.member_id == Member.id, colleague.account_id.is_not(None), colleague.left_at.is_(None)
    )


def invite(contact_ids: Collection[int], wanted: Wanted = EVERYBODY, *, actor: Actor) -> list[Link]:
    """Issue a link for each of these people of wanted firms that have not joined; earlier links of them stop working.

    DomainError where nobody is chosen who could still be invited.
    """
    account_rights.INVITE.demand(actor)
    chosen = [one for one in not_joined(wanted, actor=actor)[0] if one.person.id in contact_ids]
    if not chosen:
        raise DomainError(_("Please choose at least one firm."), field="chosen")
    rows = {one.id: one for one in db.session.scalars(select(Contact).where(Contact.id.in_(contact_ids)))}
    return [Link(one.firm, one.person, invitations.issue(actor=actor, contact=rows[one.person.id])) for one in chosen]
