"""What the page of a measure says to a reader is found by that reader and by nobody else, as it says it now."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from chamber.accounts import correcting
from chamber.accounts.models import Account
from chamber.cases.words import Kind
from chamber.directory import services as directory
from chamber.extensions import db
from chamber.measures import doing, giving, indexed, listing
from chamber.measures.models import Measure
from chamber.members.record import editing
from tests.client import Client
from tests.english import english
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive, paper
from tests.factories.finds import found_by
from tests.factories.measures import due_on, make_measure, to_department, to_firm, to_person

SignIn = Callable[[Account], Client]
WHO = ("secretary", "member", "rival", "handler", "other_handler", "leader", "president", "supervisor")
TEXTS = {"title": "芙蓉摸排", "details": "芍药附表", "ordered_by": "丁香专班", "order_number": "海棠文号"}
PAPER, NOTE, RESULT, OPENED, DROPPED = "石竹附件", "木槿进展", "紫薇结果", "茉莉重开", "杜鹃不办"
LATER, MOVED = "玉簪延期", "木香转交"
SAID = (*TEXTS.values(), PAPER, NOTE, RESULT, OPENED, DROPPED, LATER, MOVED)


def hits(browser: Client, word: str) -> list[str]:
    """The addresses of what somebody finds by a word."""
    page = browser.get("/search/", query_string={"q": word}).page
    return [str(link.attributes["href"]).partition("?")[0] for link in page.css("#results li a")]


def finds(account: Account, row: Measure, word: str) -> bool:
    """Whether this person finds a measure by a word."""
    one = select(Measure.id).where(Measure.id == row.id, listing.found(actor_as(account), word))
    return db.session.scalar(one) is not None


def agree(row: Measure, cast: Cast, sign_in: SignIn, *words: str) -> dict[str, set[str]]:
    """Each person finds it by just those of these words that its page shows them; who is shown which."""
    address, shown = f"/measures/{row.reference}", {}
    for who in WHO:
        browser = english(sign_in(getattr(cast, who)))
        answer = browser.get(address)
        page = answer.page.text if answer.status_code == 200 else ""
        shown[who] = {word for word in words if word in page}
        assert {word for word in words if address in hits(browser, word)} == shown[who], who
    return shown


@pytest.mark.parametrize("kind", [None, Kind.REQUEST, Kind.COMPLAINT], ids=["alone", "request", "complaint"])
def test_each_text_of_a_page_is_found_by_who_reads_it_there(
    cast: Cast, drive: Drive, sign_in: SignIn, kind: Kind | None
) -> None:
    secretary, handler, of_case = actor_as(cast.secretary), actor_as(cast.handler), {}
    if kind is not None:
        case = drive.submit(kind)
        drive.accept()
        of_case = {"kind": "case", "subject_id": case.id, "source": "handling", "is_public": True}
    row = make_measure(secretary, to_department(cast.department.id), **TEXTS, **of_case)  # type: ignore[arg-type]
    doing.report(row.reference, NOTE, actor=handler)
    giving.postpone(row.reference, due_on(30), LATER, actor=secretary)
    doing.finish(row.reference, RESULT, [paper(f"{PAPER}.txt")], actor=handler)
    db.session.commit()
    shown = agree(row, cast, sign_in, *SAID, cast.department.name)
    assert shown["handler"] == {*TEXTS.values(), PAPER, NOTE, RESULT, LATER, cast.department.name}
    held = {PAPER, NOTE, RESULT} if kind == Kind.COMPLAINT else set()
    assert shown["leader"] == shown["handler"] - held
    giving.reopen(row.reference, due_on(30), OPENED, actor=secretary)
    giving.drop(row.reference, DROPPED, actor=secretary)
    db.session.commit()
    shown = agree(row, cast, sign_in, *SAID)
    assert shown["secretary"] == {*SAID} - {MOVED}
    assert shown["other_handler"] == shown["rival"] == set()


def test_its_owner_is_found_and_not_whose_it_was_before(cast: Cast, sign_in: SignIn) -> None:
    secretary = actor_as(cast.secretary)
    directory.edit(
        cast.department.id,
        directory.Details(name=cast.department.name, short_name="鸢尾办"),
        version=cast.department.version,
        actor=secretary,
    )
    names = ("鸢尾办", "陈秘", cast.rival_firm.name)
    row = make_measure(secretary, to_department(cast.department.id))
    assert agree(row, cast, sign_in, "鸢尾办")["handler"] == {"鸢尾办"}
    giving.pass_on(row.reference, to_person(cast.secretary.id), MOVED, actor=secretary)
    db.session.commit()
    assert [finds(cast.leader, row, name) for name in names] == [False, True, False]
    giving.pass_on(row.reference, to_firm(cast.rival_firm.name), MOVED, actor=secretary)
    db.session.commit()
    assert [finds(cast.secretary, row, name) for name in names] == [False, False, True]
    assert agree(row, cast, sign_in, cast.rival_firm.name, MOVED)["rival"] == {cast.rival_firm.name, MOVED}


def test_who_is_called_otherwise_is_found_by_that(cast: Cast, sign_in: SignIn) -> None:
    secretary = actor_as(cast.secretary)
    office = make_measure(secretary, to_department(cast.department.id))
    person = make_measure(secretary, to_person(cast.secretary.id))
    firm = make_measure(secretary, to_firm(cast.firm.name))
    names = {office: cast.department.name, person: cast.secretary.name, firm: cast.firm.name}
    assert all(finds(cast.leader, row, name) for row, name in names.items())
    directory.edit(
        cast.department.id, directory.Details(name="鸢尾中心"), version=cast.department.version, actor=secretary
    )
    typed = {"name": "秋葵", "mobile": "", "version": cast.secretary.version}
    correcting.correct(cast.secretary.id, **typed, actor=actor_as(cast.admin))  # type: ignore[arg-type]
    editing.edit(cast.firm.id, {"name": "凌霄阀门有限公司"}, version=cast.firm.version, actor=secretary)
    db.session.commit()
    assert not any(finds(cast.leader, row, name) for row, name in names.items())
    for row, name in ((office, "鸢尾中心"), (person, "秋葵"), (firm, "凌霄阀门")):
        assert finds(cast.leader, row, name), name
        assert set(indexed.docs([row.id])[row.id].split()) == found_by("measure", row.id)


def test_other_words_typed_with_a_hidden_one_count_nothing(cast: Cast, drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    of_case = {"kind": "case", "subject_id": drive.case.id, "source": "handling"}
    row = make_measure(actor_as(cast.secretary), to_department(cast.department.id), **TEXTS, **of_case)  # type: ignore[arg-type]
    doing.report(row.reference, NOTE, actor=actor_as(cast.handler))
    db.session.commit()
    both = f"{TEXTS['title']} {NOTE}"
    assert [finds(one, row, both) for one in (cast.secretary, cast.handler, cast.leader)] == [True, True, False]
    leader = english(sign_in(cast.leader))
    for word in (NOTE, both):
        page, none = (leader.get("/measures/", query_string={"q": one}).page for one in (word, "鸂鶒"))
        assert page.texts(".count, .chip") == none.texts(".count, .chip") != [], word


def test_many_are_written_by_as_many_questions_as_one(cast: Cast, queries: list[str]) -> None:
    secretary = actor_as(cast.secretary)
    ids = [make_measure(secretary, to_department(cast.department.id), title=f"第{place}件").id for place in range(7)]
    db.session.rollback()
    numbers = []
    for some in (ids[:1], ids):
        queries.clear()
        assert indexed.docs(some).keys() == set(some)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] > 0
