"""Whoever issues a sign-in link can use it: what an account brought in confidence stays closed to whoever comes so."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask

from chamber.accounts import linking
from chamber.accounts.joining import invitations, links
from chamber.accounts.models import Account, AccountRole
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import daily, intake, sharing
from chamber.cases.models import CaseColleague
from chamber.cases.words import Kind, RespondentKind
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.notifications import services as notifications
from chamber.notifications import worker
from chamber.rights import Role
from tests.cases.test_leaks import addresses, all_marks, crawl, leaks
from tests.client import PASSWORD, Answer, Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import make_contact, make_member
from tests.factories.cases import Drive
from tests.factories.notifications import lines_of

NEW = {"password": "mimosa-2031"}
SECRETARIAT = (Respondent(RespondentKind.SECRETARIAT),)


def contact_of(account: Account) -> Contact:
    """The contact that this account is, the first one."""
    return db.session.query(Contact).filter_by(account_id=account.id).order_by(Contact.id).first()


def come_in(app: Flask, token: str, **typed: str) -> Client:
    """A browser that has used a link."""
    db.session.commit()
    browser = english(Client(app))
    answer = use_link(browser, token, **typed)
    assert answer.status_code == 200, answer.words
    return browser


def use_link(browser: Client, token: str, **typed: str) -> Answer:
    """What a link answers to who types the number that it is for, and a password."""
    page, number = browser.get(f"/join/{token}"), links.look_up(token).number
    asked = {"mobile": number} if page.page.css("[name=mobile]") else {}
    return browser.post_form(page, {**NEW, **asked, **typed})


def take_over(app: Flask, drive: Drive, who: str = "member", by: str = "secretary") -> Client:
    """The account, entered by a link that the secretariat or the administrator issued to themselves."""
    account, issuer = getattr(drive.cast, who), drive.who(by)
    if by == "secretary":
        return come_in(app, invitations.issue(actor=issuer, contact=contact_of(account)))
    return come_in(app, invitations.issue(actor=issuer, account=account))


def against_secretariat(drive: Drive) -> str:
    """A confidential complaint about the secretariat with a colleague named, on which something has happened."""
    drive.submit(respondents=SECRETARIAT)
    drive.add()
    sharing.name_colleague(drive.reference, contact_of(drive.cast.colleague).id, actor=drive.who("member"))
    intake.contact(drive.reference, "已电话联系。", actor=drive.who("supervisor"))
    db.session.commit()
    return drive.reference


def tell_tales(app: Flask, browser: Client, reference: str) -> dict[str, set[str]]:
    """Every address that gives out the case's number or a word of it."""
    browser.inspect = False
    worker.write_heartbeat()
    forbidden, found = {*all_marks([""]), reference}, {}
    start = [
        *addresses(app, [reference], "GET"),
        f"/cases/?q={quote('琥珀标题')}",
        "/cases/?do=mine",
        "/cases/?sort=due",
    ]
    for address, answer in crawl(browser, iter(start)):
        assert answer.status_code < 500, address
        if leaked := {word for word in leaks(answer, forbidden) if word not in address}:
            found[address] = leaked
        if reference in address and answer.status_code != 404:
            assert browser.get(address.replace(reference, "WQ-2026-ZZZZ")).status_code == answer.status_code, address
    return found


@pytest.mark.parametrize(
    ("who", "by"),
    [
        ("member", "secretary"),
        *(
            pytest.param(*pair, marks=pytest.mark.thorough)
            for pair in [("colleague", "secretary"), ("member", "admin")]
        ),
    ],
)
def test_who_comes_in_by_a_link_of_the_office_finds_no_trace_of_an_earlier_confidential_case(
    who: str, by: str, app: Flask, drive: Drive
) -> None:
    reference = against_secretariat(drive)
    account = getattr(drive.cast, who)
    assert Client(app).sign_in(account).get(f"/cases/{reference}").status_code == 200
    assert Client(app).sign_in(drive.cast.secretary).get(f"/cases/{reference}").status_code == 404
    if by == "admin":
        account.roles.append(AccountRole(role=Role.PRESIDENT))
        db.session.commit()
    browser = take_over(app, drive, who, by)
    browser.post("/account/act-as", data={"as": f"member:{contact_of(account).id}"})
    assert not tell_tales(app, browser, reference)
    other = Client(app).sign_in(account, NEW["password"])
    other.post("/account/act-as", data={"as": f"member:{contact_of(account).id}"})
    assert not tell_tales(app, other, reference)


