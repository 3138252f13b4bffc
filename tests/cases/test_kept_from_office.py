"""Whoever the secretariat could bring into a case by a link of its own loses it when the secretariat does."""

from collections.abc import Callable

from flask import Flask

from chamber.accounts.acting import ActingAs, actor_for
from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import answering, intake, releasing, sharing, whom
from chamber.cases.words import Kind, RespondentKind
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.members.record import contacts
from chamber.rights import Role
from tests.accounts.test_two_accounts import take_over
from tests.cases.test_shared_by_code import code_on, join, newcomer, share, type_in
from tests.cases.test_taken_over import SECRETARIAT, contact_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import make_account, make_member_account
from tests.factories.cases import Drive
from tests.notifications.test_bell import unread

SignIn = Callable[[Account], Client]
__all__ = ["newcomer"]


def reads(browser: Client, drive: Drive) -> bool:
    """Whether the case is there, alone and in the list."""
    page = browser.get(f"/cases/{drive.reference}").status_code == 200
    assert page == (drive.reference in browser.get("/cases/").words)
    return page


def test_a_colleague_named_while_it_was_open_needs_the_code_once_it_is_confidential_or_about_the_secretariat(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn, clock: Clock
) -> None:
    browser, author = join(app, drive, newcomer), english(sign_in(drive.cast.member))
    drive.submit(Kind.REQUEST)
    share(drive, newcomer)
    assert reads(browser, drive)
    releasing.make_confidential(drive.reference, actor=drive.who("member"))
    db.session.commit()
    assert not reads(browser, drive) and reads(author, drive)
    assert "which stands on the page “Name a colleague”" in author.get(f"/cases/{drive.reference}").words
    clock.advance(minutes=5)
    type_in(browser, code_on(author.get(f"/cases/{drive.reference}/name-colleague")))
    assert reads(browser, drive)
    whom.add_respondent(drive.reference, *SECRETARIAT, actor=drive.who("member"))
    db.session.commit()
    assert reads(browser, drive), "the author has passed the code on to them"


def test_a_colleague_whom_the_secretariat_named_loses_it_when_it_is_about_the_secretariat(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn, clock: Clock
) -> None:
    browser, desk = join(app, drive, newcomer), english(sign_in(drive.cast.secretary))
    drive.submit()
    share(drive, newcomer, "secretary", behalf=())
    old = code_on(desk.get(f"/cases/{drive.reference}/name-colleague"))
    type_in(browser, old)
    assert reads(browser, drive)
    clock.advance(minutes=5)
    whom.add_respondent(drive.reference, *SECRETARIAT, actor=drive.who("member"))
    db.session.commit()
    assert not reads(browser, drive)
    type_in(browser, old)
    assert not reads(browser, drive)
    new = code_on(english(sign_in(drive.cast.supervisor)).get(f"/cases/{drive.reference}/name-colleague"))
    assert new and new != old


def test_an_author_whom_a_link_of_the_secretariat_brought_in_loses_it_when_others_say_that_it_is_about_it(
    app: Flask, drive: Drive, newcomer: Contact
) -> None:
    case = intake.submit_on_behalf(Kind.COMPLAINT, drive.words(), newcomer.id, "phone", actor=drive.who("secretary"))
    drive.reference = case.reference
    browser = join(app, drive, newcomer)
    assert reads(browser, drive)
    whom.add_respondent(drive.reference, *SECRETARIAT, actor=drive.who("secretary"))
    db.session.commit()
    assert not reads(browser, drive)


def test_so_they_do_when_whoever_made_the_link_steps_back_but_not_when_somebody_else_does(
    app: Flask, drive: Drive, newcomer: Contact
) -> None:
    second = make_account("second", "方知行", Role.SECRETARIAT)
    case = intake.submit_on_behalf(Kind.COMPLAINT, drive.words(), newcomer.id, "phone", actor=drive.who("secretary"))
    drive.reference = case.reference
    browser = join(app, drive, newcomer)
    respondents.recuse(drive.reference, second.id, "亲属", actor=drive.who("secretary"))
    db.session.commit()
    assert reads(browser, drive)
    respondents.recuse(drive.reference, drive.cast.secretary.id, "亲属", actor=drive.who("secretary"))
    db.session.commit()
    assert not reads(browser, drive)


def test_an_author_who_says_it_themselves_keeps_it_though_a_link_of_the_office_led_in(
    app: Flask, drive: Drive, newcomer: Contact
) -> None:
    case = intake.submit_on_behalf(
        Kind.REQUEST, drive.words(Kind.REQUEST), newcomer.id, "phone", actor=drive.who("secretary")
    )
    drive.reference = case.reference
    browser = join(app, drive, newcomer)
    author = actor_for(newcomer.account_id or 0, ActingAs(Role.MEMBER, "", contact_id=newcomer.id))
    whom.add_respondent(drive.reference, *SECRETARIAT, actor=author)
    db.session.commit()
    assert reads(browser, drive)


