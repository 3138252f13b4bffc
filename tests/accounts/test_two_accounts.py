"""Two old accounts of one person become one, by both passwords and never silently."""

from collections.abc import Callable

import pytest
from flask import Flask

from chamber.accounts.joining import invitations
from chamber.accounts.models import Account, AccountRole, AccountSession
from chamber.cases.models import CaseRecusal
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.notifications.models import Notification
from chamber.rights import Role
from tests.cases.test_author_left import leave, name
from tests.cases.test_taken_over import SECRETARIAT, come_in, contact_of
from tests.client import PASSWORD, Answer, Client
from tests.english import english
from tests.factories.accounts import make_member_account
from tests.factories.audit import history
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


@pytest.fixture
def old(drive: Drive) -> Account:
    """The other account of the member, for another firm."""
    account = make_member_account("danold", "单会员", drive.cast.rival_firm, "+8613800000066")
    db.session.commit()
    return account


def take_over(browser: Client, username: str = "member", password: str = PASSWORD) -> Answer:
    """What the page of the own account answers."""
    typed = {"other-username": username, "other-password": password}
    return browser.post_form("/account", typed, action="/account/take-over")


def test_firms_cases_and_messages_come_along_and_the_other_account_is_closed(
    drive: Drive, old: Account, sign_in: SignIn
) -> None:
    open_one = drive.submit(respondents=SECRETARIAT, title="开着的事").reference
    contact, other = contact_of(drive.cast.member), sign_in(drive.cast.member)
    browser = english(sign_in(old))
    assert take_over(browser).status_code == 200
    assert contact.account_id == old.id and drive.cast.member.disabled_at
    assert other.get("/account").status_code == 303
    assert (old.mobile, drive.cast.member.mobile) == ("+8613800000066", None)
    assert db.session.query(AccountSession).filter_by(account_id=drive.cast.member.id, ended_at=None).count() == 0
    assert db.session.query(Notification).filter_by(account_id=drive.cast.member.id).count() == 0
    page = browser.get(f"/cases/{open_one}")
    assert page.status_code == 403 and drive.cast.firm.name in page.words
    assert "开着的事" in browser.post_form(page, press=f"Act for {drive.cast.firm.name} and open it").words
    assert history("account", drive.cast.member.id)[-1].act == "account.disabled"
    assert history("account", old.id)[-1].act == "account.linked"
    refused = Client(browser.application).post("/login", data={"username": "member", "password": PASSWORD})
    assert refused.status_code == 422


def test_what_was_locked_or_denied_stays_so(drive: Drive, old: Account, sign_in: SignIn) -> None:
    drive.submit(respondents=SECRETARIAT)
    drive.case.locked_at = drive.case.submitted_at
    locked = drive.reference
    row = CaseRecusal(
        case_id=drive.case.id,
        account_id=drive.cast.member.id,
        reason="亲属",
        by_id=drive.cast.supervisor.id,
        at=drive.case.submitted_at,
    )
    db.session.add(row)
    db.session.commit()
    browser = english(sign_in(old))
    assert take_over(browser).status_code == 200
    browser.post("/account/act-as", data={"as": f"member:{contact_of_firm(drive).id}"})
    assert browser.get(f"/cases/{locked}").status_code == 404 and locked not in browser.get("/cases/").text
    assert {one.account_id for one in db.session.query(CaseRecusal)} == {drive.cast.member.id, old.id}


def test_who_sits_in_the_account_that_takes_over_reads_nothing_of_what_comes_in_confidence(
    app: Flask, drive: Drive, old: Account
) -> None:
    case = drive.submit(respondents=SECRETARIAT).reference
    browser = come_in(app, invitations.issue(actor=drive.who("secretary"), contact=contact_of(old)))
    assert take_over(browser).status_code == 200
    browser.post("/account/act-as", data={"as": f"member:{contact_of_firm(drive).id}"})
    assert browser.get(f"/cases/{case}").status_code == 404 and case not in browser.get("/cases/").text


def test_a_colleague_whose_accounts_became_one_goes_on_when_the_author_leaves(drive: Drive, sign_in: SignIn) -> None:
    contact = contact_of(drive.cast.colleague)
    second = make_member_account("second", drive.cast.colleague.name, drive.cast.rival_firm, "+8613800000067")
    drive.submit()
    name(drive)
    assert take_over(english(sign_in(second)), "colleague").status_code == 200
    leave(drive)
    assert drive.case.author_contact_id == contact.id


def contact_of_firm(drive: Drive) -> Contact:
    """The member's contact at the first firm."""
    return db.session.query(Contact).filter_by(member_id=drive.cast.firm.id, name="单会员").one()


@pytest.mark.parametrize(
    ("username", "password", "says"),
    [
        ("member", "wutong-2027", "The user name or the password is not right."),
        ("nobody", PASSWORD, "The user name or the password is not right."),
        ("danold", PASSWORD, "This is the account that you are signed in with."),
        ("secretary", PASSWORD, "That account has another role too."),
        ("admin", PASSWORD, "That account has another role too."),
    ],
)
def test_nothing_happens_without_the_password_or_where_roles_forbid_it(
    drive: Drive, old: Account, sign_in: SignIn, username: str, password: str, says: str
) -> None:
    browser = english(sign_in(old))
    answer = take_over(browser, username, password)
    assert answer.status_code == 422 and says in answer.words
    assert PASSWORD not in answer.page.html
    assert db.session.query(Account).filter(Account.disabled_at.is_not(None)).count() == 0
    assert contact_of(drive.cast.member).account_id == drive.cast.member.id


def test_staff_take_their_firm_over_and_an_administrator_takes_none(
    drive: Drive, old: Account, sign_in: SignIn
) -> None:
    leader = english(sign_in(drive.cast.leader))
    assert take_over(leader, "danold").status_code == 200
    assert {row.role for row in drive.cast.leader.roles} == {Role.LEADER, Role.MEMBER}
    assert drive.cast.leader.mobile == "+8613800000066"
    admin = english(sign_in(drive.cast.admin))
    assert "Take another account over" not in admin.get("/account").words
    typed = {"other-username": "member", "other-password": PASSWORD}
    assert admin.post("/account/take-over", data=typed).status_code == 422
    assert [row.role for row in drive.cast.admin.roles] == [Role.ADMIN]


def test_a_session_that_a_link_began_opens_nothing_by_it(drive: Drive, old: Account, sign_in: SignIn) -> None:
    """Who took over one account by a link has not the password of the other."""
    drive.submit(respondents=SECRETARIAT)
    old.roles.append(AccountRole(role=Role.SECRETARIAT))
    db.session.commit()
    browser = english(sign_in(old))
    assert take_over(browser, password="mimosa-2031").status_code == 422
    assert browser.get(f"/cases/{drive.reference}").status_code == 404
