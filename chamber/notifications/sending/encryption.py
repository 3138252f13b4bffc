"""Encrypting stored secrets (of bots) with the server's key, so that the database alone reveals none."""

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


def _cipher(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


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
    return hmac.new(_key(f"fingerprint of {purpose}"), text.encode(), "sha256").hexdigest()
