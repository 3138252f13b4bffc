"""Finds what a case began from elsewhere in the product, a notice for example; the address names it `notice-12`."""

from .. import registry
from ..registry.finds import Begun
from ..rights import Actor


def found(actor: Actor, words: str) -> Begun | None:
    """What an address or a case names as `notice-12`; none where it isn't there for this person."""
    kind, _dash, number = words.partition("-")
    subject = registry.subjects().get(kind)
    if subject is None or subject.begun is None or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return subject.begun(actor, int(number))