def test_every_act_on_a_locked_case_answers_like_one_on_a_missing_case(app: Flask, drive: Drive) -> None:
    reference = against_secretariat(drive)
    browser = take_over(app, drive)
    browser.inspect = False
    for address in addresses(app, [reference], "POST"):
        if reference in address:
            answer = browser.post(address, data={"text": "x", "reason": "x", "contact": "1", "grade": "5"})
            missing = browser.post(address.replace(reference, "WQ-2026-ZZZZ"), data={"text": "x"})
            assert answer.status_code == missing.status_code in (403, 404, 405), address


def test_lists_home_and_bell_are_those_of_somebody_who_never_brought_anything(
    app: Flask, drive: Drive, queries: list[str]
) -> None:
    pages = ("/", "/cases/", "/cases/?q=x", "/cases/?do=open", "/notifications/", "/cases/open-again", "/account",
             "/cases/receipts", "/cases/new", "/events/", "/notices/", "/suggestions/")  # fmt: skip
    drive.submit(Kind.REQUEST, by="colleague")

    def seen(who: str, *names: str) -> list[str]:
        browser, texts = take_over(app, drive, who), []
        for page in pages:
            queries.clear()
            text = browser.get(page).page.text
            for name in names:
                text = re.sub(rf"{name}(?!s)", "-", text)
            texts.append(f"{len(queries)} queries: {text}")
        return texts

    without = seen("rival", drive.cast.rival_firm.name, "曾对手", "rival")
    against_secretariat(drive)
    assert any(line.subject.startswith("case:") for line in lines_of(drive.cast.member))
    assert seen("member", drive.cast.firm.name, "单会员", "member") == without


def test_the_firm_that_one_acts_for_makes_no_difference(app: Flask, drive: Drive) -> None:
    other_firm = make_member("第二家公司", 55)
    second = make_contact(other_firm, "单会员", drive.cast.member, "+8613800000002")
    db.session.commit()
    reference = against_secretariat(drive)
    token = invitations.issue(actor=drive.who("secretary"), contact=second)
    browser = come_in(app, token)
    for contact in (second, contact_of(drive.cast.member)):
        assert browser.post("/account/act-as", data={"as": f"member:{contact.id}"}).status_code == 303
        assert browser.get(f"/cases/{reference}").status_code == 404
        assert reference not in browser.get("/cases/").text


@pytest.mark.thorough
def test_a_contact_entered_anew_with_the_same_number_brings_nothing_back(app: Flask, drive: Drive) -> None:
    reference = against_secretariat(drive)
    for firm in (drive.cast.firm, drive.cast.rival_firm):
        twin = make_contact(firm, "单会员", None, "+8613800000002")
        token = invitations.issue(actor=drive.who("secretary"), contact=twin)
        db.session.commit()
        browser = english(Client(app))
        refused = use_link(browser, token)
        assert refused.status_code == 422 and "not the password of that account" in refused.words
        assert not tell_tales(app, browser, reference)


def test_a_contact_that_is_unlinked_and_invited_anew_gives_neither_shared_cases_nor_those_entered_for_it(
    app: Flask, drive: Drive
) -> None:
    reference = against_secretariat(drive)
    colleague, admin = drive.cast.colleague, drive.who("admin")
    colleague.roles.append(AccountRole(role=Role.LEADER))
    contact = contact_of(colleague)
    db.session.commit()
    linking.unlink(colleague.id, contact.id, actor=admin)
    token = invitations.issue(actor=drive.who("secretary"), contact=contact)
    assert use_link(english(Client(app)), token).status_code == 422, "the leader's own password alone adds the firm"
    browser = come_in(app, token, password=PASSWORD)
    assert browser.get(f"/cases/{reference}").status_code == 404


def test_an_account_of_the_administrators_that_is_linked_to_a_named_colleague_reads_nothing(
    app: Flask, drive: Drive, sign_in: Callable[[Account], Client]
) -> None:
    drive.submit(respondents=SECRETARIAT)
    named = make_contact(drive.cast.firm, "尚无账号", None, "+8613800000077")
    sharing.name_colleague(drive.reference, named.id, actor=drive.who("member"))
    db.session.commit()
    linking.link(drive.cast.handler.id, named.id, mobile="13800000077", actor=drive.who("admin"))
    db.session.commit()
    assert db.session.query(CaseColleague).one().locked_at
    browser = sign_in(drive.cast.handler)
    browser.post("/account/act-as", data={"as": f"member:{named.id}"})
    assert browser.get(f"/cases/{drive.reference}").status_code == 404


