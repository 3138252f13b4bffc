"""One account for one mobile number: a link adds a firm by the account's own password, and is never enough alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from flask import Flask

from chamber.accounts import acting, administration, linking
from chamber.accounts.administration import NewAccount
from chamber.accounts.joining import accepting, invitations, links
from chamber.accounts.joining.accepting import Typed
from chamber.accounts.models import Account, AccountRole, AccountSession, Invitation, SignInFailure
from chamber.cases.access import respondents
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import sharing
from chamber.cases.words import Kind, RespondentKind
from chamber.errors import DomainError
from chamber.extensions import db, unit_of_work
from chamber.members.models import Contact
from chamber.members.record import contacts
from chamber.rights import Actor, Role
from tests.cases.test_taken_over import contact_of
from tests.client import PASSWORD, Answer, Client
from tests.english import english
from tests.factories.accounts import Cast, actor_as, make_account, make_contact
from tests.factories.audit import history
from tests.factories.cases import Drive
from tests.factories.notifications import lines_of

SignIn = Callable[[Account], Client]
ActorOf = Callable[[Account], Actor]
NUMBER = "138 0000 0002"
FROM = {"address": "::1", "device": ""}


@pytest.fixture
def second(cast: Cast) -> Contact:
    """The member of the first firm, as another firm has it on the roster."""
    row = make_contact(cast.rival_firm, "单会员", None, "+8613800000002")
    db.session.commit()
    return row


@pytest.fixture
def token(cast: Cast, second: Contact, actor: ActorOf) -> str:
    """A link of the secretariat for that."""
    made = invitations.issue(actor=actor(cast.secretary), contact=second)
    db.session.commit()
    return made


def add(browser: Client, token: str, mobile: str = NUMBER, password: str = PASSWORD) -> Answer:
    """What the link answers."""
    return browser.post_form(f"/join/{token}", {"mobile": mobile, "password": password})


def test_the_own_password_adds_the_firm_and_nothing_else_changes(
    cast: Cast, second: Contact, token: str, sign_in: SignIn, client: Client
) -> None:
    other_browser, hash_before = sign_in(cast.member), cast.member.password_hash
    answer = add(english(client), token)
    assert answer.status_code == 200 and f"{cast.rival_firm.name} is added to your account" in answer.page.html
    assert second.account_id == cast.member.id and cast.member.password_hash == hash_before
    assert (cast.member.username, cast.member.mobile) == ("member", "+8613800000002")
    assert other_browser.get("/account").status_code == 200, "no session ends"
    assert [one.contact_id for one in acting.acting_choices(cast.member.id)] == [
        contact_of(cast.member).id,
        second.id,
    ]
    row = db.session.query(AccountSession).order_by(AccountSession.id.desc()).first()
    assert row is not None and (row.acting_contact_id, row.by_invitation_id) == (second.id, None)
    assert [one.act for one in history("account", cast.member.id)][-2:] == ["account.linked", "account.signed_in"]
    assert [one.line for one in lines_of(cast.member)] == ["account.linked:person"]
    assert client.get(f"/join/{token}").status_code == 404, "each link is used once"


@pytest.mark.parametrize("password", ["wutong-2027", "", "x" * 300])
def test_without_the_own_password_the_link_does_nothing_at_all(
    cast: Cast, second: Contact, token: str, client: Client, password: str
) -> None:
    before = cast.member.password_hash
    answer = add(english(client), token, password=password)
    assert answer.status_code == 422 and answer.page.css("[name=password][aria-invalid=true]")
    assert second.account_id is None and cast.member.password_hash == before
    assert db.session.query(AccountSession).count() == 0 and db.session.query(Account).count() == 10
    assert client.get("/account").status_code == 303


def test_guessing_by_the_link_counts_like_guessing_at_the_door(cast: Cast, token: str, client: Client) -> None:
    for _try in range(10):
        assert add(client, token, password="guess-number-1").status_code == 422
    assert db.session.query(SignInFailure).count() == 10
    assert add(client, token).status_code == 429
    assert client.post("/login", data={"username": NUMBER, "password": PASSWORD}).status_code == 429


def test_the_number_of_somebody_else_says_nothing_of_whether_it_has_an_account(
    cast: Cast, token: str, client: Client
) -> None:
    english(client)
    texts = [add(client, token, mobile=number).page.texts(".errors li") for number in ("13800000003", "13912345678")]
    assert texts[0] == texts[1] and "ends in 0002" in texts[0][0]
    assert db.session.query(SignInFailure).count() == 0


def test_a_contact_whose_number_the_chamber_does_not_know_adds_the_firm_by_number_and_password(
    cast: Cast, second: Contact, token: str, client: Client
) -> None:
    second.mobile = "+865778888000"
    db.session.commit()
    assert add(client, token, password="wutong-2027").status_code == 422
    assert second.account_id is None
    assert add(client, token).status_code == 200
    assert second.account_id == cast.member.id


def test_a_link_for_a_contact_without_a_known_number_does_not_tell_which_numbers_have_an_account(
    cast: Cast, second: Contact, token: str, client: Client
) -> None:
    second.mobile = "+865778888000"
    db.session.commit()
    english(client)
    numbers = ("13800000003", "13912345678")

    def told(password: str) -> list[list[str]]:
        return [add(client, token, mobile=one, password=password).page.texts(".errors li") for one in numbers]

    assert told("short")[0] == told("short")[1] and "8 characters" in told("short")[0][0]
    assert add(client, token, password="wutong-2027").status_code == 422
    others = told("wutong-2027")
    assert others[0] == others[1] and "ends in 0002" in others[0][0]
    assert add(client, token).status_code == 200, "the first number goes on"


def test_an_account_without_a_number_of_its_own_is_found_by_its_contact(
    cast: Cast, second: Contact, token: str, client: Client
) -> None:
    cast.member.mobile = None
    db.session.commit()
    assert links.look_up(token).way == links.Way.ADD
    assert add(client, token).status_code == 200
    assert second.account_id == cast.member.id


def test_of_two_old_accounts_with_one_number_the_one_whose_password_it_is(
    cast: Cast, second: Contact, token: str, client: Client
) -> None:
    old = make_account("old", "单会员", Role.MEMBER)
    old.password_hash = accepting.passwords.hash_password("an-older-one-2020")
    make_contact(cast.firm, "单会员", old, "+8613800000002")
    db.session.commit()
    assert add(client, token, password="an-older-one-2020").status_code == 200
    assert second.account_id == old.id


@pytest.mark.parametrize("who", ["leader", "president", "supervisor", "secretary", "handler"])
def test_staff_get_the_member_role_besides_by_their_own_password(
    cast: Cast, second: Contact, token: str, client: Client, who: str
) -> None:
    account, cast.member.mobile = getattr(cast, who), None
    contact_of(cast.member).mobile = ""
    db.session.flush()
    account.mobile = "+8613800000002"
    db.session.commit()
    assert add(client, token).status_code == 200
    assert {row.role for row in account.roles} >= {Role.MEMBER} and len(account.roles) == 2
    assert actor_as(account, Role.MEMBER).member_id == cast.rival_firm.id


def test_an_administrator_adds_no_firm(cast: Cast, second: Contact, token: str, client: Client) -> None:
    cast.member.mobile, contact_of(cast.member).mobile = None, ""
    db.session.flush()
    cast.admin.mobile = "+8613800000002"
    db.session.commit()
    answer = add(english(client), token)
    assert answer.status_code == 422 and "system administrator cannot act for a firm" in answer.words
    assert second.account_id is None and [row.role for row in cast.admin.roles] == [Role.ADMIN]


def test_an_account_that_was_never_used_is_not_opened_by_a_link_of_the_secretariat(
    cast: Cast, second: Contact, token: str, actor: ActorOf, client: Client
) -> None:
    second.mobile = "+8613812345678"
    typed = NewAccount("新监事", "13812345678", frozenset({Role.SUPERVISOR}))
    account, own = administration.create(typed, actor=actor(cast.admin))
    db.session.commit()
    page = english(client).get(f"/join/{token}")
    assert "has never been used" in page.words and not page.page.css("[name=password]")
    with pytest.raises(DomainError, match="never been used"):
        accepting.accept(token, Typed("wutong-2027", "13812345678"), **FROM)
    assert account.password_hash == "" and second.account_id is None
    assert client.post_form(f"/join/{own}", {"mobile": "13812345678", "password": "wutong-2027"}).status_code == 200
    assert add(client, token, "13812345678", "wutong-2027").status_code == 200
    assert second.account_id == account.id


def test_a_disabled_account_is_not_opened_either(cast: Cast, second: Contact, token: str, client: Client) -> None:
    cast.member.disabled_at = cast.admin.created_at
    db.session.commit()
    page = english(client).get(f"/join/{token}")
    assert "is closed" in page.words and not page.page.css("[name=password]")
    with pytest.raises(DomainError, match="is closed"):
        accepting.accept(token, Typed(PASSWORD, NUMBER), **FROM)


def test_two_links_of_two_firms_used_at_once_make_one_account(app: Flask, cast: Cast, actor: ActorOf) -> None:
    rows = [make_contact(firm, "新人", None, "+8613911112222") for firm in (cast.firm, cast.rival_firm)]
    db.session.commit()
    tokens = [invitations.issue(actor=actor(cast.secretary), contact=row) for row in rows]
    db.session.commit()

    def join(token: str) -> str:
        with app.test_request_context():
            try:
                with unit_of_work():
                    accepting.accept(token, Typed("wutong-2027", "13911112222"), **FROM)
                return "joined"
            except DomainError as error:
                return type(error).__name__

    with ThreadPoolExecutor(2) as pool:
        assert "joined" in list(pool.map(lambda token: copy_context().run(join, token), tokens))
    for token, used in [
        (row, db.session.query(Invitation).filter_by(token_hash=links.token_hash(row)).one()) for row in tokens
    ]:
        if used.used_at is None:
            assert join(token) == "joined"
    db.session.expire_all()
    assert rows[0].account_id == rows[1].account_id is not None


def test_leaving_one_firm_keeps_the_account_for_the_other(
    cast: Cast, second: Contact, token: str, actor: ActorOf, client: Client
) -> None:
    assert add(client, token).status_code == 200
    contacts.leave(cast.rival_firm.id, second.id, actor=actor(cast.secretary))
    db.session.commit()
    assert client.get("/account").status_code == 303, "nobody acts for a firm that they have left"
    browser = english(client.sign_in(cast.member))
    assert cast.firm.name in browser.get("/account").words
    assert [one.contact_id for one in acting.acting_choices(cast.member.id)] == [contact_of(cast.member).id]


def test_what_waits_for_the_contact_stays_closed_to_an_account_that_the_issuer_can_enter(
    app: Flask, drive: Drive, sign_in: SignIn
) -> None:
    """The secretary writes the own number onto a colleague's contact, and adds that firm to the own account."""
    named = make_contact(drive.cast.firm, "尚无账号", None, "+8613800000077")
    make_account("second", "方知行", Role.SECRETARIAT)
    drive.submit(Kind.REQUEST)
    sharing.name_colleague(drive.reference, named.id, actor=drive.who("member"))
    respondents.recuse(drive.reference, drive.cast.secretary.id, "亲属", actor=drive.who("secretary"))
    about_us = drive.submit(respondents=(Respondent(RespondentKind.SECRETARIAT),), title="关于秘书处").reference
    sharing.name_colleague(about_us, named.id, actor=drive.who("member"))
    named.mobile = "+8613800000001"
    token = invitations.issue(actor=drive.who("secretary"), contact=named)
    db.session.commit()
    browser = english(Client(app))
    assert add(browser, token, "13800000001").status_code == 200
    for reference in (drive.reference, about_us):
        assert browser.get(f"/cases/{reference}").status_code == 404
        assert reference not in browser.get("/cases/").text


