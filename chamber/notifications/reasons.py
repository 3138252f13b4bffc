"""Why a bot's message did not get through, in plain words, and what to do."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from .webhooks import Trouble

_TRIED_AGAIN = _l(
    "Messages are tried again by themselves for 24 hours, a test is not; what failed in the end stands below."
)
REASONS = {
    Trouble.UNKNOWN: (
        _l("The service knows no such bot: its address is wrong, or it was taken out of the group."),
        _l("Make or look up the bot in the group, and enter its present address under “Change”. Then send again."),
    ),
    Trouble.GUARDED: (
        _l("The security settings of the bot refuse the message."),
        _l(
            "In the group, let the bot accept the chamber's name as its keyword, or enter its signing secret under "
            "“Change”. Then send again."
        ),
    ),
    Trouble.UNREADABLE: (
        _l("The address cannot be read any more: the key of this server (SECRET_KEY) was changed."),
        _l("Enter the bot's address again under “Change”. Then send again."),
    ),
    Trouble.BUSY: (_l("The group gets too many messages in a short time."), _TRIED_AGAIN),
    Trouble.BROKEN: (_l("The service did not take the message."), _TRIED_AGAIN),
    Trouble.SILENT: (
        _l("The service did not answer; the message may have arrived nevertheless."),
        _TRIED_AGAIN,
    ),
    Trouble.UNREACHABLE: (
        _l("The service cannot be reached from this server."),
        _l(
            "Messages are tried again by themselves for 24 hours, a test is not. If it stays so, ask who looks after "
            "the server: it must reach the internet, or a gateway (BOT_GATEWAY)."
        ),
    ),
}


@dataclass(frozen=True)
class Reason:
    """Why something did not get through, in plain words."""

    what: str
    todo: str
    said: str
    """The service's own words, with its number; empty where it said nothing."""


def reason_of(error: str) -> Reason:
    """What an error of a bot means."""
    word, _space, said = error.partition(" ")
    trouble = Trouble(word) if word in set(Trouble) else Trouble.BROKEN
    what, todo = REASONS[trouble]
    return Reason(str(what), str(todo), said if word == trouble else error)
