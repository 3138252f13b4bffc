"""Who keeps the roster may change an author's number, name and colleagues, and still comes into no earlier case."""

from collections.abc import Callable

import pytest
from flask import Flask

from chamber.accounts.joining import invitations
from chamber.accounts.models import Account
from chamber.cases.doing import daily, sharing
from chamber.cases.words import OPEN_STATES
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.members.record import contacts
from tests.cases.test_taken_over import (
    NEW,
    SECRETARIAT,
    against_secretariat,
    come_in,
    contact_of,
    tell_tales,
    use_link,
)
from tests.client import PASSWORD, Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import make_contact
from tests.factories.cases import Drive
from tests.members.roster import send

HEADER = ["企业名称", "统一社会信用代码", "联系人", "手机", "联系人2", "手机2"]
OFFICE = "13912340000"
"""A number that the secretary can answer."""


def bring_in(app: Flask, drive: Drive, *people: str, firm: str = "firm") -> None:
    """The secretary brings in a roster in which a firm has these people, and confirms all that it asks."""
    desk, member = english(Client(app).sign_in(drive.cast.secretary)), getattr(drive.cast, firm)
    row = [member.name, member.uscc, *people, *[""] * (4 - len(people))]
    looked = send(desk, row, header=HEADER)
    done = desk.post_form(looked, press="Confirm and import")
    assert done.status_code == 200, done.words
    db.session.expire_all()


def number_of(account: Account) -> str:
    """The number that they sign in with."""
    return (account.mobile or "").removeprefix("+86")


def by_new_number(app: Flask, drive: Drive) -> Contact:
    """The author's number becomes that of the office."""
    author = contact_of(drive.cast.member)
    bring_in(app, drive, author.name, OFFICE)
    assert contact_of(drive.cast.member).mobile == f"+86{OFFICE}"
    return contact_of(drive.cast.member)


def by_new_name(app: Flask, drive: Drive) -> Contact:
    """The author's name becomes another one."""
    bring_in(app, drive, "沈小文", contact_of(drive.cast.member).mobile.removeprefix("+86"))
    return contact_of(drive.cast.member)


def by_both(app: Flask, drive: Drive) -> Contact:
    """First the number, then the name: nothing is left of the author but the row."""
    by_new_number(app, drive)
    bring_in(app, drive, "沈小文", OFFICE)
    return contact_of(drive.cast.member)


def by_hand(app: Flask, drive: Drive) -> Contact:
    """On the page of the contact, first the name and then the number: both at once are refused there."""
    author = contact_of(drive.cast.member)
    desk = english(Client(app).sign_in(drive.cast.secretary))
    page = f"/members/{author.member_id}/contacts/{author.id}/edit"
    assert desk.post_form(page, {"name": "沈小文", "mobile": OFFICE}).status_code == 422
    for typed in ({"name": "沈小文"}, {"mobile": OFFICE}):
        done = desk.post_form(page, typed)
        assert done.status_code == 200, done.words
    db.session.expire_all()
    return contact_of(drive.cast.member)


@pytest.mark.parametrize("change", [by_new_number, by_new_name, by_both, by_hand])
def test_no_change_of_the_authors_row_opens_an_earlier_case_to_a_link(
    change: Callable[[Flask, Drive], Contact], app: Flask, drive: Drive
) -> None:
    reference = against_secretariat(drive)
    there = change(app, drive)
    browser = come_in(app, invitations.issue(actor=drive.who("secretary"), contact=there))
    assert not tell_tales(app, browser, reference)
    assert not tell_tales(app, Client(app).sign_in(drive.cast.member, NEW["password"]), reference)
    assert drive.case.locked_at and drive.case.author_phone != f"+86{OFFICE}"


@pytest.mark.parametrize("firm", ["firm", "rival_firm"])
def test_a_contact_with_the_authors_number_asks_for_the_authors_own_password(
    firm: str, app: Flask, drive: Drive
) -> None:
    reference = against_secretariat(drive)
    bring_in(app, drive, "沈小文", number_of(drive.cast.member), "另一人", OFFICE, firm=firm)
    twin = db.session.query(Contact).filter_by(name="沈小文").order_by(Contact.id.desc()).first()
    if twin is not None and twin.account_id is None:
        browser = english(Client(app))
        token = invitations.issue(actor=drive.who("secretary"), contact=twin)
        db.session.commit()
        assert use_link(browser, token, password="guessed-2031").status_code == 422
        assert not tell_tales(app, browser, reference)
    office = db.session.query(Contact).filter_by(mobile=f"+86{OFFICE}").one()
    browser = come_in(app, invitations.issue(actor=drive.who("secretary"), contact=office))
    assert not tell_tales(app, browser, reference)
    assert Client(app).sign_in(drive.cast.member).get(f"/cases/{reference}").status_code == 200


def test_a_named_colleague_whose_number_becomes_that_of_an_account_of_the_office_lets_it_read_nothing(
    app: Flask, drive: Drive, clock: Clock
) -> None:
    named = make_contact(drive.cast.firm, "尚无账号", None, "+8613800000077")
    drive.submit(respondents=SECRETARIAT)
    sharing.name_colleague(drive.reference, named.id, actor=drive.who("member"))
    db.session.commit()
    own = drive.cast.rival
    named.mobile = own.mobile or ""
    db.session.commit()
    token = invitations.issue(actor=drive.who("secretary"), contact=named)
    browser = come_in(app, token, password=PASSWORD)
    assert db.session.get_one(Contact, named.id).account_id == own.id
    assert not tell_tales(app, browser, drive.reference)
    author = contact_of(drive.cast.member)
    contacts.leave(author.member_id, author.id, actor=drive.who("secretary"))
    db.session.commit()
    for _day in range(60):
        clock.advance(days=1)
        daily.run()
    assert not tell_tales(app, browser, drive.reference)
    assert drive.case.author_contact_id == author.id and drive.case.state in OPEN_STATES


def test_what_a_member_says_is_wrong_on_the_own_page_changes_no_account(app: Flask, drive: Drive) -> None:
    reference, here = against_secretariat(drive), f"/members/{drive.cast.firm.id}"
    colleague, desk = (Client(app).sign_in(getattr(drive.cast, name)) for name in ("colleague", "secretary"))
    english(colleague).post_form(here, {"text": f"单会员的手机请改为{OFFICE}"}, action="/corrections")
    assert OFFICE in desk.get(here).text
    assert number_of(drive.cast.member) != OFFICE
    assert Client(app).sign_in(drive.cast.member).get(f"/cases/{reference}").status_code == 200
