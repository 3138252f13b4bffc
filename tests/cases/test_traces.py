"""Whoever reads a word of somebody's confidential case stands in the log and in its author's list, whatever the way."""

from collections import Counter
from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from sqlalchemy import func, select

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow, AuditValue
from chamber.audit.verify import problems
from chamber.cases.doing import sharing
from chamber.cases.models import Case, CaseEvent, CaseFile
from chamber.cases.models_authors import CaseFinder
from chamber.cases.reading import traces
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.rights import Role
from tests.client import Client, texts_of
from tests.conftest import Clock
from tests.factories.accounts import quick_for_some
from tests.factories.cases import MARKS, RELEASED_STORY, RELEASED_TITLE, Drive, key
from tests.factories.world import World
from tests.routes import asks

SignIn = Callable[[Account], Client]
CASES = {"complaint": "申", "against": "酉", "objection": "亥"}
"""The confidential cases of the world, by the suffix of their words."""
READ_BY = {
    "secretary": {"complaint", "objection"},
    "supervisor": {"against", "objection"},
    "handler": {"complaint"},
    "leader": {"complaint"},
    "colleague": {"complaint"},
}
"""Who comes to read words of which."""


def words_of(world: World) -> dict[str, str]:
    """Each word of a confidential case, with the reference of the case."""
    references = {name: str(world.things[name].parts["reference"]) for name in CASES}
    own = {mark + CASES[name]: references[name] for name in CASES for mark in MARKS.values()}
    return own | dict.fromkeys((RELEASED_TITLE, RELEASED_STORY), references["complaint"])


def noted(reader: Account, role: Role, *acts: str) -> dict[str, int]:
    """How often this person read or found which case, by the log and by who found it."""
    is_reader = AuditRow.actor_id.is_(None) if role == Role.MEMBER else AuditRow.actor_id == reader.id
    query = (
        select(Case.reference, func.count())
        .where(AuditRow.subject == func.concat("case:", Case.id), AuditRow.act.in_(acts or traces.TRACES))
        .where(is_reader, AuditRow.role == role)
        .group_by(Case.reference)
    )
    found = select(Case.reference, CaseFinder.times).join(Case, Case.id == CaseFinder.case_id)
    found = found.where(CaseFinder.account_id == (0 if role == Role.MEMBER else reader.id), CaseFinder.role == role)
    counted = Counter(dict(db.session.execute(query).all()))
    if traces.FOUND in (acts or traces.TRACES):
        counted += Counter(dict(db.session.execute(found).all()))
    return dict(counted)


def requests_of(app: Flask, world: World, name: str) -> list[tuple[str, str]]:
    """Every page, every form of a case, and searches for every word."""
    asked = [(ask.method, ask.address) for ask in asks(app, world, name)]
    asked += [("GET", f"/{place}/?q={quote(word)}") for word in words_of(world) for place in ("cases", "search")]
    asked += [("GET", f"/cases/ledger.xlsx?q={MARKS['evidence']}{suffix}") for suffix in CASES.values()]
    return [(method, at) for method, at in asked if at.startswith("/cases/") or method == "GET"]


@pytest.mark.parametrize("name", quick_for_some(READ_BY))
def test_no_answer_holds_a_word_of_a_confidential_case_without_a_trace_of_its_reader(
    name: str, app: Flask, world: World
) -> None:
    complaint = str(world.things["complaint"].parts["reference"])
    sharing.name_colleague(complaint, world.drive.who("colleague").contact_id, actor=world.drive.who("member"))
    db.session.commit()
    reader, words, client = world.account(name), words_of(world), Client(app).sign_in(world.account(name))
    client.inspect = False
    role, before = world.drive.who(name).role, dict[str, int]()
    untold, seen, statuses = [], set(), set()
    for method, address in requests_of(app, world, name):
        answer = client.get(address) if method == "GET" else client.post(address, data={"key": "contact"})
        whole, after = "\n".join(texts_of(answer)), noted(reader, role)
        # Whoever asks for a word is told nothing by reading it back, but by what it finds.
        held = {of for word, of in words.items() if word in whole and (word not in unquote(address) or of in whole)}
        untold += [(method, address, of) for of in held if after.get(of, 0) <= before.get(of, 0)]
        statuses |= {answer.status_code} if held else set()
        seen |= held
        before = after
    assert not untold
    assert seen == {str(world.things[one].parts["reference"]) for one in READ_BY[name]}
    assert 200 in statuses
    assert 422 in statuses or name in ("leader", "colleague")
    author = Client(app).sign_in(world.cast.member)
    for reference in seen:
        [readers] = author.get(f"/cases/{reference}").page.texts("#readers")
        assert ("a colleague" if name == "colleague" else reader.name) in readers


