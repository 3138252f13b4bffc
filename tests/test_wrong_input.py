"""Whatever is sent: a sentence that a person understands, nothing changed, what was typed still there; never a 500."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from flask import Flask

from chamber.accounts.models import AccountSession
from chamber.cases.words import Kind
from chamber.config import ROOT
from chamber.events.models import Registration
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.rights import Role
from tests.asked import asked_for
from tests.client import Answer, Client
from tests.committed import beside_readings, committed
from tests.factories.accounts import Cast, make_account
from tests.factories.states import cases_in_every_state
from tests.factories.world import World
from tests.page import Page
from tests.routes import LETTERS, asks
from tests.wrong import (
    DAYS,
    LONG,
    MIXED,
    NUMBERS,
    PLACES,
    SCRIPT,
    TEXTS,
    Trial,
    nothing_kept,
    query,
    send,
    trials,
    worth_trying,
)

pytestmark = pytest.mark.thorough
ACT_PAGE = re.compile(r"/cases/\w\w-2026-\w+(/[\w-]+)$")
LINE = 400
"""Characters of each part where all come at once: the server takes no first line of more than 4,094."""
PEOPLE = [name for name in LETTERS if name not in ("colleague", "other_handler", "rival")]


NOT_FILLED_BLINDLY = {
    "/show": "fewer than three firms have the common problem of the world",
    "/standing/text": "the text in force stands in it, and is refused",
    "/cases/open-again": "nobody guesses a receipt code",
    "/account/take-over": "nobody guesses the password of another account of their own",
    "/change-helpers": "what is offered last may be helping already",
    "/change-task-force": "who is offered sits in it already",
    "/add-respondent": "the last of the kinds is the supervisor, and then nobody is left to run the case",
}
"""Forms whose good values stand on no page, and why; wrong values are tried in them as everywhere."""


def beside_the_log(changed: set[str]) -> set[str]:
    """The tables but the log's, in which pages that only show something may note that."""
    return {table for table in changed if not table.startswith("audit_")}


def pages_of(app: Flask, world: World, name: str) -> list[str]:
    """The addresses that let this person in to look."""
    return list(dict.fromkeys(ask.address for ask in asks(app, world, name) if ask.method == "GET" and not ask.status))


def one_act_page_each(addresses: list[str]) -> list[str]:
    """These addresses, the page of each act on a case only once."""
    return list({ACT_PAGE.sub(r"\1", address): address for address in addresses}.values())


def arguments_read() -> set[str]:
    """The names of query arguments that the sources read."""
    read = re.compile(r'\bargs(?:\.get\(|\[)"(\w+)"|arguments\(\)\.get\("(\w+)"')
    sources = (ROOT / "chamber").rglob("*.py")
    return {first or second for source in sources for first, second in read.findall(source.read_text())}


def arguments_of(page: Page) -> set[str]:
    """The names that the page's own links and search forms put behind its address."""
    found = {name for form in page.forms() if form.method == "get" for name in form.controls}
    for _words, link in page.links():
        parts = urlsplit(link)
        if parts.path in ("", page.url):
            found |= {name for name, _value in parse_qsl(parts.query)}
    return found - {"lang"}


def wrong_queries(names: set[str], page: Page, asked: set[str]) -> Iterator[dict[str, str]]:
    """Query arguments that nobody should send: all names at once, the search and the place in the list alone.

    A page that has asked for none, but the language as each does, answers whatever comes as it answered the first two.
    """
    first, names = ("a\0b\ud800c", str(2**63)), names | arguments_of(page)
    yield from (dict.fromkeys(names, value) for value in first)
    if asked - {"lang"}:
        values = dict.fromkeys(value[:LINE] for value in worth_trying((*TEXTS, *NUMBERS, *DAYS)))
        yield from (dict.fromkeys(names, value) for value in values if value not in first)
        yield from ({"q": value} for value in worth_trying(TEXTS))
        yield from ({"after": value} for value in worth_trying(PLACES))


def see(client: Client, address: str) -> Answer:
    """Ask for an address: no failure, no script let through."""
    answer: Answer = client.get(address)
    assert answer.status_code < 500, f"{answer.status_code} from {address[:200]}"
    text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    assert SCRIPT not in text, f"a script runs in {address[:200]}"
    return answer


def signed_in(app: Flask, world: World, name: str) -> Client:
    """A browser of this person."""
    return Client(app) if name == "nobody" else Client(app).sign_in(world.account(name))


