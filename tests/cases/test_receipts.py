"""Receipt codes: shown once, opening just their case, guessed by nobody; and the call where one is lost."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from flask import Flask
from sqlalchemy import select

from chamber.accounts.guard import tries
from chamber.accounts.joining import invitations
from chamber.accounts.models import Account
from chamber.cases.access import opening, receipts
from chamber.cases.doing import intake
from chamber.cases.models_authors import CaseReceipt
from chamber.cases.words import Kind
from chamber.errors import DomainError, TooMany
from chamber.extensions import db, unit_of_work
from tests.cases.test_taken_over import NEW, SECRETARIAT, contact_of, take_over
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
CODE = re.compile(r"\b\d{4} \d{4} \d{4} \d{4}\b")


def take_code(browser: Client) -> str:
    """The only code that waits, as the author takes it down."""
    (code,) = CODE.findall(english(browser).post_form("/cases/receipts", press="Show the code").words)
    return str(code)


def stored() -> str:
    """All that the database holds."""
    rows = (row for table in db.metadata.sorted_tables for row in db.session.execute(select(table)))
    return "\n".join(str(tuple(row)) for row in rows)


@pytest.fixture
def code(drive: Drive, sign_in: SignIn) -> str:
    """The receipt code of a complaint about the secretariat."""
    drive.submit(respondents=SECRETARIAT)
    return take_code(sign_in(drive.cast.member))


def back(app: Flask, drive: Drive) -> Client:
    """The author, who had forgotten the password and was given a link."""
    return take_over(app, drive)


def test_the_author_is_led_to_the_code_right_after_sending(drive: Drive, sign_in: SignIn) -> None:
    browser = english(sign_in(drive.cast.member))
    typed = {"respondent": "secretariat", "category": str(drive.categories["complaint"]), "title": "题", "story": "事"}
    page = browser.post_form("/cases/new/complaint", typed)
    assert page.request.path == "/cases/receipts" and "题" in page.words
    shown = browser.post_form(page, press="Show the code")
    assert len(CODE.findall(shown.words)) == 1 and "not shown again" in shown.words
    on = shown.page.link("I have saved it: continue")
    assert {link.attributes["href"] for link in shown.page.css("a")} == {"#main", on}, "nothing leads away before"
    assert "题" in browser.get(on).page.heading


def test_a_code_is_shown_once_and_only_its_hash_is_kept(drive: Drive, sign_in: SignIn, clock: Clock) -> None:
    drive.submit()
    browser = english(sign_in(drive.cast.member))
    form = browser.get("/cases/receipts")
    first = browser.post_form(form, press="Show the code")
    assert CODE.findall(browser.post_form(form, press="Show the code").words) == CODE.findall(first.words), (
        "pressed twice"
    )
    clock.advance(minutes=11)
    late = browser.post_form(form, press="Show the code")
    assert late.status_code == 422 and not CODE.findall(late.words) and "shown once only" in late.words
    assert "You have no codes to view" in browser.get("/cases/receipts").words
    row = db.session.query(CaseReceipt).one()
    digits = CODE.findall(first.words)[0].replace(" ", "")
    assert digits.startswith(row.locator) and row.secret_hash.startswith("$argon2id$")
    assert digits[6:] not in stored()


def test_another_form_of_the_same_moment_shows_nothing(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    browser = english(sign_in(drive.cast.member))
    one, other = browser.get("/cases/receipts"), browser.get("/cases/receipts")
    assert CODE.findall(browser.post_form(one, press="Show the code").words)
    assert not CODE.findall(browser.post_form(other, press="Show the code").words)
    assert browser.post("/cases/receipts", data={"once": "short", "number": ""}).status_code == 422


def test_older_cases_get_theirs_from_the_home_page_after_a_sign_in_by_the_own_password(
    app: Flask, drive: Drive
) -> None:
    for title in ("甲事", "乙事"):
        drive.submit(title=title)
    drive.submit(Kind.REQUEST, title="丙事")
    browser = english(Client(app))
    typed = {"username": "member", "password": "wutong-2026"}
    wanted = browser.post("/login?next=/events/", data=typed, follow=True)
    assert wanted.request.path == "/events/", "the codes never stand in the way"
    home = browser.get("/")
    page = browser.get(home.page.link("2 of your confidential cases have receipt codes to save") + "?next=/events/")
    assert {"甲事", "乙事"} == {one for one in ("甲事", "乙事", "丙事") if one in page.words}
    shown = browser.post_form(page, press="Show the codes")
    assert len(CODE.findall(shown.words)) == 2
    assert shown.page.link("I have saved it: continue") == "/events/"
    again = Client(app).post("/login?next=/events/", data=typed)
    assert again.headers["Location"] == "/events/" and "receipt code" not in browser.get("/").words


def test_what_was_entered_on_behalf_or_is_a_colleagues_has_no_code(drive: Drive, sign_in: SignIn) -> None:
    intake.submit_on_behalf(
        Kind.COMPLAINT, drive.words(), contact_of(drive.cast.member).id, "phone", actor=drive.who("secretary")
    )
    db.session.commit()
    assert receipts.waiting(drive.who("member")) == receipts.waiting(drive.who("colleague")) == []


def test_the_code_opens_just_its_case_however_it_is_typed(app: Flask, drive: Drive, sign_in: SignIn, code: str) -> None:
    mine = drive.reference
    other = drive.submit(title="另一件", respondents=SECRETARIAT).reference
    browser = back(app, drive)
    assert [browser.get(f"/cases/{one}").status_code for one in (mine, other)] == [404, 404]
    typed = code.translate(str.maketrans("0123456789 ", "０１２３４５６７８９-"))
    page = browser.post_form("/cases/open-again", {"code": typed})
    assert page.request.full_path == f"/cases/{mine}?" and "Unlocked for the member" in page.words
    assert code.replace(" ", "")[6:] not in stored(), "nor is it in the log"
    assert "by the receipt code" in page.words and "陈秘书" in page.words
    assert browser.get(f"/cases/{other}").status_code == 404
    account = browser.get("/account").words
    assert mine in account and other not in account and "link issued by 陈秘书" in account
    assert browser.post_form("/cases/open-again", {"code": code}).request.path == f"/cases/{mine}", "it is open"


def test_after_another_link_it_is_closed_again_and_the_account_page_forgets_it(
    app: Flask, drive: Drive, code: str
) -> None:
    back(app, drive).post_form("/cases/open-again", {"code": code})
    browser = back(app, drive)
    assert drive.reference not in browser.get("/account").words
    assert browser.get(f"/cases/{drive.reference}").status_code == 404
    assert browser.post_form("/cases/open-again", {"code": code}).request.path == f"/cases/{drive.reference}"


@pytest.mark.parametrize("wrong", ["", "1234", "12345678901234567", "１２３ 字母"])
def test_what_is_no_code_is_said_at_its_field_and_does_not_count(
    app: Flask, drive: Drive, code: str, wrong: str
) -> None:
    browser = back(app, drive)
    for _try in range(9):
        answer = browser.post_form("/cases/open-again", {"code": wrong})
        assert answer.status_code == 422 and answer.page.css("[name=code][aria-invalid=true]")


def test_wrong_unknown_and_others_codes_are_answered_alike_in_words_and_queries(
    app: Flask, drive: Drive, code: str, queries: list[str]
) -> None:
    drive.submit(by="rival", title="别家的事")
    others = take_code(Client(app).sign_in(drive.cast.rival))
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    unknown = ("9" if code[0] != "9" else "8") + code[1:]
    browser = back(app, drive)
    browser.get("/cases/open-again")
    found = []
    for typed in (wrong, unknown, others):
        queries.clear()
        answer = browser.post("/cases/open-again", data={"code": typed})
        assert answer.status_code == 422
        found.append((answer.words.replace(typed, ""), sorted(answer.headers.keys()), len(queries)))
    assert found == [found[0]] * 3


def test_wrong_and_unknown_codes_have_the_same_work_done(
    app: Flask, drive: Drive, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    back(app, drive)
    worked: list[str] = []
    real = opening.passwords.verify
    monkeypatch.setattr(opening.passwords, "verify", lambda known, typed: worked.append(typed) or real(known, typed))
    for typed in (code[:-1] + str((int(code[-1]) + 1) % 10), "0" * 16):
        with pytest.raises(DomainError):
            opening.open_again(typed, actor=drive.who("member"), address="::1")
    assert len(worked) == 2


def test_the_pause_doubles_by_account_and_the_right_code_waits_too(
    app: Flask, drive: Drive, code: str, clock: Clock
) -> None:
    browser = back(app, drive)
    waits = []
    for _try in range(12):
        answer = browser.post("/cases/open-again", data={"code": "0" * 16})
        if answer.status_code == 429:
            assert browser.post("/cases/open-again", data={"code": code}).status_code == 429
            seconds = int(answer.headers["Retry-After"])
            waits.append(seconds // 60)
            clock.advance(seconds=seconds)
    assert waits == [1, 2, 4, 8, 16]
    assert browser.post_form("/cases/open-again", {"code": code}).request.path == f"/cases/{drive.reference}"


def test_another_browser_address_or_link_does_not_begin_the_count_anew(app: Flask, drive: Drive, code: str) -> None:
    browser = back(app, drive)
    for _try in range(tries.CODES_OF_ACCOUNT.free):
        assert browser.post("/cases/open-again", data={"code": "0" * 16}).status_code == 422
    again = back(app, drive)
    there = {"REMOTE_ADDR": "10.9.8.7"}
    assert again.post("/cases/open-again", data={"code": code}, environ_base=there).status_code == 429


def test_an_address_waits_whatever_the_account(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "CODES_OF_ADDRESS", tries.Bound(2))
    for name in ("member", "rival"):
        with pytest.raises(DomainError, match="does not open anything"):
            opening.open_again("0" * 16, actor=drive.who(name), address="::1")
    with pytest.raises(TooMany):
        opening.open_again("0" * 16, actor=drive.who("colleague"), address="::1")
    with pytest.raises(DomainError, match="does not open anything"):
        opening.open_again("0" * 16, actor=drive.who("colleague"), address="10.9.8.7")


def test_tries_at_the_same_moment_all_count(app: Flask, drive: Drive, code: str) -> None:
    actor = drive.who("member")
    db.session.commit()

    def guess(number: int) -> str:
        with app.test_request_context():
            try:
                with unit_of_work():
                    opening.open_again(f"{number:016}", actor=actor, address="::1")
            except DomainError as error:
                return type(error).__name__
            return "opened"

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda number: copy_context().run(guess, number), range(24)))
    free = tries.CODES_OF_ACCOUNT.free
    assert sorted(said) == ["DomainError"] * free + ["TooMany"] * (24 - free)


def test_slips_before_the_right_code_are_forgotten(app: Flask, drive: Drive, code: str) -> None:
    browser = back(app, drive)
    for _round in range(3):
        for _try in range(2):
            browser.post("/cases/open-again", data={"code": "0" * 16})
        assert browser.post("/cases/open-again", data={"code": code}).status_code == 303


def test_the_page_says_the_same_to_everybody_and_nobody_but_members_has_it(app: Flask, drive: Drive, code: str) -> None:
    locked = back(app, drive).get("/cases/open-again").words
    assert locked == english(Client(app).sign_in(drive.cast.rival)).get("/cases/open-again").words
    for name in ("secretary", "handler", "leader", "supervisor", "president"):
        assert Client(app).sign_in(getattr(drive.cast, name)).get("/cases/open-again").status_code == 403, name


def test_who_forgot_the_password_is_told_before_and_after_what_the_link_closes(
    app: Flask, drive: Drive, code: str
) -> None:
    token = invitations.issue(actor=drive.who("secretary"), contact=contact_of(drive.cast.member))
    db.session.commit()
    browser = english(Client(app))
    page = browser.get(f"/join/{token}")
    assert "stays locked until you enter its receipt code" in page.words
    after = browser.post_form(page, NEW)
    assert after.request.path == "/cases/open-again" and after.page.css("[name=code]")
    assert "receipt code" in browser.get("/cases/").words


def test_the_author_may_leave_another_number_when_the_code_is_taken(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    browser = english(sign_in(drive.cast.member))
    page = browser.post_form("/cases/receipts", {"number": "12"}, press="Show the code")
    assert page.status_code == 422 and page.page.css("[name=number][aria-invalid=true]")
    assert CODE.findall(browser.post_form(page, {"number": "13955556666"}, press="Show the code").words)
    assert drive.case.author_phone == "+8613955556666"


def test_a_shared_address_never_waits_longer_than_a_quarter_of_an_hour(
    drive: Drive, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(tries, "CODES_OF_ACCOUNT", tries.Bound(99))
    waits = []
    for _try in range(60):
        try:
            opening.open_again("0" * 16, actor=drive.who("member"), address="::1")
        except TooMany as error:
            waits.append(error.seconds)
            clock.advance(seconds=error.seconds)
        except DomainError:
            pass
    assert max(waits) == 15 * 60 and len(waits) > 20