def test_a_refused_form_shows_the_words_and_leaves_one_trace(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    desk, page = sign_in(drive.cast.secretary), f"/cases/{drive.reference}/accept"
    for times, htmx in ((1, False), (2, True)):
        answer = desk.post(page, data={"release_title": RELEASED_TITLE}, htmx=htmx)
        assert answer.status_code == 422
        assert noted(drive.cast.secretary, Role.SECRETARIAT) == {drive.reference: times}


def test_a_form_that_its_service_refuses_leaves_one_trace_though_the_case_is_read_twice(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    drive.accept()
    drive.add()
    event = key(db.session.scalars(select(CaseEvent).order_by(CaseEvent.id.desc())).first())
    desk, page = sign_in(drive.cast.secretary), f"/cases/{drive.reference}/words/{event}/release"
    assert drive.mark("addition") in desk.post(page, data={"text": drive.cast.firm.name}).text
    assert noted(drive.cast.secretary, Role.SECRETARIAT) == {drive.reference: 1}


def test_a_refused_form_is_not_sent_where_its_reading_cannot_be_noted(
    drive: Drive, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive.submit()
    desk = sign_in(drive.cast.secretary)
    desk.inspect = False

    def broken() -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("chamber.web.application.write_reads", broken)
    answer = desk.post(f"/cases/{drive.reference}/accept", data={"message": "x"})
    assert answer.status_code == 500
    assert drive.mark("story") not in answer.text


def test_an_open_case_and_its_own_author_leave_no_trace(drive: Drive, sign_in: SignIn, queries: list[str]) -> None:
    drive.submit(Kind.REQUEST)
    open_case = f"/cases/{drive.reference}"
    drive.submit()
    desk, author = sign_in(drive.cast.secretary), sign_in(drive.cast.member)
    queries.clear()
    assert desk.get(open_case).status_code == 200
    assert author.get(f"/cases/{drive.reference}").status_code == 200
    assert author.get(f"/cases/?q={quote(drive.mark('evidence'))}").status_code == 200
    assert not [one for one in queries if one.startswith("INSERT")]


@pytest.mark.parametrize(
    "address", ["/cases/?q=", "/search/?q=", "/cases/?state=withdrawn&q=", "/cases/ledger.xlsx?q="]
)
def test_a_search_leaves_a_trace_on_the_cases_that_it_finds_by_words_no_line_shows(
    drive: Drive, sign_in: SignIn, address: str
) -> None:
    desk, confidential = sign_in(drive.cast.secretary), []
    for drive.suffix in ("一", "二"):
        confidential.append(drive.submit().reference)
    drive.submit(Kind.REQUEST)
    desk.get(address + confidential[0])
    desk.get("/cases/ledger.xlsx")
    desk.get("/cases/")
    assert noted(drive.cast.secretary, Role.SECRETARIAT) == {}
    assert desk.get(address + quote(MARKS["evidence"])).status_code == 200
    assert noted(drive.cast.secretary, Role.SECRETARIAT, traces.FOUND) == dict.fromkeys(confidential, 1)
    assert len(noted(drive.cast.secretary, Role.SECRETARIAT)) == 2
    rows = db.session.scalars(select(AuditRow).where(AuditRow.act == traces.FOUND)).all()
    assert [(row.kind, row.actor_id) for row in rows] == [(traces.SEARCH, drive.cast.secretary.id)], "one of a search"
    values = db.session.get_one(AuditValue, rows[0].id).values
    cases = db.session.scalars(select(Case.id).where(Case.reference.in_(confidential)))
    assert sorted(values["after"]["numbers"]) == sorted(cases), "and it names all that were found"
    assert not list(problems())


def test_a_large_ledger_that_is_asked_for_leaves_its_trace_before_it_says_how_many_rows_it_has(
    drive: Drive, sign_in: SignIn
) -> None:
    confidential = drive.submit().reference
    drive.submit(Kind.REQUEST)
    desk = sign_in(drive.cast.secretary)
    for word, trace in ((confidential, {}), (MARKS["evidence"], {confidential: 1})):
        answer = desk.post(f"/cases/ledger.xlsx?q={quote(word)}", data={})
        assert "rows" in desk.get(answer.location).text
        assert noted(drive.cast.secretary, Role.SECRETARIAT) == trace


def test_a_colleague_reads_no_title_in_a_list_and_who_searches_by_it_is_noted(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    sharing.name_colleague(drive.reference, drive.who("colleague").contact_id, actor=drive.who("member"))
    db.session.commit()
    colleague = sign_in(drive.cast.colleague)
    for place in ("/", "/cases/"):
        assert drive.mark("title") not in colleague.get(place).text
        assert drive.mark("title") in sign_in(drive.cast.member).get(place).text
    assert noted(drive.cast.colleague, Role.MEMBER) == {}
    assert drive.reference in colleague.get(f"/cases/?q={quote(drive.mark('title'))}").text
    assert noted(drive.cast.colleague, Role.MEMBER) == {drive.reference: 1}


def test_the_author_sees_who_did_what_how_often_in_the_words_of_the_log(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    drive.submit()
    desk, here = sign_in(drive.cast.secretary), f"/cases/{drive.reference}"
    file = f"{here}/files/{key(db.session.get_one(CaseFile, 1))}"
    for address in (here, here, file, f"/cases/?q={quote(drive.mark('story'))}"):
        assert desk.get(address).status_code == 200
        clock.advance(minutes=1)
    desk.post(f"{here}/reveal", data={})
    [reader] = traces.readers(drive.case)
    assert (reader.name, reader.times) == (drive.cast.secretary.name, 5)
    assert reader.did == {
        "read the case": 2,
        "downloaded a file": 1,
        "found the case by words in it": 1,
        "viewed the author's phone number": 1,
    }
    [line] = sign_in(drive.cast.member).get(here).page.texts("#readers li")
    assert "5 times" in line
    assert "viewed the author's phone number (1), found the case by words in it (1)" in line


def test_a_search_notes_ten_cases_with_as_many_statements_as_one(
    drive: Drive, sign_in: SignIn, queries: list[str]
) -> None:
    desk, taken = sign_in(drive.cast.secretary), []
    for suffixes in ("一", "二三四五六七八九十"):
        for drive.suffix in suffixes:
            drive.submit()
        desk.get("/cases/")
        queries.clear()
        desk.get(f"/cases/?q={quote(MARKS['evidence'])}")
        taken.append(len(queries))
    assert taken[0] == taken[1]