@pytest.mark.parametrize("name", PEOPLE)
def test_no_query_makes_a_page_fail(name: str, app: Flask, world: World) -> None:
    client, names = signed_in(app, world, name), arguments_read() | {"mobile", "section", "size", "community", "colour"}
    assert {"q", "after", "lang", "member", "year", "month"} <= names
    with committed() as changed, asked_for(app) as asked:
        for address in one_act_page_each(pages_of(app, world, name)):
            asked.clear()
            client.inspect = True
            answer = see(client, address)
            page = Page(answer.text if answer.mimetype == "text/html" else "", answer.request.path)
            client.inspect = False
            for arguments in wrong_queries(names, page, asked):
                see(client, f"{address}?{query(arguments)}")
    assert beside_the_log(changed) == set()


def test_no_part_of_an_address_makes_it_fail(app: Flask, world: World) -> None:
    desk, machine = signed_in(app, world, "secretary"), signed_in(app, world, "admin")
    desk.inspect = machine.inspect = False
    values = ["0", str(2**63), "%00", "%ED%A0%80", quote(MIXED, safe=""), "..%2f..%2fetc", quote(LONG[:LINE])]
    for rule in app.url_map.iter_rules():
        client = machine if rule.rule.startswith("/admin") else desk
        for value in values if rule.arguments else ():
            path = "".join(value if dynamic else text for dynamic, text in rule._trace).removeprefix("|")
            for method in ("get", "post"):
                answer = getattr(client, method)(path)
                assert answer.status_code < 500, f"{method} {path[:200]}: {answer.status_code}"


LAST = ("/leave", "/end", "/withdraw", "/recuse", "/not-accept", "/ask-supplement", "/call-off", "/password")
"""What closes the way for other acts."""
COUNTED = {"sign_in_failures", "stamps"}
"""Tries of passwords are counted one by one, under a lock."""
HARMLESS = {"accounts", "account_sessions", "invitations", "notifications", "member_imports", "stored_files"}
"""What may be written twice: a switch, a password, one more link and its message, one more roster to look at."""


def place_of(app: Flask, world: World, name: str, part: str) -> tuple[Client, list[str]]:
    """A person's browser, and the addresses where they have something to fill in."""
    addresses = [one for one in pages_of(app, world, name) if one.startswith(part) and not ACT_PAGE.match(one)]
    if "/cases".startswith(part):
        # Somebody is left to run a case when the supervisor steps back from it.
        make_account("second", "第二监督", Role.SUPERVISOR)
        addresses += [f"/cases/{reference}" for reference in cases_in_every_state(world)]
    return signed_in(app, world, name), addresses


def trials_of(client: Client, addresses: list[str]) -> list[Trial]:
    """One trial of each sort of form on these pages, and on the pages of acts that they lead to."""
    found: dict[str, Trial] = {}
    queue, seen = list(addresses), set(addresses)
    for address in queue:
        answer = client.get(address, follow=True)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        for trial in trials(answer.page):
            found.setdefault(trial.name, trial)
        acts = {link for _words, link in answer.page.links() if ACT_PAGE.match(link)}
        queue += sorted(acts - seen)
        seen |= acts
    return list(found.values())


def wrong_answer(trial: Trial, answer: Answer, name: str, value: str, changed: set[str]) -> str:
    """What is wrong with the answer to a wrong value; empty where nothing is."""
    status = answer.status_code
    if status >= 500:
        return f"{status}"
    if status < 400:
        parts = urlsplit(answer.headers.get("Location", "/"))
        if parts.netloc not in ("", "localhost"):
            return f"leads to {parts.geturl()}"
        return "is taken" if trial.must_refuse(name, value) else ""
    if written := beside_readings(changed) - COUNTED:
        return f"{status}, but writes {sorted(written)}"
    if not answer.page.text:
        return f"{status} without a word"
    if status in (409, 422):
        if not any(answer.page.texts("[role=alert], .error, .empty, #error")):
            return f"{status} without a sentence"
        if lost := trial.kept(answer.page, name, value):
            return f"{status} loses {lost}"
    return ""


FEATURES = [
    *(
        ("secretary", part)
        for part in ("/account", "/directory", "/members", "/events", "/notices", "/cases", "/notifications", "/paste")
    ),
    *(("nobody", "/"), ("member", "/"), ("handler", "/"), ("leader", "/"), ("supervisor", "/"), ("admin", "/admin")),
]


