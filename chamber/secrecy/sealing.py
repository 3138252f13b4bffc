"""Numbers and places that pages carry, sealed: nobody reads off them how many rows came between two days."""

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from .encryption import own_key

NUMBER_BYTES = 8
"""All numbers are as long: else the key would grow with the table."""


def _cipher() -> AESSIV:
    # Without chance in it: the same thing has the same key, which caches, bookmarks and the back button rely on.
    return AESSIV(own_key("sealing", 64))


def _seal(content: bytes, about: tuple[str, ...]) -> str:
    bound_to = [one.encode() for one in about]
    closed = _cipher().encrypt(content, bound_to)
    return base64.urlsafe_b64encode(closed).decode().rstrip("=")


def _open(text: str, about: tuple[str, ...]) -> bytes | None:
    bound_to = [one.encode() for one in about]
    try:
        closed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return _cipher().decrypt(closed, bound_to)
    except (binascii.Error, InvalidTag, ValueError):
        return None


def sealed(text: str, *about: str) -> str:
    """A text, sealed for use in an address or a form; it opens only with the same `about`."""
    return _seal(text.encode(), about)


def opened(text: str, *about: str) -> str:
    """The text again; empty where it was not sealed here for this."""
    return (_open(text, about) or b"").decode()


def sealed_number(number: int, *about: str) -> str:
    """The number of a row, sealed as `sealed` does; all are of one length."""
    return _seal(number.to_bytes(NUMBER_BYTES), about)


def opened_number(text: str, *about: str) -> int:
    """The number again; 0, which no row has, where it was not sealed here for this."""
    return int.from_bytes(_open(text, about) or b"")