def test_so_does_one_who_came_by_such_a_link_before_sending_it(
    app: Flask, drive: Drive, newcomer: Contact, clock: Clock
) -> None:
    browser = join(app, drive, newcomer)
    clock.advance(minutes=5)
    author = actor_for(newcomer.account_id or 0, ActingAs(Role.MEMBER, "", contact_id=newcomer.id))
    drive.reference = intake.submit(Kind.REQUEST, drive.words(Kind.REQUEST), actor=author).reference
    whom.add_respondent(drive.reference, *SECRETARIAT, actor=drive.who("secretary"))
    db.session.commit()
    assert reads(browser, drive)


def test_a_colleague_loses_an_open_case_whom_somebody_brought_in_who_steps_back(
    app: Flask, drive: Drive, newcomer: Contact
) -> None:
    make_account("second", "方知行", Role.SECRETARIAT)
    browser = join(app, drive, newcomer)
    drive.submit(Kind.REQUEST)
    share(drive, newcomer)
    respondents.recuse(drive.reference, drive.cast.secretary.id, "亲属", actor=drive.who("secretary"))
    db.session.commit()
    assert not reads(browser, drive)


def test_what_the_bell_told_such_a_colleague_is_withdrawn(app: Flask, drive: Drive, newcomer: Contact) -> None:
    browser = join(app, drive, newcomer)
    drive.submit(Kind.REQUEST)
    share(drive, newcomer)
    assert drive.reference in browser.get("/notifications/").words
    releasing.make_confidential(drive.reference, actor=drive.who("member"))
    db.session.commit()
    assert drive.reference not in browser.get("/notifications/").words
    assert unread(browser) == "Messages", "nor does its number tell"


def test_whoever_was_named_before_the_author_says_none_of_these_needs_the_code_then(
    app: Flask, drive: Drive, newcomer: Contact
) -> None:
    browser = join(app, drive, newcomer)
    drive.submit(confidential=False, respondents=(Respondent(RespondentKind.OTHER, text="老夏"),))
    share(drive, newcomer)
    assert drive.case.question and reads(browser, drive)
    answering.name_respondent(drive.reference, "none", actor=drive.who("member"))
    db.session.commit()
    assert drive.case.open_since and not reads(browser, drive)


def test_a_colleague_who_opened_it_by_the_code_goes_on_when_the_author_leaves(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn, clock: Clock
) -> None:
    drive.submit()
    share(drive, newcomer)
    browser = join(app, drive, newcomer)
    clock.advance(minutes=5)
    sharing.name_colleague(drive.reference, newcomer.id, actor=drive.who("member"))
    db.session.commit()
    type_in(browser, code_on(english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}/name-colleague")))
    author = contact_of(drive.cast.member)
    contacts.leave(author.member_id, author.id, actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.author_contact_id == newcomer.id


def test_who_came_into_the_account_of_whoever_went_on_reads_nothing_as_their_colleague_when_the_author_is_back(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn, clock: Clock
) -> None:
    drive.submit()
    author = contact_of(drive.cast.member)
    colleague = join(app, drive, newcomer)
    clock.advance(minutes=5)
    share(drive, newcomer)
    page = english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}/name-colleague")
    type_in(colleague, code_on(page))
    clock.advance(minutes=5)
    contacts.leave(author.member_id, author.id, actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.author_contact_id == newcomer.id
    clock.advance(minutes=5)
    browser = join(app, drive, newcomer)
    contacts.come_back(author.member_id, author.id, actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.author_contact_id == author.id
    assert not reads(browser, drive)


def test_what_was_passed_on_does_not_come_back_to_an_account_that_took_over_the_authors(
    app: Flask, drive: Drive, sign_in: SignIn, clock: Clock
) -> None:
    old = make_member_account("danold", "单会员", drive.cast.rival_firm, "+8613800000066")
    db.session.commit()
    sitting = join(app, drive, contact_of(old))
    drive.submit()
    author, colleague = contact_of(drive.cast.member), contact_of(drive.cast.colleague)
    share(drive, colleague)
    clock.advance(minutes=5)
    contacts.leave(author.member_id, author.id, actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.author_contact_id == colleague.id
    assert take_over(sitting).status_code == 200
    contacts.come_back(author.member_id, author.id, actor=drive.who("secretary"))
    db.session.commit()
    sitting.post("/account/act-as", data={"as": f"member:{author.id}"})
    assert not reads(sitting, drive) and drive.reference not in sitting.get("/cases/").words


def test_whoever_was_named_before_nobody_knew_whom_it_is_about_needs_the_code_then(
    app: Flask, drive: Drive, newcomer: Contact
) -> None:
    browser = join(app, drive, newcomer)
    drive.submit(Kind.REQUEST)
    share(drive, newcomer)
    about = Respondent(RespondentKind.OTHER, text="那个胖子")
    whom.add_respondent(drive.reference, about, actor=drive.who("member"))
    db.session.commit()
    assert drive.case.open_since and not reads(browser, drive)


def test_a_colleague_named_before_they_had_an_account_goes_on_once_they_opened_it_by_the_code(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn, clock: Clock
) -> None:
    drive.submit()
    share(drive, newcomer)
    clock.advance(minutes=5)
    browser = join(app, drive, newcomer)
    clock.advance(minutes=5)
    type_in(browser, code_on(english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}/name-colleague")))
    assert reads(browser, drive)
    author = contact_of(drive.cast.member)
    contacts.leave(author.member_id, author.id, actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.author_contact_id == newcomer.id
