"""Why a message could not be sent, in sentences for the page, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from ..models import BotMessage, Delivery
from . import mail
from .webhooks import Trouble

_TRIED_AGAIN = _l("Messages are retried automatically for 24 hours, tests are not; those that failed are listed below.")
REASONS = {
    Trouble.UNKNOWN: (
        _l("The service does not know this bot: its address is wrong, or it was removed from the group."),
        _l("Make or look up the bot in the group, and enter its present address under “Change”. Then send again."),
    ),
    Trouble.GUARDED: (
        _l("The security settings of the bot refuse the message."),
        _l(
            "In the group, set the chamber's name as the bot's keyword, or enter its signing secret under "
            "“Change”. Then send again."
        ),
    ),
    Trouble.UNREADABLE: (
        _l("The address cannot be read any more: the key of this server (SECRET_KEY) was changed."),
        _l("Enter the bot's address again under “Change”. Then send again."),
    ),
    Trouble.BUSY: (_l("The group gets too many messages in a short time."), _TRIED_AGAIN),
    Trouble.BROKEN: (_l("The service did not accept the message."), _TRIED_AGAIN),
    Trouble.SILENT: (
        _l("The service did not answer; the message may still have arrived."),
        _TRIED_AGAIN,
    ),
    Trouble.UNREACHABLE: (
        _l("The service cannot be reached from this server."),
        _l(
            "Messages are retried automatically for 24 hours, tests are not. If the problem remains, ask whoever "
            "runs the server: it must reach the internet, or a gateway (BOT_GATEWAY)."
        ),
    ),
}


_MAIL_TRIED_AGAIN = _l(
    "It is retried automatically for 24 hours. "
    "After that, send it again once whoever runs the server has fixed the problem."
)
MAIL_REASONS = {
    mail.Trouble.ADDRESS: (
        _l("The recipient's mail server does not know this address."),
        _l("Correct the address in the contact or account, then send again."),
    ),
    mail.Trouble.SIGN_IN: (
        _l("The mail server does not let this system sign in."),
        _l("Ask the administrator to correct user name and password of the mail server (Settings), then send again."),
    ),
    mail.Trouble.UNKNOWN: (
        _l("There is no mail server of this name."),
        _l("Ask the administrator to correct the name of the mail server (Settings), then send again."),
    ),
    mail.Trouble.UNENCRYPTED: (
        _l("No encrypted connection to the mail server could be made."),
        _l("Ask the administrator to look at encryption and port of the mail server (Settings), then send again."),
    ),
    mail.Trouble.SILENT: (_l("The mail server does not answer."), _MAIL_TRIED_AGAIN),
    mail.Trouble.UNREACHABLE: (_l("The mail server cannot be reached."), _MAIL_TRIED_AGAIN),
    mail.Trouble.BUSY: (_l("The mail server takes no messages at the moment."), _MAIL_TRIED_AGAIN),
    mail.Trouble.REFUSED: (_l("The mail server refuses the message."), _MAIL_TRIED_AGAIN),
    mail.Trouble.BROKEN: (_l("The connection to the mail server was lost."), _MAIL_TRIED_AGAIN),
}


@dataclass(frozen=True)
class Reason:
    """Why something did not get through, in plain words."""

    what: str
    todo: str
    detail: str
    """The service's own message, with its error number; empty where it said nothing."""


def reason_of(error: str) -> Reason:
    """What an error of a bot means."""
    return _reason(error, REASONS, Trouble.BROKEN)


def mail_reason_of(error: str) -> Reason:
    """What an error of mail means."""
    return _reason(error, MAIL_REASONS, mail.Trouble.BROKEN)


def _reason(error: str, reasons: Mapping[Any, tuple[Any, Any]], unknown: StrEnum) -> Reason:
    word, _space, detail = error.partition(" ")
    what, todo = reasons.get(word, reasons[unknown])
    return Reason(str(what), str(todo), detail if word in reasons else error)


@dataclass(frozen=True)
class Failure:
    """A message that failed, as the person who may send it again sees it."""

    id: int
    to: str
    """The person, or the group."""
    about: str
    """Its text or topic; empty where the reader may not know it or the subject is gone."""
    tried_at: datetime
    tries: int
    reason: Reason
    uncertain: bool
    can_resend: bool

    @classmethod
    def of(
        cls, row: Delivery | BotMessage, to: str, about: str, reason: Reason, *, can_resend: bool = True
    ) -> "Failure":
        """From a row of what goes out."""
        tried_at = row.claimed_at or row.due_at
        return cls(row.id, to, about, tried_at, row.attempts, reason, row.uncertain, can_resend)