def test_a_link_of_before_dies_where_the_administrator_links_the_contact_meanwhile(
    cast: Cast, second: Contact, token: str, actor: ActorOf, client: Client
) -> None:
    cast.rival.roles.append(AccountRole(role=Role.LEADER))
    linking.link(cast.rival.id, second.id, mobile=NUMBER, actor=actor(cast.admin))
    db.session.commit()
    assert client.get(f"/join/{token}").status_code == 404


def test_one_begins_with_the_firm_that_one_acted_for_last(
    cast: Cast, second: Contact, token: str, client: Client, sign_in: SignIn
) -> None:
    assert add(client, token).status_code == 200
    browser = english(sign_in(cast.member))
    assert f"You act for: {cast.rival_firm.name}" in browser.get("/").page.text
    browser.post("/account/act-as", data={"as": f"member:{contact_of(cast.member).id}"})
    assert f"You act for: {cast.firm.name}" in english(sign_in(cast.member)).get("/").page.text


def test_the_switch_in_the_sidebar_says_the_firm_first_and_shortly(
    cast: Cast, second: Contact, token: str, sign_in: SignIn, client: Client
) -> None:
    cast.rival_firm.short_name = "永宁"
    db.session.commit()
    add(english(client), token)
    options = [one.text() for one in sign_in(cast.member).get("/").page.css(".role-switch option")]
    assert [one.split(" · ")[0] for one in options] == [cast.firm.label, "永宁"]
