"""Where mail is handed over: the parts of an SMTP_URL."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs, quote, unquote, urlsplit

from .hosts import bracketed

NONE, STARTTLS, TLS = "none", "starttls", "tls"
"""How the line to it is protected."""
PORTS = {NONE: 25, STARTTLS: 587, TLS: 465}


@dataclass(frozen=True)
class MailServer:
    """A mail server, and how to sign in there."""

    host: str = ""
    """Empty: no mail is sent."""
    port: int = 0
    """0: the usual one."""
    security: str = STARTTLS
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, url: str) -> Self:
        """The server of `smtp://user:password@host:587?starttls` or `smtps://…`; ValueError where it names none."""
        if not url:
            return cls()
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.port == 0:
            raise ValueError("no mail server")
        starttls = "starttls" in parse_qs(parts.query, keep_blank_values=True)
        security = TLS if parts.scheme == "smtps" else STARTTLS if starttls else NONE
        port = parts.port or (465 if security == TLS else 25)
        return cls(parts.hostname, port, security, unquote(parts.username or ""), unquote(parts.password or ""))

    @property
    def url(self) -> str:
        """The same as an SMTP_URL."""
        if not self.host:
            return ""
        scheme, ending = "smtps" if self.security == TLS else "smtp", "?starttls" * (self.security == STARTTLS)
        known = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.user else ""
        return f"{scheme}://{known}{bracketed(self.host)}:{self.port or PORTS[self.security]}{ending}"
