"""The words of confidential complaints never come out where `seen_by` lacks them: at any address, for anybody."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from chamber.audit.models import AuditRow, AuditValue
from chamber.cases.access import respondents, visibility
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import closing, handling, intake, releasing
from chamber.cases.models import Case, CaseFile
from chamber.cases.pages.acts import PAGES
from chamber.cases.reading import seeing
from chamber.cases.words import Kind, Outcome
from chamber.directory.models import DepartmentHandler
from chamber.errors import NotFound
from chamber.extensions import db
from chamber.language.codes import make_uscc
from chamber.notifications import worker
from chamber.rights import Role
from chamber.secrecy.addresses import SealedNumber
from tests.client import Client, texts_of
from tests.factories.accounts import Cast, actor_as, make_member, make_member_account, quick_for_some
from tests.factories.cases import MARKS, RELEASED_STORY, Drive
from tests.factories.notifications import fail, lines_of
from tests.scenes import Scenes

PATH = "向区级主管部门申请行政裁决"
FIRM, AUTHOR = "瓯新阀门有限公司", "单会员"
HELD = {"朱砂便笺记号", "雄黄下步记号", "石绿答复记号", "辰砂理由记号"}
"""What a department wrote beside a number that may be somebody's: nobody else reads it before it was looked through."""
LEAVES = ("/logout", "/static", "/account/sessions")
MAX_VARIANTS = 15
"""Linked addresses that differ in numbers or query only (a calendar has no end)."""
OUTSIDERS = ("rival", "other_handler", "president", "admin", "colleague")


@pytest.fixture
def complaints(app: Flask, drive: Drive, scenes: Scenes) -> dict[str, str]:
    """Four confidential complaints that together hold every kind of words; references by what happened to them."""
    return scenes.get(app, "complaints", lambda: _make_complaints(drive))


def _make_complaints(drive: Drive) -> dict[str, str]:
    found = {}
    drive.suffix = "甲"
    drive.answered(kept=drive.kept())
    drive.add()
    photo = db.session.query(CaseFile.id).order_by(CaseFile.id).all()[1][0]
    releasing.release_file(drive.reference, photo, actor=drive.who("secretary"))
    drive.rate(1, False)
    drive.call()
    _write_what_is_held_back(drive)
    found["rated"] = drive.reference
    drive.suffix = "乙"
    drive.submit(kept=drive.kept())
    intake.ask_supplement(drive.reference, "请补合同", actor=drive.who("secretary"))
    intake.supplement(drive.reference, drive.mark("supplement"), actor=drive.who("member"))
    intake.not_accept(drive.reference, "不属受理范围", PATH, actor=drive.who("secretary"))
    intake.raise_objection(drive.reference, drive.mark("objection"), actor=drive.who("member"))
    db.session.commit()
    found["objected"] = drive.reference
    drive.suffix = "丙"
    drive.answered()
    drive.rate()
    closing.reopen(drive.reference, drive.mark("reopening"), actor=drive.who("member"))
    db.session.commit()
    found["reopened"] = drive.reference
    drive.suffix = "丁"
    drive.submit()
    drive.accept()
    closing.withdraw(drive.reference, drive.mark("withdrawal"), True, actor=drive.who("member"))
    db.session.commit()
    found["withdrawn"] = drive.reference
    for line in lines_of(drive.cast.member) + lines_of(drive.cast.secretary):
        fail(line)
    worker.write_heartbeat()
    return found


def _write_what_is_held_back(drive: Drive) -> None:
    handler, number = drive.who("handler"), "13955556666"
    note, step, answer, reason = (f"{number}{one}" for one in sorted(HELD))
    handling.report_progress(drive.reference, note, True, actor=handler, next_step=step)
    handling.ask_extension(drive.reference, reason, actor=handler)
    handling.draft(drive.reference, handling.Draft(Outcome.NO_BASIS, answer, reason, PATH), actor=handler)
    db.session.commit()


def all_marks(suffixes: str = "甲乙丙丁") -> set[str]:
    """Every unique word that the world holds."""
    return {MARKS[name] + suffix for name in MARKS if name != "pressure" for suffix in suffixes}


def forbidden_to(name: str, references: dict[str, str]) -> set[str]:
    """What must not come out to this person."""
    if name == "secretary":
        return set()
    if name == "member":
        return {MARKS["pressure"], *HELD}
    if name == "supervisor":
        return all_marks("甲丙丁") | HELD | {MARKS["pressure"], references["rated"], RELEASED_STORY}
    if name in OUTSIDERS or name == "nobody":
        return all_marks() | HELD | {MARKS["pressure"], *references.values(), RELEASED_STORY}
    return all_marks() | {MARKS["pressure"]} | (set() if name == "handler" else HELD)


