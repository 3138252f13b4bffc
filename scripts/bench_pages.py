"""The requests of `scripts/bench.py`: pages of the server, found by signing in there."""

import http.client
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

BARE = "/"
SEARCHES = 20
"""Different words of a search line."""
WORDS = ("劳务", "变压器", "消防", "XQ")
DRAFTS = 8
"""Notices to all firms that are written, and published one after the other."""
DEEP = "lanzhouyuan~0"
"""Most names of the large demo come before it."""
ROLES = ("secretary", "member", "handler", "leader", "president", "supervisor", "admin")


@dataclass(frozen=True)
class Line:
    """One line of the result: what is asked, in turn, and what kind of page it is."""

    name: str
    requests: list[str]
    kind: str = "page"
    """`list` is held against the bare page; `search` (what looks through all rows) and `write` have own limits."""
    status: int = 200
    once: bool = False
    """Each request is sent once only: it changes something."""


class Visitor:
    """Somebody with a cookie, on 127.0.0.1."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookie = ""

    def request(self, method: str, path: str, data: dict[str, str] | None = None) -> str:
        """A whole HTTP request as text, with this person's cookie."""
        body = urlencode(data) if data else ""
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", "Connection: keep-alive"]
        if self._cookie:
            head.append(f"Cookie: {self._cookie}")
        if data:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*head, "", body])

    def _ask(self, method: str, path: str, data: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Cookie": self._cookie} if self._cookie else {}
        if data:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(data) if data else None, headers)
        reply = connection.getresponse()
        for cookie in reply.headers.get_all("Set-Cookie", []):
            self._cookie = cookie.partition(";")[0]
        words = reply.read().decode()
        connection.close()
        return reply, words

    def get(self, path: str) -> bytes:
        """The first line of the answer and its words."""
        reply, words = self._ask("GET", path)
        return f"HTTP/1.1 {reply.status}\n{words}".encode()

    def page(self, path: str) -> str:
        """The words of a page; LookupError where it is not to be had."""
        reply, words = self._ask("GET", path)
        if reply.status != 200:
            raise LookupError(f"{path} answers {reply.status}")
        return words

    def token(self, path: str) -> str:
        """The CSRF token of a page's form."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.page(path))
        if not found:
            raise LookupError(f"{path} has no form")
        return found[1]

    def sign_in(self, username: str, password: str) -> "Visitor":
        """Begin a session."""
        data = {"csrf_token": self.token("/login"), "username": username, "password": password}
        self.post("/login", data)
        return self

    def post(self, path: str, data: dict[str, str]) -> str:
        """Send a form; where its answer leads. LookupError where it is refused."""
        reply, _words = self._ask("POST", path, data)
        if reply.status not in (302, 303):
            raise LookupError(f"{path} answers {reply.status}")
        return urlsplit(reply.headers["Location"]).path


def links(page: str, pattern: str) -> list[str]:
    """The different addresses in a page that fit, in their order."""
    found = [unescape(address) for address in re.findall(r'href="([^"]+)"', page)]
    return list(dict.fromkeys(address for address in found if re.fullmatch(pattern, address)))


def lines(port: int, password: str, contacts: list[int]) -> list[Line]:
    """Every line, for the server at this port; `contacts` can be registered."""
    secretary = Visitor(port).sign_in("secretary", password)
    signed_out = Visitor(port)

    def ask(name: str, paths: list[str], kind: str = "page") -> Line:
        return Line(name, [secretary.request("GET", path) for path in paths], kind)

    deep = f"/members/?{urlencode({'after': DEEP})}"
    members, events = secretary.page("/members/"), secretary.page("/events/")
    case_list = secretary.page("/cases/")
    if not links(secretary.page(deep), r"/members/\d+"):
        raise LookupError("the deep page is empty")
    event = links(events, r"/events/\d+")
    newest = max(event, key=lambda address: int(address.rpartition("/")[2]))
    notice = links(secretary.page("/notices/"), r"/notices/\d+")[:1]
    written = drafts(secretary)
    cases = links(case_list, r"/cases/[A-Z]{2}-\d{4}-\w+")
    found = [
        Line("sign-in page", [signed_out.request("GET", "/login")]),
        ask("members, first page", ["/members/"], "list"),
        ask("members, deep page", [deep], "list"),
        ask("members, search", [f"/members/?{urlencode({'q': word})}" for word in names(members)], "search"),
        ask("members, pinyin", [f"/members/?q={word}" for word in pinyin_searches()], "search"),
        ask("member page", links(members, r"/members/\d+")),
        ask("events, list", ["/events/"], "list"),
        ask("event page", event[:1]),
        Line("register (POST)", registrations(secretary, newest, contacts), "write", 303, True),
        ask("notices, list", ["/notices/"], "list"),
        ask("notice page", notice),
        Line("publish to all (POST)", publications(secretary, written), "write", 303, True),
        ask("receipts of all", [f"{written[0]}/receipts"], "search"),
        ask("bell", ["/notifications/"]),
        ask("cases, list", ["/cases/"], "list"),
        ask(
            "cases, search",
            [f"/cases/?{urlencode({'q': word})}" for word in ("劳务", "变压器", "消防", "XQ")],
            "search",
        ),
        ask("case page", cases),
    ]
    for role in ROLES:
        visitor = Visitor(port).sign_in(role, password)
        found.append(Line(f"home, {role}", [visitor.request("GET", "/")]))
    return found


def names(page: str) -> list[str]:
    """Parts of names that stand on a list, to search for."""
    found = re.findall(r"澜州(\w{2,4})", page)
    return list(dict.fromkeys(found))[:SEARCHES]


def pinyin_searches() -> list[str]:
    """Pinyin and initials as people type them, ever more letters."""
    return [word[:end] for word in ("mingche", "jiqi", "ruanjian", "zcjs", "lzhq") for end in range(2, len(word) + 1)]


def registrations(secretary: Visitor, event: str, contacts: list[int]) -> list[str]:
    """One request for each contact, by the secretariat."""
    token = secretary.token(event)
    return [
        secretary.request("POST", f"{event}/register", {"csrf_token": token, "contact_id": str(number)})
        for number in contacts
    ]


def drafts(secretary: Visitor) -> list[str]:
    """The addresses of new notices to all firms, not published yet."""
    typed = {"body": "请各会员企业**周五**前确认。", "kind": "notice", "receipt": "confirmed", "whom": "all"}
    token = {"csrf_token": secretary.token("/notices/new")}
    return [
        secretary.post("/notices/new", {**token, **typed, "title": f"测速通知第 {number} 号"})
        for number in range(1, DRAFTS + 1)
    ]


def publications(secretary: Visitor, written: list[str]) -> list[str]:
    """One request for each draft."""
    token = {"csrf_token": secretary.token(written[0])}
    return [secretary.request("POST", f"{address}/publish", token) for address in written]