@pytest.mark.parametrize(("name", "part"), FEATURES)
def test_no_field_takes_what_is_wrong(name: str, part: str, app: Flask, world: World) -> None:
    client, addresses = place_of(app, world, name, part)
    problems = []
    with committed() as changed, nothing_kept(app) as stored:
        for trial in trials_of(client, addresses):
            changed.clear()
            good = send(client, trial.path, trial.data, trial.files)
            if good.status_code >= 400 and not trial.path.endswith(tuple(NOT_FILLED_BLINDLY)):
                problems.append(
                    f"{trial.name}: good values are refused: {good.status_code} {good.page.texts('.error, .errors li')}"
                )
            for field, value in trial.wrongs():
                changed.clear()
                stored.clear()
                answer = send(client, trial.path, {**trial.data, field: [value]}, trial.files)
                problem = wrong_answer(trial, answer, field, value, changed) or (f"stores {stored}" if stored else "")
                if problem:
                    problems.append(f"{trial.name}: {field}={value[:30]!r}: {problem}")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("name", "part"), FEATURES)
def test_a_form_sent_twice_acts_once(name: str, part: str, app: Flask, world: World) -> None:
    client, addresses = place_of(app, world, name, part)
    problems = []
    with committed() as changed:
        found = [trial for trial in trials_of(client, addresses) if trial.path != "/logout"]
        for trial in sorted(found, key=lambda trial: trial.path.endswith(LAST)):
            first = send(client, trial.path, trial.data, trial.files)
            changed.clear()
            second = send(client, trial.path, trial.data, trial.files)
            assert max(first.status_code, second.status_code) < 500, trial.name
            twice = beside_the_log(changed) - HARMLESS - COUNTED
            if first.status_code < 400 and twice:
                problems.append(f"{trial.name}: writes {sorted(twice)} again")
    assert not problems, "\n".join(problems)


def test_ids_of_others_are_refused(app: Flask, world: World, cast: Cast) -> None:
    event, reference = world.things["event"].parts["event_id"], world.things["complaint"].parts["reference"]
    suggestion = world.drive.submit(Kind.SUGGESTION).reference
    seats = {row.member_id: row.id for row in db.session.query(Registration)}
    people = {row.account_id: row.id for row in db.session.query(Contact) if row.account_id}
    session = db.session.query(AccountSession.id).order_by(AccountSession.id.desc())
    others = Client(app).sign_in(cast.rival)
    rival, nobody = people[cast.rival.id], 2**31 - 1
    term = {"office": "member", "term_id": 1, "began_on": "2026-09-15"}
    on_behalf = {"contact": rival, "title": "题", "story": "事", "channel": "phone", "category": 1}
    accepting = {"complexity": "normal", "route": "department", "release_title": "题", "story": "事"}
    tries = [
        ("member", f"/events/{event}/register", {"contact_id": rival}),
        ("member", f"/events/{event}/register", {"account_id": cast.leader.id}),
        ("handler", f"/events/{event}/register", {"account_id": cast.leader.id}),
        ("member", f"/events/{event}/cancel", {"registration_id": seats[cast.rival_firm.id]}),
        ("member", f"/cases/{reference}/name-colleague", {"contact": rival}),
        ("member", f"/cases/{reference}/decide-consent", {"consent": 1, "granted": "yes"}),
        ("secretary", f"/members/{cast.firm.id}/offices/new", {**term, "contact_id": rival}),
        ("secretary", f"/members/{cast.firm.id}/offices/new", {**term, "term_id": nobody}),
        ("secretary", f"/cases/new/request?member={cast.firm.id}", on_behalf),
        ("secretary", f"/cases/{suggestion}/accept", {**accepting, "category": 1, "lead": nobody}),
        ("secretary", f"/cases/{suggestion}/accept", {**accepting, "category": nobody, "lead": 1}),
        ("secretary", f"/events/{event}/seat", {"registration_id": nobody}),
        ("handler", f"/cases/{reference}/send-back", {"reason": "不属本部门", "department": nobody}),
        ("handler", f"/cases/{reference}/recuse", {"reason": "亲属", "account": cast.leader.id}),
        ("admin", f"/admin/departments/{cast.department.id}", {"handlers": cast.member.id, "version": 1}),
        ("admin", f"/admin/accounts/{cast.member.id}/contacts", {"contact": rival, "mobile": "13800000001"}),
        ("member", "/account/act-as", {"as": "secretariat"}),
        ("member", "/account/sessions/end", {"session": session.limit(1).scalar()}),
    ]
    for name, path, data in tries:
        client = Client(app).sign_in(getattr(cast, name))
        with committed() as changed:
            answer = client.post(path, data=data)
        assert answer.status_code in (403, 404, 409, 422) or path.startswith("/account/"), (
            f"{path}: {answer.status_code}"
        )
        assert not beside_readings(changed), f"{name} {path} {data} writes {changed}"
    assert others.get("/account").status_code == 200
