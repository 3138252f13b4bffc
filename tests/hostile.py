"""Requests as a hostile program makes them: drawn by dice around what our own pages send.

Not by Hypothesis: for one request to each of a thousand addresses it takes longer than the application does to answer,
and the first that it draws is always the plainest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar
from urllib.parse import quote

from tests.wrong import DAYS, MOMENTS, NUMBERS, PLACES, TEXTS

T = TypeVar("T")
VALUES = (
    *dict.fromkeys((*TEXTS, *NUMBERS, *DAYS, *MOMENTS, *PLACES)),
    *("x\udfffy", "\r\n\r\n", "%", "%s", "%(x)s", "{{7*7}}", "[]", "[1]", '{"a":', "true", "None", "a.b.c", "A" * 90),
    *("1e400", "-" + "9" * 401, str(-(2**63) - 1), "NaN", "Infinity", "0x10", "1_000", "²", "1.5", " 7 "),
    *("2026-13-45", "0000-00-00", "10000-01-01", "-2026-01-01", "2026-W53-7", "2026-01-01T00:00+99:99", "00:60"),
)
"""Beside what `tests.wrong` tries in each field alone."""
HEADERS = {
    "Referer": ("http://[::1", "http://[", "//[x]", "javascript:alert(1)", "http://localhost/\xff?\xfe", "x" * 5000),
    "Accept-Language": ("zz-ZZ;q=x", "*;q=nan", ",,;;==", "zh;q=1e999", "zh-" * 900, "\xff", ""),
    "Accept": ("*/*;q=-1", "text/html;q=1e999", "application/json", "a/b/c;;", "\xff"),
    "Accept-Encoding": ("gzip;q=nan", "br, gzip, \xff", "*;q=0"),
    "HX-Request": ("true", "false", "\xff"),
    "HX-Request-Type": ("partial", "full", "\xff"),
    "HX-Target": ("#main", "\"';{}", "\xff" * 50),
    "HX-Trigger": ("x", "\xff"),
    "HX-Current-URL": ("http://[", "\xff", "http://localhost/?q=%zz"),
    "HX-History-Restore-Request": ("true",),
    "HX-Boosted": ("true",),
    "Host": ("evil.example", "[::1", "localhost:99999", "localhost:x", "\xff", "a b", "xn--\xff", ""),
    "X-Forwarded-For": ("\xff", "1,2,3", "x" * 500, ""),
    "X-Forwarded-Host": ("[::1", "evil.example, \xff"),
    "X-Forwarded-Proto": ("https", "\xff"),
    "If-None-Match": ("*", 'W/"', "\xff"),
    "If-Modified-Since": ("x", "Mon, 99 Foo 99999 99:99:99 GMT", "Thu, 01 Jan 1970 00:00:00 -9999"),
    "If-Range": ("x", '"'),
    "Range": ("bytes=9-1", "bytes=-", "items=0-1", "bytes=0-0,2-9", "bytes=" + "9" * 400 + "-", "\xff"),
    "User-Agent": ("", "\xff" * 300, "x" * 5000, "Mozilla/\0"),
    "Authorization": ("Basic !!", "Basic /w==", "Bearer \xff", "Digest x"),
    "Origin": ("null", "http://[", "\xff"),
    "Content-Type": (
        *("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "\xff", ""),
        *("multipart/form-data; boundary=\xff", "application/x-www-form-urlencoded; charset=utf-16", "a/b; charset=zz"),
    ),
    "X-CSRFToken": ("", "\xff", "x" * 500),
}
COOKIES = (
    *("chamber=", "chamber=a.b.c", "chamber=.eJw.x.y", 'chamber="', "=;;=;", "\xff=\xfe", "chamber=\xff", "x" * 4000),
    *("chamber-device=", "chamber-device=....", "chamber-device=\xff.AAAA", "chamber-device=" + "A" * 900, "lang=zz"),
)
BROKEN = ("%", "%zz", "%00", "%ED%A0%80", "%FF%FE", "%u4e2d", "+", "&&==&", ";", "#", "[]", "%5B0%5D")
FILES = (
    ("../../x\0.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
    ("", b""),
    ("名" * 300 + ".xlsx", b"PK\3\4"),
    ("a.csv", b"\xff\xfe"),
)


@dataclass(frozen=True)
class Hostile:
    """What is sent beside the address and method."""

    query: str
    headers: dict[str, str]
    cookie: str | None
    """None: the good one alone."""
    replaces: bool
    """Whether the broken cookie comes instead of the good one, or before it."""
    fields: list[tuple[str, str | None]] = field(default_factory=list)
    """Fields with other values than the good ones; one that is there twice is sent twice, None is left out."""
    tail: str = ""
    """Broken percent signs at the end of the body."""
    file: tuple[str, bytes] | None = None


def encoded(name: str, value: str) -> str:
    """A pair as it stands in a query or a body; what cannot be text at all is sent too."""
    return "=".join(quote(one.encode("utf-8", "surrogatepass"), safe="") for one in (name, value))


SIGNS = (range(0x20), range(0x20, 0x7F), range(0x7F, 0x100), range(0x100, 0x10000), range(0x10000, 0x110000))
"""Controls, ASCII, Latin, and all else that Python takes for a character, lone surrogates among it."""


def value(dice: Random) -> str:
    """What is known to hurt, or any text at all."""
    if dice.random() < 0.5:
        return dice.choice(VALUES)
    return "".join(chr(dice.choice(dice.choice(SIGNS))) for _sign in range(dice.randint(0, 30)))


def _some(dice: Random, least: int, most: int, one: Callable[[], T]) -> list[T]:
    return [one() for _one in range(dice.randint(least, most))]


def _broken(dice: Random) -> str:
    return "".join(_some(dice, 0, 2, lambda: dice.choice(BROKEN)))


def _query(dice: Random, names: Sequence[str]) -> str:
    pairs = _some(dice, 1, 4, lambda: encoded(dice.choice([*names, "x", "q[]", "\0", "__class__"]), value(dice)))
    return "&".join([*pairs, tail] if (tail := _broken(dice)) else pairs)


def _header(dice: Random) -> tuple[str, str]:
    name = dice.choice(sorted(HEADERS))
    return name, dice.choice(HEADERS[name])


def hostile(dice: Random, arguments: Sequence[str], fields: Sequence[str]) -> Hostile:
    """A request around these names of query arguments and form fields."""
    return Hostile(
        query=_query(dice, arguments),
        headers=dict(_some(dice, 0, 3, lambda: _header(dice))),
        cookie=dice.choice(COOKIES) if dice.random() < 0.2 else None,
        replaces=dice.random() < 0.5,
        fields=_some(dice, 1, 6, lambda: (dice.choice([*fields, "x"]), value(dice) if dice.random() < 0.75 else None)),
        tail=_broken(dice),
        file=dice.choice(FILES) if dice.random() < 0.5 else None,
    )
