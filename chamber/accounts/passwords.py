"""Password hashes and what counts as a good enough password."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from flask import current_app
from flask_babel import gettext as _

from ..errors import DomainError

MIN_LENGTH, MAX_LENGTH = 8, 200
_COMMON = frozenset(
    {
        *("12345678", "123456789", "1234567890", "87654321", "11111111", "00000000", "88888888", "66666666"),
        *("password", "password1", "qwertyui", "qwerty123", "1qaz2wsx", "abc12345", "abcd1234", "a1234567"),
        *("a12345678", "iloveyou", "woaini1314", "5201314520", "admin123", "admin888", "zxcvbnm123", "asdfghjkl"),
        *("123123123", "11223344", "147258369", "chamber123"),
    }
)


@cache
def _hasher(cheap: bool) -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if cheap else PasswordHasher(2, 19456, 1)


def _current() -> PasswordHasher:
    return _hasher(bool(current_app.config["TESTING"]))


@cache
def _dummy_hash(cheap: bool) -> str:
    return _hasher(cheap).hash("nobody has this password")


def _normalized(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The argon2id hash of a password; slow on purpose, so call it outside a writing transaction."""
    return _current().hash(_normalized(password))


def verify(password_hash: str, password: str) -> bool:
    """Whether the password fits; takes as long for an account that does not exist (empty hash)."""
    known = password_hash or _dummy_hash(bool(current_app.config["TESTING"]))
    try:
        _current().verify(known, _normalized(password)[:MAX_LENGTH])
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def check(password: str, *own_names: str) -> str:
    """The password if it is good enough; DomainError with what to do otherwise.

    `own_names`: the person's name, user name and number, which are no passwords.
    """
    normal = _normalized(password)
    if not MIN_LENGTH <= len(normal) <= MAX_LENGTH:
        raise DomainError(_("Please choose a password of at least 8 characters."), field="password")
    if normal.lower() in _COMMON or len(set(normal)) < 3:
        raise DomainError(_("This password is too easy to guess. Please choose a less common one."), field="password")
    if normal.lower() in {one.lower() for one in own_names} - {""}:
        raise DomainError(_("The password must not be your name, user name or mobile number."), field="password")
    return password
