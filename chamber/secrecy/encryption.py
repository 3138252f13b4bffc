"""The keys of this server, and encrypting stored secrets (of bots, of mail): the database alone reveals none."""

import base64
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def own_key(purpose: str, length: int = 32) -> bytes:
    """A key of this server for one purpose: what signs cookies encrypts nothing, what one opens no other does."""
    return _derived(current_app.config["SECRET_KEY"], purpose, length)


@lru_cache(maxsize=64)
def _derived(key: str, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"chamber {purpose}".encode()).derive(key.encode())


def _cipher(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(own_key(purpose)))


def encrypt(text: str, purpose: str) -> str:
    """The text, encrypted with the key of this server."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def decrypt(encrypted: str, purpose: str) -> str | None:
    """The text again; None where it was encrypted with another key or for another purpose, or is no encrypted text."""
    try:
        return _cipher(purpose).decrypt(encrypted).decode()
    except InvalidToken:
        return None


def fingerprint(text: str, purpose: str) -> str:
    """A keyed hash by which two equal secrets are recognised."""
    return hmac.new(own_key(f"fingerprint of {purpose}"), text.encode(), "sha256").hexdigest()
