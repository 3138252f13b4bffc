"""Who is notified of an account: the person itself."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..extensions import db
from ..messages import Happened, Shown, Source, To, Topic
from ..rights import Actor, Role
from .models import Account

OWN_ACCOUNT = Topic("account", _l("My account and background jobs"), concerns=Role, stands_for=_l("[result]"))


def recipients(happened: Happened, _to: To) -> list[int]:
    """The account; a link, or guessing, is news only to who has a password already."""
    account = db.session.get(Account, happened.subject_id)
    needs_password = happened.act in ("invitation.issued", "account.guessed")
    return [] if needs_password and account is not None and not account.password_hash else [happened.subject_id]


def can_see(account_id: int, _to: To, subject_id: int) -> bool:
    """Only the person itself."""
    return account_id == subject_id


def shown(actor: Actor, account_ids: Sequence[int]) -> dict[int, Shown]:
    """The person's own page."""
    return {one: Shown(_("My account"), "accounts.account") for one in account_ids if one == actor.account_id}


SOURCE = Source(recipients, shown, can_see)
