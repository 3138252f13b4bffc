"""Every link that is issued for a used account is told to its open sessions, whoever issues it and in whatever way."""

from collections.abc import Callable

import pytest
from flask import Flask

from chamber.accounts.models import Account, AccountRole
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.rights import Role
from tests.client import Client
from tests.english import english
from tests.factories.accounts import Cast, make_contact

TOLD = "A sign-in link was issued for you. If you did not ask for it, please tell us."


def contact_of(account: Account) -> Contact:
    """The first contact that this account is."""
    return db.session.query(Contact).filter_by(account_id=account.id).order_by(Contact.id).first()


def by_secretary(app: Flask, cast: Cast) -> Account:
    """On the page of the contact."""
    contact = contact_of(cast.member)
    desk = english(Client(app).sign_in(cast.secretary))
    assert desk.post(f"/members/{contact.member_id}/contacts/{contact.id}/invite").status_code in (200, 303)
    return cast.member


def for_the_second_firm(app: Flask, cast: Cast) -> Account:
    """As the contact that the same account is of another firm."""
    second = make_contact(cast.rival_firm, "单会员", cast.member, "+8613800000002")
    db.session.commit()
    desk = english(Client(app).sign_in(cast.secretary))
    assert desk.post(f"/members/{second.member_id}/contacts/{second.id}/invite").status_code in (200, 303)
    return cast.member


def by_administrator(app: Flask, cast: Cast) -> Account:
    """On the page of the account, which has another role too."""
    cast.member.roles.append(AccountRole(role=Role.PRESIDENT))
    db.session.commit()
    admin = english(Client(app).sign_in(cast.admin))
    assert admin.post(f"/admin/accounts/{cast.member.id}/link").status_code in (200, 303)
    return cast.member


def on_the_machine(app: Flask, cast: Cast) -> Account:
    """By the command line, for an administrator."""
    name = cast.admin.username
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["set-up-address", "--for", name])
    assert done.exit_code == 0 and "/join/" in done.output, done.output
    return cast.admin


@pytest.mark.parametrize("issue", [by_secretary, for_the_second_firm, by_administrator, on_the_machine])
def test_every_way_to_issue_a_link_is_told_to_the_open_session(
    issue: Callable[[Flask, Cast], Account], app: Flask, cast: Cast
) -> None:
    whose = cast.admin if issue is on_the_machine else cast.member
    open_one = english(Client(app).sign_in(whose))
    open_one.get("/")
    account = issue(app, cast)
    assert account.id == whose.id
    assert open_one.get("/notifications/?show=unread").page.texts(".told-words") == [TOLD]
