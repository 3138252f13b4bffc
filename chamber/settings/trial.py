"""A mail to the administrator, to see whether the mail server takes it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from ..accounts import mailing
from ..accounts.models import Account
from ..audit import services as audit
from ..config import settings
from ..errors import DomainError
from ..extensions import reading
from ..notifications.sending import mail
from ..notifications.sending.dispatch import PermanentFailure, TemporaryFailure
from ..notifications.sending.reasons import Reason, mail_reason_of
from ..rights import Actor
from . import rights

MOST_SECONDS = 7
"""For each step of the dialogue: somebody waits for the answer."""


@dataclass(frozen=True)
class Outcome:
    """How it went."""

    address: str
    reason: Reason | None
    """Why the mail server did not take it; None where it did."""


def own_address(*, actor: Actor) -> str:
    """Where a test goes; empty where the administrator has given no address."""
    rights.EDIT.demand(actor)
    return mailing.addresses(Account.id == actor.account_id).get(actor.account_id, "")


def send_test(*, actor: Actor) -> Outcome:
    """Send a mail to the administrator now, by what is saved; DomainError where there is nothing to send it by.

    The mail server may be slow: no lock is held meanwhile.
    """
    rights.EDIT.demand(actor)
    with reading():
        address = own_address(actor=actor)
    if not settings().smtp_url:
        raise DomainError(_("Please enter the mail server first."))
    if not mail.is_address(address):
        raise DomainError(_("Please enter your own e-mail address under Messages first."))
    error = ""
    try:
        mail.send(mail.compose_test(address), MOST_SECONDS)
    except (PermanentFailure, TemporaryFailure) as trouble:
        error = str(trouble)
    audit.record("settings.mail_tested", "settings", "mail", actor=actor, after={"arrived": not error})
    return Outcome(address, mail_reason_of(error) if error else None)
