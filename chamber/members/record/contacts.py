"""Contacts of a member: add, change, mark as left, invite to sign in."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import set_committed_value

from ... import clock
from ...accounts import correcting, linking
from ...accounts import rights as account_rights
from ...accounts.correcting import SignIn
from ...accounts.joining import invitations
from ...audit import services as audit
from ...errors import Conflict, DomainError
from ...extensions import db
from ...rights import Actor
from .. import rights, search
from ..models import Contact, Member
from ..services import SeenContact, find, find_contact, seen_contact
from ..signals import contact_came_back, contact_left, names_changed
from .editing import flush
from .fields import CONTACT_FIELDS, contact_values, masked


def to_log(values: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a contact for the log, with numbers and addresses masked: readers of the log do not need them."""
    return {name: masked(name, value) for name, value in values.items()}


def _validated(typed: Mapping[str, Any]) -> dict[str, Any]:
    values, problems = contact_values(typed)
    for name, sentence in problems.items():
        raise DomainError(sentence, field=name)
    return values


def _refuse_duplicate(member: Member, mobile: str | None, except_id: int | None = None) -> None:
    for person in member.contacts:
        if mobile and person.mobile == mobile and person.id != except_id and person.left_at is None:
            raise DomainError(_("%(name)s has this number already.", name=person.name), field="mobile")


def _saved_already(member: Member, values: Mapping[str, Any]) -> Contact | None:
    """The contact who is all that was typed, and nothing else."""
    here = (person for person in member.contacts if person.left_at is None)
    return next(
        (one for one in here if all(getattr(one, name) == values.get(name, "") for name in CONTACT_FIELDS)), None
    )


def _refuse_successor(contact: Contact, after: Mapping[str, Any]) -> None:
    """A new person in an old contact's row must not inherit the account, and with it that person's cases."""
    if contact.account_id is not None and contact.mobile and after.get("name") and after.get("mobile"):
        raise DomainError(
            _(
                "Both name and number are different: if this is another person, please record that %(name)s has "
                "left and add the new contact, so that nobody takes over someone else's cases. If both were "
                "mistyped, please correct them one at a time.",
                name=contact.name,
            ),
            field="name",
        )


def add(member_id: int, typed: Mapping[str, Any], *, actor: Actor) -> Contact:
    """Add a contact; where all of it is saved already, as by a button pressed twice, the saved one.

    `typed` maps names of `fields.CONTACT_FIELDS` to text; DomainError at a wrong field.
    """
    rights.EDIT.demand(actor)
    member = find(member_id, actor, lock=True)
    values = _validated({"name": "", **typed})
    if saved := _saved_already(member, values):
        return saved
    _refuse_duplicate(member, values.get("mobile"))
    contact = Contact(member_id=member.id, **values)
    db.session.add(contact)
    db.session.flush()
    db.session.expire(member, ["contacts"])
    search.refresh_people(member)
    db.session.flush()
    audit.record("contact.created", "contact", contact.id, actor=actor, after={"member": member.id, **to_log(values)})
    return contact


def edit(member_id: int, contact_id: int, typed: Mapping[str, Any], *, version: int, actor: Actor) -> SignIn:
    """Change the fields in `typed` of a contact; returns what became of the number that the contact signs in with.

    Raises EditConflict where somebody else saved it meanwhile, DomainError at a wrong field.
    """
    contact = find_contact(member_id, contact_id, actor)
    member = find(member_id, actor, lock=True)
    values = _validated(typed)
    before, after = audit.changes({name: getattr(contact, name) for name in values}, values)
    if not after:
        return SignIn.SAME
    _refuse_successor(contact, after)
    _refuse_duplicate(member, after.get("mobile"), contact.id)
    sign_in = correcting.update_sign_in_number(contact, after.get("mobile", contact.mobile), actor=actor)
    set_committed_value(contact, "version", version)
    for name, value in after.items():
        setattr(contact, name, value)
    flush()
    search.refresh_people(member)
    db.session.flush()
    if not after.keys().isdisjoint(("name", "mobile")):
        names_changed.send(None, member_ids=[member.id])
    audit.record("contact.edited", "contact", contact.id, actor=actor, before=to_log(before), after=to_log(after))
    return sign_in


def leave(member_id: int, contact_id: int, *, actor: Actor) -> Contact:
    """Mark a contact as having left the firm: no sign-in for it, not found by its number. Conflict if repeated."""
    return _set_left(member_id, contact_id, True, actor)


def come_back(member_id: int, contact_id: int, *, actor: Actor) -> Contact:
    """Undo `leave`. Conflict where the contact has not left."""
    return _set_left(member_id, contact_id, False, actor)


def _set_left(member_id: int, contact_id: int, has_left: bool, actor: Actor) -> Contact:
    contact = find_contact(member_id, contact_id, actor)
    member = find(member_id, actor, lock=True)
    linking.lock_people_of(member.id)
    if has_left == (contact.left_at is not None):
        raise Conflict(_("This is already recorded."))
    contact.left_at = clock.now() if has_left else None
    search.refresh_people(member)
    db.session.flush()
    audit.record("contact.left" if has_left else "contact.came_back", "contact", contact.id, actor=actor)
    (contact_left if has_left else contact_came_back).send(None, contact_id=contact.id, actor=actor)
    return contact


def invite(member_id: int, contact_id: int, *, actor: Actor) -> tuple[SeenContact, str]:
    """Issue a new sign-in link: returns the contact and the link's secret. Earlier unused links stop working."""
    account_rights.INVITE.demand(actor)
    contact = find_contact(member_id, contact_id, actor)
    return seen_contact(actor, contact), invitations.issue(actor=actor, contact=contact)
