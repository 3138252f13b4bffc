"""The requests of the bench: pages of the server, found by signing in there."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from chamber import clock
from scripts.bench.goals import CASE, EVENT, HOME, LIST, MANY, SEARCH
from scripts.bench.visitors import Visitor

SEARCHES = 20
"""Different words of a search line."""
DRAFTS = 8
"""Notices to all firms that are written, and published one after the other."""
OF_EIGHT = 400
"""Contacts whom eight register at once."""
DEEP = "lanzhouyuan~0"
"""Most names of the large demo come before it."""
ROLES = ("secretary", "handler", "leader", "president", "supervisor", "admin")
OFTEN, ONCE = "公司", "XQ"
"""In the words of every member, and of few cases."""


@dataclass(frozen=True)
class Line:
    """One line of the result: what is asked, in turn, and what it is held against."""

    name: str
    requests: list[str]
    goal: float = 0.0
    """The least share of the bare page by Core; a search is held against the bare one."""
    kind: str = "page"
    """`search`; `write` and `whole` (what looks through all rows) have limits of their own."""
    status: int = 200
    once: bool = False
    """Each request is sent once only: it changes something."""
    words: tuple[str, ...] = ()
    """What a search looks for."""


def links(page: str, pattern: str) -> list[str]:
    """The different addresses in a page that fit, in their order."""
    found = [unescape(address) for address in re.findall(r'href="([^"]+)"', page)]
    return list(dict.fromkeys(address for address in found if re.fullmatch(pattern, address)))


class Pages:
    """The lines for a server; members ask in turn for what they see, the few of the office for theirs."""

    def __init__(self, port: int, password: str, contacts: list[int], cookies: list[str]) -> None:
        self.port = port
        self.contacts, self.contacts_of_eight = contacts[OF_EIGHT:], contacts[:OF_EIGHT]
        self.staff = {role: Visitor(port).sign_in(role, password) for role in ROLES}
        self.secretary = self.staff["secretary"]
        self.members = [Visitor(port, cookie) for cookie in cookies]
        events = links(self.secretary.page("/events/"), r"/events/\d+")
        self.event, self.newest = events[0], max(events, key=lambda address: int(address.rpartition("/")[2]))
        self.notice, *self.written = drafts(self.secretary)
        self.secretary.post(f"{self.notice}/publish", {"csrf_token": self.secretary.token(self.notice)})

    def lines(self) -> list[Line]:
        """Every line."""
        return [*self._lists(), *self._single(), *self._searches(), *self._homes(), *self._writes()]

    def _by_office(self, name: str, paths: list[str], goal: float = 0.0, kind: str = "page") -> Line:
        return Line(name, [self.secretary.request("GET", path) for path in paths], goal, kind)

    def _by_all(self, name: str, path: str, goal: float = 0.0) -> Line:
        self.members[0].page(path)
        return Line(name, [one.request("GET", path) for one in self.members], goal)

    def _lists(self) -> list[Line]:
        deep = f"/members/?{urlencode({'after': DEEP})}"
        if not links(self.secretary.page(deep), r"/members/\d+"):
            raise LookupError("the deep page is empty")
        return [
            Line("sign-in page", [Visitor(self.port).request("GET", "/login")], LIST),
            self._by_office("members, first page", ["/members/"], LIST),
            self._by_office("members, deep page", [deep], LIST),
            self._by_all("events, list", "/events/", LIST),
            self._by_all("notices, list", "/notices/", LIST),
            self._by_office("cases, list", ["/cases/"], LIST),
            self._by_office("cases, what is open", ["/cases/?do=open"], LIST),
        ]

    def _single(self) -> list[Line]:
        members = links(self.secretary.page("/members/"), r"/members/\d+")
        cases = links(self.secretary.page("/cases/"), r"/cases/[A-Z]{2}-\d{4}-\w+")
        return [
            self._by_all("event page", self.event, EVENT),
            self._by_office("member page", members, CASE),
            self._by_office("case page", cases, CASE),
            self._by_office("cases, figures of a year", [f"/cases/figures?period={clock.today().year}"]),
            self._by_all("notice page", self.notice),
            self._by_all("bell", "/notifications/"),
            self._by_office("receipts of all", [f"{self.notice}/receipts"], kind="whole"),
        ]

    def _searches(self) -> list[Line]:
        few = tuple(names(self.secretary.page("/members/")))
        return [
            self._search("members, search", "/members/", few, SEARCH),
            self._search("members, pinyin", "/members/", tuple(pinyin_searches()), SEARCH),
            self._search("members, a word of all", "/members/", (OFTEN,), MANY),
            self._search("cases, search", "/cases/", ("劳务", "变压器", "消防", ONCE), SEARCH),
        ]

    def _search(self, name: str, path: str, words: tuple[str, ...], goal: float) -> Line:
        asked = [self.secretary.request("GET", f"{path}?{urlencode({'q': word})}") for word in words]
        return Line(name, asked, goal, "search", words=words)

    def _homes(self) -> list[Line]:
        homes = [Line(f"home, {role}", [one.request("GET", "/")], HOME) for role, one in self.staff.items()]
        return [self._by_all("home, member", "/", HOME), *homes]

    def _writes(self) -> list[Line]:
        seats = registrations(self.secretary, self.newest, self.contacts)
        notices = publications(self.secretary, self.written)
        return [
            Line("register (POST)", seats, kind="write", status=303, once=True),
            Line("publish to all (POST)", notices, kind="write", status=303, once=True),
        ]


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
