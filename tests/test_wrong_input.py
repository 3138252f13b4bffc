"""Whatever is sent: a sentence that a person understands, nothing changed, what was typed still there; never a 500."""

import functools
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from flask import Flask

from chamber.cases import handling, intake, sharing
from chamber.cases.words import Kind, Outcome
from chamber.config import ROOT
from chamber.extensions import db
from tests.client import Answer, Client
from tests.committed import committed
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.world import World, make_world
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
)

PEOPLE = [name for name in LETTERS if name not in ("colleague", "other_handler", "rival")]


def pages_of(app: Flask, world: World, name: str) -> list[str]:
    """The addresses that let this person in to look."""
    return list(dict.fromkeys(ask.address for ask in asks(app, world, name) if ask.method == "GET" and not ask.status))


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


def wrong_queries(names: set[str], page: Page) -> Iterator[dict[str, str]]:
    """Query arguments that nobody should send: all names at once, the search and the place in the list alone."""
    values = list(dict.fromkeys((*TEXTS, *NUMBERS, *DAYS)))
    own = arguments_of(page)
    for value in values if own else ("a\0b\ud800c", str(2**63), "9999-12-31"):
        yield dict.fromkeys(names | own, value)
    if own:
        yield from ({"q": value} for value in values)
        yield from ({"after": value} for value in PLACES)


def see(client: Client, address: str) -> Page:
    """Ask for an address: no failure, no script let through."""
    answer = client.get(address)
    assert answer.status_code < 500, f"{answer.status_code} from {address[:200]}"
    text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    assert SCRIPT not in text, f"a script runs in {address[:200]}"
    return Page(text, urlsplit(address).path)


def signed_in(app: Flask, world: World, name: str) -> Client:
    """A browser of this person."""
    return Client(app) if name == "nobody" else Client(app).sign_in(world.account(name))


@pytest.mark.parametrize("name", PEOPLE)
def test_no_query_makes_a_page_fail(name: str, app: Flask, clock: Clock, cast: Cast) -> None:
    world = make_world(cast)
    client, names = signed_in(app, world, name), arguments_read() | {"mobile", "section", "size", "community", "colour"}
    assert {"q", "after", "lang", "member", "year", "month"} <= names
    with committed() as changed:
        for address in pages_of(app, world, name):
            for arguments in wrong_queries(names, see(client, address)):
                see(client, f"{address}?{query(arguments)}")
    assert {table for table in changed if not table.startswith("audit_")} == set()


@pytest.mark.parametrize("name", ["nobody", "secretary", "admin"])
def test_no_part_of_an_address_makes_it_fail(name: str, app: Flask, clock: Clock, cast: Cast) -> None:
    client = signed_in(app, make_world(cast), name)
    values = [
        "0",
        "-1",
        str(2**31),
        str(2**63),
        "9" * 500,
        "x",
        "%00",
        "%ED%A0%80",
        quote(MIXED, safe=""),
        "..%2f..%2fetc",
    ]
    for rule in app.url_map.iter_rules():
        if rule.arguments:
            for value in [*values, quote(LONG)]:
                path = "".join(value if dynamic else text for dynamic, text in rule._trace).removeprefix("|")
                for method in ("get", "post"):
                    answer = getattr(client, method)(path)
                    assert answer.status_code < 500, f"{method} {path[:200]}: {answer.status_code}"


LAST = ("/leave", "/end", "/withdraw", "/recuse", "/not_accept", "/ask_supplement", "/call-off", "/password")
"""What closes the way for other acts."""
HARMLESS = {"accounts", "account_sessions", "invitations", "member_imports", "stored_files"}
"""What may be written twice: a switch, a password, one more link, one more roster to look at."""
ACT_PAGE = re.compile(r"/cases/\w\w-2026-\w+/\w+$")


def place_of(app: Flask, world: World, name: str, part: str) -> tuple[Client, list[str]]:
    """A person's browser, and the addresses where they have something to fill in."""
    addresses = [one for one in pages_of(app, world, name) if one.startswith(part) and not ACT_PAGE.match(one)]
    if "/cases".startswith(part):
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
    if written := changed - {"sign_in_failures"}:
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
    *(("secretary", part) for part in ("/account", "/directory", "/members", "/events", "/cases")),
    *(("nobody", "/"), ("member", "/"), ("handler", "/"), ("leader", "/"), ("supervisor", "/"), ("admin", "/admin")),
]


@pytest.mark.parametrize(("name", "part"), FEATURES)
def test_no_field_takes_what_is_wrong(name: str, part: str, app: Flask, clock: Clock, cast: Cast) -> None:
    world = make_world(cast)
    client, addresses = place_of(app, world, name, part)
    problems = []
    with committed() as changed, nothing_kept(app) as stored:
        for trial in trials_of(client, addresses):
            changed.clear()
            good = send(client, trial.path, trial.data, trial.files)
            if good.status_code >= 400:
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


def cases_in_every_state(world: World) -> list[str]:
    """More cases, one in each state in which somebody has something to fill in; references."""
    drive, found = world.drive, []
    staff, handler = drive.who("secretary"), drive.who("handler")

    def case(*steps: Callable[[], object], kind: str = Kind.REQUEST) -> None:
        drive.suffix = str(len(found))
        drive.submit(kind)
        for step in steps:
            step()
        found.append(drive.reference)

    def ask_for_consent() -> None:
        department = world.cast.department.id
        sharing.ask_consent(drive.reference, "", "当面协调", actor=staff, department_id=department)

    case()
    case(lambda: intake.ask_supplement(drive.reference, "请补合同", actor=staff))
    case(lambda: intake.not_accept(drive.reference, "不属受理范围", "区法院", actor=staff))
    case(drive.accept, drive.sign)
    case(
        lambda: drive.accept(complexity="complex"),
        drive.sign,
        lambda: handling.ask_extension(drive.reference, "需要专家意见", actor=handler),
    )
    case(drive.accept, drive.sign, drive.draft)
    case(drive.accept, drive.sign, drive.draft, drive.publish)
    case(drive.accept, drive.sign, drive.draft, drive.publish, drive.rate)
    case(drive.accept, ask_for_consent, kind=Kind.COMPLAINT)
    adopted = functools.partial(drive.draft, Outcome.ADOPTED)
    case(drive.accept, drive.sign, adopted, drive.publish, kind=Kind.SUGGESTION)
    db.session.commit()
    return found


@pytest.mark.parametrize(("name", "part"), FEATURES)
def test_a_form_sent_twice_acts_once(name: str, part: str, app: Flask, clock: Clock, cast: Cast) -> None:
    world = make_world(cast)
    client, addresses = place_of(app, world, name, part)
    problems = []
    with committed() as changed:
        found = [trial for trial in trials_of(client, addresses) if trial.path != "/logout"]
        for trial in sorted(found, key=lambda trial: trial.path.endswith(LAST)):
            first = send(client, trial.path, trial.data, trial.files)
            changed.clear()
            second = send(client, trial.path, trial.data, trial.files)
            assert max(first.status_code, second.status_code) < 500, trial.name
            twice = {table for table in changed if not table.startswith("audit_")} - HARMLESS
            if first.status_code < 400 and twice:
                problems.append(f"{trial.name}: writes {sorted(twice)} again")
    assert not problems, "\n".join(problems)
