"""Correcting an account's name and the mobile number that it signs in with."""

from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import select

from ..audit import services as audit
from ..errors import Conflict, DomainError
from ..extensions import db
from ..language.phones import mask_phone
from ..language.text import clean
from ..members.models import Contact
from ..rights import Actor
from . import rights
from .administration import flush_mobile, locked, mobile_of, name_of
from .models import Account
from .signals import renamed


def correct(
    account_id: int, *, name: str, mobile: str, remove_mobile: bool = False, version: int, actor: Actor
) -> Account:
    """Set the name of an account, and its mobile number where one is typed; `remove_mobile` removes it.

    DomainError at the field that is wrong; Conflict where another account has the number or somebody was quicker.
    """
    rights.ADMINISTER.demand(actor)
    name, number = name_of(name), mobile_of(mobile) if clean(mobile) else None
    account = locked(account_id)
    number = number or (None if remove_mobile else account.mobile)
    stored = {"name": account.name, "mobile": account.mobile}
    before, after = audit.changes(stored, {"name": name, "mobile": number})
    if not after:
        return account
    if account.version != version:
        raise Conflict(
            _(
                "Someone else has just changed this account; its name is now %(name)s. Below is what you entered: "
                "saving again overwrites their change.",
                name=account.name,
            )
        )
    account.name, account.mobile = name, number
    flush_mobile()
    audit.record("account.corrected", "account", account.id, actor=actor, before=_logged(before), after=_logged(after))
    if "name" in after:
        renamed.send(None, account_id=account.id)
    return account


class SignIn(StrEnum):
    """What happened to the number that a contact signs in with when the contact's number changed."""

    SAME = "same"
    """There is nothing to say: no account, or the number is the account's already."""
    UPDATED = "updated"
    TAKEN = "taken"
    """Another account signs in with the new number."""
    NOT_UPDATED = "not_updated"


def update_sign_in_number(contact: Contact, new: str, *, actor: Actor) -> SignIn:
    """Sign in with the new number of a contact who signed in with the old one; call it before the change.

    An account with another number keeps it, and so does one whose contact has none any more, or one that is no mobile
    number: else somebody would be shut out. `new` is in E.164.
    """
    if contact.account_id is None or new == contact.mobile:
        return SignIn.SAME
    # The account before the contact, in which order `linking` locks them too.
    account = locked(contact.account_id)
    if account.mobile == new:
        return SignIn.SAME
    if (account.mobile or "") != contact.mobile or not _is_mobile(new):
        return SignIn.NOT_UPDATED
    if db.session.scalar(select(Account.id).where(Account.mobile == new)):
        return SignIn.TAKEN
    before, after = {"mobile": mask_phone(account.mobile)}, {"mobile": mask_phone(new), "contact": contact.id}
    account.mobile = new
    flush_mobile()
    audit.record("account.mobile_followed", "account", account.id, actor=actor, before=before, after=after)
    return SignIn.UPDATED


def _is_mobile(number: str) -> bool:
    try:
        return mobile_of(number) == number
    except DomainError:
        return False


def _logged(values: dict[str, str | None]) -> dict[str, str | None]:
    return {name: mask_phone(value) if name == "mobile" else value for name, value in values.items()}
