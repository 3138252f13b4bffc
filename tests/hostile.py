"""Requests as a hostile program makes them: drawn by Hypothesis around what our own pages send."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from urllib.parse import quote

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.wrong import DAYS, MOMENTS, NUMBERS, PLACES, TEXTS

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


def _values() -> st.SearchStrategy[str]:
    """Mostly what is known to hurt."""
    return st.sampled_from(VALUES) | st.text(st.characters(), max_size=30)


def _placed(values: st.SearchStrategy[str | None], most: int) -> st.SearchStrategy[list[tuple[int, str | None]]]:
    """Values with the place of a name, whatever names an address has."""
    return st.lists(st.tuples(st.integers(0, 2**16), values), min_size=1, max_size=most)


def _header() -> st.SearchStrategy[tuple[str, str]]:
    return st.sampled_from(sorted(HEADERS)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(HEADERS[name]))
    )


Drawn = tuple[Hostile, list[tuple[int, str | None]], list[tuple[int, str | None]]]
POOL = 1500
"""So many are drawn: to begin anew for each address takes Hypothesis longer than the application takes to answer."""


@cache
def _pool() -> list[Drawn]:
    """Requests without the names of arguments and fields, the same in each run."""
    found: list[Drawn] = []
    broken = st.lists(st.sampled_from(BROKEN), max_size=2).map("".join)
    request = st.builds(
        Hostile,
        query=broken,
        headers=st.lists(_header(), max_size=3).map(dict),
        cookie=st.none() | st.none() | st.none() | st.none() | st.sampled_from(COOKIES),
        replaces=st.booleans(),
        tail=broken,
        file=st.none() | st.sampled_from(FILES),
    )
    changed = st.none() | _values() | _values() | _values()

    @seed(1)
    @settings(max_examples=POOL, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(st.tuples(request, _placed(_values(), 4), _placed(changed, 6)))
    def draw(one: Drawn) -> None:
        found.append(one)

    draw()
    return found


def hostile(dice: Random, arguments: Sequence[str], fields: Sequence[str]) -> Hostile:
    """One of those that were drawn, around these names of query arguments and form fields."""
    request, queried, sent = dice.choice(_pool())
    names, own = [*arguments, "x", "q[]", "\0", "__class__"], [*fields, "x"]
    turn = dice.randrange(2**16)
    pairs = [encoded(names[(place + turn) % len(names)], value or "") for place, value in queried]
    return replace(
        request,
        query="&".join([*pairs, request.query] if request.query else pairs),
        fields=[(own[(place + turn) % len(own)], value) for place, value in sent],
    )
