"""Public links: an address with a secret that opens one thing without an account, until it is closed."""

import secrets

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class PubliclyLinked:
    """The column of what can have a public link."""

    public_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    """Secret of the public link; None: no link."""

    def switch_link(self, is_on: bool) -> bool:
        """Make a link, or remove it for ever: a later one has another secret. Whether anything changed."""
        if is_on == (self.public_token is not None):
            return False
        self.public_token = secrets.token_urlsafe(24) if is_on else None
        return True
