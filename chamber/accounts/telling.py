"""Who is notified of an account: the person itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..extensions import db
from ..members.models import Contact, Member
from ..messages import Happened, Outside, Shown, Source, To, Topic
from ..rights import Actor, Role
from .models import Account

OWN_ACCOUNT = Topic("account", _l("My account and background jobs"), concerns=Role, stands_for=_l("[details]"))


def recipients(happened: Happened, _to: To) -> list[int]:
    """The account; a link, or guessing, is news only to who has a password already."""
    account = db.session.get(Account, happened.subject_id)
    needs_password = happened.act in ("invitation.issued", "account.guessed")
    return [] if needs_password and account is not None and not account.password_hash else [happened.subject_id]


def can_see(account_id: int, _to: To, subject_id: int) -> bool:
    """Only the person itself."""
    return account_id == subject_id


def shown(actor: Actor, account_ids: Sequence[int]) -> dict[int, Shown]:
    """The person's own page; a message that kept no firm sends its reader there."""
    return {one: Shown(_("see My account"), "accounts.account") for one in account_ids if one == actor.account_id}


def outside(_subject_id: int) -> Outside:
    """What concerns one's own account may be said in a mail: the acts that are told keep to the account itself."""
    return Outside(_("see My account"), "/account")


def kept(happened: Happened) -> Mapping[str, Any]:
    """The firm that the account was linked to."""
    contact_id = happened.facts.get("contact")
    name = select(Member.name).join(Contact, Contact.member_id == Member.id).where(Contact.id == contact_id)
    firm = db.session.scalar(name) if happened.act == "account.linked" else None
    return {"firm": firm} if firm else {}


def recalled(said: Mapping[str, Any]) -> str:
    """The firm, as it was called that day."""
    return str(said["firm"])


SOURCE = Source(recipients, shown, can_see, outside=outside, kept=kept, recalled=recalled)
