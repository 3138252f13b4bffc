"""Names and addresses of machines: this one, and the one that members know."""

import re
import socket
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Self
from urllib.parse import urlsplit

_HOST = re.compile(r"[^\s@?#\\]+")
"""A host and perhaps a port, without a user name."""


class Networks(tuple[IPv4Network | IPv6Network, ...]):
    """Addresses and networks, of a text with blanks or commas between them; ValueError where one is none."""

    def __new__(cls, text: str = "") -> Self:
        """Read them."""
        return super().__new__(cls, map(ip_network, text.replace(",", " ").split()))

    def __str__(self) -> str:
        """As they are typed: a single address without the length of its network."""
        return ", ".join(str(one).removesuffix(f"/{one.max_prefixlen}") for one in self)


NOBODY = Networks()


def public_address(text: str) -> str:
    """An address that links begin with, in one spelling: cookies, links and headers ask what it begins with.

    ValueError where it has no scheme of the web or no host, or more than these and a port.
    """
    parts = urlsplit(text.rstrip("/"))
    fits = parts.hostname and _HOST.fullmatch(parts.netloc) and parts.port != 0
    if not fits or parts.scheme not in ("http", "https") or parts.path or parts.query or parts.fragment:
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def bracketed(host: str) -> str:
    """A host as it stands before a colon and a port: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def own_address() -> str:
    """This machine's address in its network, else its name: what others open where HOST means everywhere."""
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            # A datagram socket sends nothing when it connects; the system only chooses the way out.
            probe.connect((elsewhere, 9))
            return str(probe.getsockname()[0])
    return socket.gethostname()
