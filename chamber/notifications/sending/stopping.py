"""The link in a mail that stops such mail without signing in (RFC 8058)."""

from collections.abc import Iterable

from ... import registry
from ...messages import Topic
from ...secrecy.sealing import opened, sealed

PURPOSE = "stopping mail"


def path(account_id: int, topics: Iterable[str]) -> str:
    """The address of the page that stops mail about these topics for this account; nobody else can make it."""
    return f"/notifications/stop/{sealed(' '.join([str(account_id), *sorted(topics)]), PURPOSE)}"


def read(token: str) -> tuple[int, list[Topic]] | None:
    """The account and topics that a link was made for; None where it was not made here."""
    account, *names = opened(token, PURPOSE).split()[:20] or [""]
    if not account.isdecimal():
        return None
    return int(account), [topic for name in names if (topic := registry.topics().get(name))]
