"""Secrets of others that this server must be able to read again, kept so that the database alone betrays none."""

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def _key(purpose: str) -> bytes:
    # One of its own for each purpose: what signs cookies encrypts nothing, and a secret put elsewhere opens nothing.
    key: str = current_app.config["SECRET_KEY"]
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"chamber {purpose}".encode()).derive(key.encode())


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def seal(text: str, purpose: str) -> str:
    """The text, encrypted with the key of this server."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str | None:
    """The text again; None where it was sealed with another key or for another purpose, or is no sealed text."""
    try:
        return _box(purpose).decrypt(sealed).decode()
    except InvalidToken:
        return None


def fingerprint(text: str, purpose: str) -> str:
    """By this two secrets are told to be the same, by whoever has the key of this server."""
    return hmac.new(_key(f"fingerprint of {purpose}"), text.encode(), "sha256").hexdigest()