def code_for_colleague(author: Client, reference: str) -> str:
    """The code that the author passes on."""
    return re.search(r"(?:\d{4} ){3}\d{4}", author.get(f"/cases/{reference}/name-colleague").words)[0]


def test_the_first_joining_locks_nothing(app: Flask, drive: Drive) -> None:
    newcomer = make_contact(drive.cast.firm, "新来的", None, "+8613800000088")
    drive.submit()
    sharing.name_colleague(drive.reference, newcomer.id, actor=drive.who("member"))
    entered = intake.submit_on_behalf(Kind.COMPLAINT, drive.words(), newcomer.id, "phone", actor=drive.who("secretary"))
    token = invitations.issue(actor=drive.who("secretary"), contact=newcomer)
    browser = come_in(app, token)
    code = code_for_colleague(english(Client(app).sign_in(drive.cast.member)), drive.reference)
    assert browser.post_form("/cases/open-again", {"code": code}).status_code == 200
    assert browser.get(f"/cases/{drive.reference}").status_code == 200
    assert browser.get(f"/cases/{entered.reference}").status_code == 200


def test_what_is_not_confidential_or_comes_later_stays_open(app: Flask, drive: Drive) -> None:
    plain = drive.submit(Kind.REQUEST).reference
    about_office = drive.submit(confidential=False, respondents=SECRETARIAT).reference
    secret = drive.submit(title="密事").reference
    browser = take_over(app, drive)
    assert browser.get(f"/cases/{plain}").status_code == 200
    assert browser.get(f"/cases/{secret}").status_code == 404
    assert browser.get(f"/cases/{about_office}").status_code == 404, "the secretariat could not read it either"
    later = drive.submit(title="后来的密事").reference
    assert browser.get(f"/cases/{later}").status_code == 200


def test_a_case_entered_for_the_account_by_the_secretariat_is_locked_too(app: Flask, drive: Drive) -> None:
    case = intake.submit_on_behalf(
        Kind.COMPLAINT, drive.words(), contact_of(drive.cast.member).id, "phone", actor=drive.who("secretary")
    )
    browser = take_over(app, drive)
    assert browser.get(f"/cases/{case.reference}").status_code == 404


def test_the_author_names_the_colleague_again_and_only_then_the_colleague_reads(app: Flask, drive: Drive) -> None:
    reference = against_secretariat(drive)
    browser = take_over(app, drive, "colleague")
    assert browser.get(f"/cases/{reference}").status_code == 404
    author = english(Client(app).sign_in(drive.cast.member))
    page = author.get(f"/cases/{reference}")
    assert "Locked for the member's account" in page.words and "陈秘书" in page.words and "仇同事" in page.words
    contact = contact_of(drive.cast.colleague).id
    assert author.post_form(f"/cases/{reference}/name-colleague", {"contact": contact}).status_code == 200
    assert browser.get(f"/cases/{reference}").status_code == 404
    browser.post_form("/cases/open-again", {"code": code_for_colleague(author, reference)})
    assert browser.get(f"/cases/{reference}").status_code == 200


def test_every_link_is_told_to_open_sessions_alike_with_and_without_cases(app: Flask, drive: Drive) -> None:
    told = []
    for name in ("member", "rival"):
        account = getattr(drive.cast, name)
        if name == "member":
            against_secretariat(drive)
            notifications.mark_read(drive.who("member"))
        browser = english(Client(app).sign_in(account))
        browser.get("/")
        invitations.issue(actor=drive.who("secretary"), contact=contact_of(account))
        db.session.commit()
        bell = browser.get("/notifications/?show=unread").page
        told.append((bell.texts(".told-words"), "1" in browser.get("/account").page.text))
    assert (
        told[0] == told[1] == (["A sign-in link was issued for you. If you did not ask for it, please tell us."], True)
    )


def test_no_locked_case_closes_by_the_silence_of_who_cannot_see_it(app: Flask, drive: Drive, clock: Clock) -> None:
    drive.answered()
    take_over(app, drive)
    clock.advance(days=20)
    daily.run()
    assert drive.case.state == "answered"