def leaks(answer: TestResponse, forbidden: set[str]) -> set[str]:
    """The forbidden words that an answer holds."""
    whole = "\n".join(texts_of(answer))
    return {word for word in forbidden if word in whole}


def addresses(app: Flask, references: list[str], method: str) -> Iterator[str]:
    """Addresses of every route for this method, with every plausible value for its parts."""
    acts = [act.address for act in PAGES]
    values = {"reference": [*references[:3], "WQ-2026-ZZZZ"], "act": [*acts, "nonsense"], "kind": [*Kind, "nonsense"]}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()) and not rule.rule.startswith(LEAVES):
                yield from _filled(app, rule, values)


def _filled(app: Flask, rule: Rule, values: dict[str, list[str]]) -> Iterator[str]:
    choices = [_plausible(rule._converters[name], values.get(name, ["nonsense"])) for name in sorted(rule.arguments)]
    for combination in product(*choices):
        given = dict(zip(sorted(rule.arguments), combination, strict=True))
        method = "GET" if "GET" in rule.methods else "POST"
        yield app.url_map.bind("localhost").build(rule.endpoint, given, method=method)


def _plausible(converter: BaseConverter, otherwise: list[str]) -> list[Any]:
    if isinstance(converter, IntegerConverter | SealedNumber):
        return list(range(1, 5))
    return sorted(converter.items) if isinstance(converter, AnyConverter) else otherwise


def crawl(client: Client, start: Iterator[str]) -> Iterator[tuple[str, TestResponse]]:
    """Get every address, and every address that the pages name, once."""
    queue, seen, variants = deque(start), set(), Counter[str]()
    while queue:
        address = queue.popleft()
        if address in seen or address.startswith(LEAVES):
            continue
        seen.add(address)
        answer = client.get(address)
        yield address, answer
        if answer.mimetype == "text/html":
            for link in re.findall(r'(?:href|hx-get)="(/[^"#]*)', answer.get_data(as_text=True)):
                link = unescape(link)
                alike = re.sub("[0-9-]+", "#", urlsplit(link).path)
                if link not in seen and "lang=" not in link and variants[alike] < MAX_VARIANTS:
                    variants[alike] += 1
                    queue.append(link)


@pytest.mark.parametrize(
    "name", quick_for_some(("nobody", "secretary", "member", "handler", "leader", "supervisor", *OUTSIDERS))
)
def test_no_address_gives_out_words_that_a_person_may_not_read(
    name: str, app: Flask, complaints: dict[str, str], cast: Cast
) -> None:
    client = Client(app)
    if name != "nobody":
        client.sign_in(getattr(cast, name))
    client.inspect = False
    forbidden = forbidden_to(name, complaints)
    found = {}
    for address, answer in crawl(client, addresses(app, list(complaints.values()), "GET")):
        assert answer.status_code < 500, address
        # Whoever asks for an address is told nothing by reading it back.
        hidden = forbidden | (
            {FIRM, AUTHOR} if address.startswith("/cases/") and name in ("handler", "leader") else set()
        )
        if leaked := {word for word in leaks(answer, hidden) if word not in unquote(address)}:
            found[address] = leaked
    assert not found


@pytest.mark.parametrize("name", ["member", "secretary", "handler", "leader", "supervisor", *OUTSIDERS])
def test_what_pages_are_given_of_a_case_lacks_the_words_already(
    name: str, complaints: dict[str, str], cast: Cast
) -> None:
    actor, seen = actor_as(getattr(cast, name)), {}
    for reference in complaints.values():
        with suppress(NotFound):
            seen[reference] = repr(seeing.seen_by(actor, *seeing.find_with_facts(reference, actor=actor)))
    assert bool(seen) == (name not in OUTSIDERS)
    hidden = forbidden_to(name, complaints) | ({FIRM, AUTHOR} if name in ("handler", "leader") else set())
    assert not {(word, reference) for word in hidden for reference, held in seen.items() if word in held}


def test_the_crawl_reads_the_page_on_which_the_supervisor_decides_an_objection(
    app: Flask, complaints: dict[str, str], cast: Cast
) -> None:
    page = f"/cases/{complaints['objected']}/decide-objection"
    assert page in set(addresses(app, list(complaints.values()), "GET"))
    answer = Client(app).sign_in(cast.supervisor).get(page)
    own = {MARKS[name] + "乙" for name in ("title", "story", "objection", "file", "kept")}
    assert (answer.status_code, leaks(answer, all_marks("乙"))) == (200, own)
    for name in ("secretary", "member", "leader"):
        assert Client(app).sign_in(getattr(cast, name)).get(page).status_code == 403


