"""A colleague whose account a link of somebody else's opened reads a confidential case by a code that is passed on."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from chamber.accounts.joining import invitations
from chamber.accounts.models import Account
from chamber.cases.doing import sharing
from chamber.cases.models import CaseColleague, CaseEvent
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.members.models import Contact
from tests.cases.test_taken_over import come_in
from tests.client import Answer, Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import make_contact
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


@pytest.fixture
def newcomer(drive: Drive) -> Contact:
    """A contact of the author's firm without an account."""
    found = make_contact(drive.cast.firm, "新来的", None, "+8613800000088")
    db.session.commit()
    return found


def join(app: Flask, drive: Drive, newcomer: Contact) -> Client:
    """Whoever made the link uses it."""
    return english(come_in(app, invitations.issue(actor=drive.who("secretary"), contact=newcomer)))


def share(drive: Drive, newcomer: Contact, by: str = "member", **more: object) -> None:
    """Let them read it."""
    sharing.name_colleague(drive.reference, newcomer.id, actor=drive.who(by), **more)  # type: ignore[arg-type]
    db.session.commit()


def code_on(page: Answer) -> str:
    """The code that the page of the author has."""
    found = re.search(r"(?:\d{4} ){3}\d{4}", page.words)
    return found[0] if found else ""


def type_in(browser: Client, code: str) -> Answer:
    """Type a code."""
    return browser.post_form("/cases/open-again", {"code": code})


def test_an_account_that_the_secretariat_joined_before_it_was_named_reads_nothing_without_the_code(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn
) -> None:
    browser = join(app, drive, newcomer)
    drive.submit()
    share(drive, newcomer)
    here = f"/cases/{drive.reference}"
    assert browser.get(here).status_code == 404 and drive.reference not in browser.get("/cases/").words
    author = english(sign_in(drive.cast.member))
    code = code_on(author.get(f"{here}/name-colleague"))
    assert code
    assert type_in(browser, "0000 0000 0000 0000").status_code == 422
    assert browser.get(here).status_code == 404
    type_in(browser, code)
    assert browser.get(here).status_code == 200
    assert "with the code passed on" in author.get(here).words
    assert not code_on(author.get(f"{here}/name-colleague"))
    assert db.session.query(CaseEvent).filter_by(act=Act.OPEN_AGAIN).one().text == "新来的"


def test_the_page_says_who_made_the_link_that_opened_the_account_and_when(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn
) -> None:
    join(app, drive, newcomer)
    drive.submit()
    page = english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}/name-colleague")
    assert "新来的: account opened with a link issued by 陈秘书 on" in page.text
    assert "never through the chamber" in page.words


def test_the_code_is_shown_to_nobody_but_who_named_the_colleague(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn
) -> None:
    join(app, drive, newcomer)
    drive.submit()
    address = f"/cases/{drive.reference}/name-colleague"
    share(drive, newcomer)
    code = code_on(english(sign_in(drive.cast.member)).get(address))
    desk = english(sign_in(drive.cast.secretary))
    assert not code_on(desk.get(address)) and code not in desk.get(f"/cases/{drive.reference}").words
    share(drive, newcomer, "secretary", behalf=())
    assert code_on(desk.get(address))
    assert not code_on(english(sign_in(drive.cast.member)).get(address))


def test_who_joins_after_being_named_needs_the_code_too_and_an_old_code_opens_nothing(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn, clock: Clock
) -> None:
    drive.submit()
    share(drive, newcomer)
    author, address = english(sign_in(drive.cast.member)), f"/cases/{drive.reference}/name-colleague"
    old = code_on(author.get(address))
    browser = join(app, drive, newcomer)
    clock.advance(minutes=5)
    share(drive, newcomer)
    new = code_on(author.get(address))
    assert old and new and old != new
    type_in(browser, old)
    assert browser.get(f"/cases/{drive.reference}").status_code == 404
    type_in(browser, new)
    assert browser.get(f"/cases/{drive.reference}").status_code == 200


def test_a_code_of_one_colleague_opens_nothing_to_another_and_none_to_whom_it_is_about(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn
) -> None:
    drive.submit()
    share(drive, newcomer)
    code = code_on(english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}/name-colleague"))
    for who in ("colleague", "rival"):
        client = english(sign_in(getattr(drive.cast, who)))
        assert type_in(client, code).status_code == 422
        assert client.get(f"/cases/{drive.reference}").status_code == 404


def test_after_a_later_link_the_code_of_before_opens_nothing(
    app: Flask, drive: Drive, newcomer: Contact, sign_in: SignIn, clock: Clock
) -> None:
    browser = join(app, drive, newcomer)
    drive.submit()
    share(drive, newcomer)
    code = code_on(english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}/name-colleague"))
    type_in(browser, code)
    clock.advance(minutes=5)
    again = english(come_in(app, invitations.issue(actor=drive.who("secretary"), contact=newcomer)))
    assert again.get(f"/cases/{drive.reference}").status_code == 404
    assert type_in(again, code).status_code == 422
    row = db.session.query(CaseColleague).one()
    assert row.locked_at and row.locked_at != row.named_at


def test_what_is_not_kept_from_others_needs_no_code(app: Flask, drive: Drive, newcomer: Contact) -> None:
    browser = join(app, drive, newcomer)
    drive.submit(Kind.REQUEST)
    share(drive, newcomer)
    assert browser.get(f"/cases/{drive.reference}").status_code == 200
