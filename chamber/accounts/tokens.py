"""Secret tokens of sessions, invitations and set-up links; only their hashes are stored."""

import hashlib
import secrets
from datetime import timedelta

SESSION_LIFE = timedelta(days=14)


def new_token() -> str:
    """A fresh secret for a cookie or an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """The hash that is stored of a secret token."""
    return hashlib.sha256(token.encode()).hexdigest()