@pytest.mark.parametrize("name", quick_for_some(("handler", "leader", *OUTSIDERS)))
def test_no_refused_act_gives_out_words(name: str, app: Flask, complaints: dict[str, str], cast: Cast) -> None:
    client = Client(app).sign_in(getattr(cast, name))
    client.inspect = False
    forbidden = forbidden_to(name, complaints)
    for address in addresses(app, list(complaints.values()), "POST"):
        if not address.startswith("/cases/"):
            continue
        answer = client.post(address, data={"text": "x"})
        assert answer.status_code < 500, address
        leaked = {word for word in leaks(answer, forbidden) if word not in unquote(address)}
        assert not leaked, (address, leaked)


@pytest.mark.parametrize("name", ["handler", "leader", "president", "supervisor", "rival", "colleague"])
def test_a_search_for_hidden_words_finds_as_much_as_a_search_for_nonsense(
    name: str, app: Flask, complaints: dict[str, str], cast: Cast
) -> None:
    client = Client(app).sign_in(getattr(cast, name))

    def results(words: str) -> str:
        places = ("cases",) if words in (FIRM[:4], "无此一家") else ("cases", "search")  # the directory has firms
        page = "".join(client.get(f"/{place}/?q={quote(words)}").get_data(as_text=True) for place in places)
        page = re.sub(r'(csrf_token" value=|X-CSRFToken": )"[^"]+"', "", page)
        return page.replace(words, "Q").replace(quote(words), "Q")

    expected = results("无此词语")
    assert all(results(word) == expected for word in all_marks("甲丙丁") | HELD)
    assert name == "supervisor" or results(FIRM[:4]) == results("无此一家")


def test_the_author_and_who_runs_it_find_the_words(app: Flask, complaints: dict[str, str], cast: Cast) -> None:
    for name, place in product(("member", "secretary"), ("cases", "search")):
        page = Client(app).sign_in(getattr(cast, name)).get(f"/{place}/?q={quote(MARKS['evidence'] + '甲')}")
        assert complaints["rated"] in page.get_data(as_text=True)


@pytest.mark.parametrize("name", ["rival", "other_handler", "president", "admin", "colleague"])
def test_a_hidden_case_answers_exactly_like_a_missing_one(
    name: str, app: Flask, complaints: dict[str, str], cast: Cast
) -> None:
    client = Client(app).sign_in(getattr(cast, name))
    client.get("/account")  # The first page of a session sets the cookie with its CSRF token.

    def answer(reference: str) -> tuple[int, list[str], str]:
        got = client.get(f"/cases/{reference}")
        text = re.sub(r'"[\w.-]{60,}"', "", got.get_data(as_text=True)).replace(reference, "R")
        return got.status_code, sorted(got.headers.keys()), text

    assert answer(complaints["rated"]) == answer("WQ-2026-ZZZZ")


def test_a_respondent_is_denied_over_all_hats_and_a_recused_person_too(drive: Drive) -> None:
    drive.submit()
    secretary = drive.who("secretary")
    assert visibility.find(drive.reference, actor=secretary).reference == drive.reference
    respondents.recuse(drive.reference, drive.cast.leader.id, "亲属关系", actor=secretary)
    db.session.add(DepartmentHandler(department_id=drive.cast.other_department.id, account_id=drive.cast.secretary.id))
    db.session.commit()
    hidden = db.session.query(Case).filter(visibility.visible_to(drive.who("leader")))
    assert hidden.count() == 0
    assert db.session.query(Case).filter(visibility.visible_to(drive.who("secretary"))).count() == 0


def test_a_firm_that_joins_later_under_a_named_code_is_denied(drive: Drive) -> None:
    code = make_uscc("330303", 77)
    drive.submit(respondents=(Respondent("other", text="后来的公司", code=code),))
    firm = make_member("改了名的公司", 77)
    account = make_member_account("late", "后来人", firm, "+8613800000077")
    account.roles.append(type(account.roles[0])(role=Role.LEADER))
    db.session.commit()
    late = actor_as(account, Role.LEADER)
    assert firm.uscc == code
    assert db.session.query(Case).filter(visibility.visible_to(late)).count() == 0


def test_the_log_names_neither_the_author_of_a_confidential_case_nor_any_value(
    complaints: dict[str, str], cast: Cast
) -> None:
    rows = db.session.query(AuditRow, AuditValue).outerjoin(AuditValue, AuditValue.row_id == AuditRow.id)
    rows = rows.filter(AuditRow.kind == "case").all()
    assert rows
    people = {cast.member.id, cast.colleague.id}
    assert not [row.act for row, _value in rows if row.actor_id in people]
    assert not [value.values for _row, value in rows if value is not None and value.values]
    assert not [row.reason for row, _value in rows if row.reason]
