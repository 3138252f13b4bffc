from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from chamber.accounts import administration
from chamber.accounts.joining import accepting, invitations
from chamber.accounts.joining.accepting import Typed
from chamber.accounts.models import Account, AccountRole, AccountSession, Invitation
from chamber.cases.access import respondents
from chamber.errors import DomainError, Forbidden, NotFound
from chamber.members.models import MemberStatus
from chamber.members.record import contacts
from chamber.rights import Role
from tests.client import Client
from tests.factories.accounts import make_account, make_contact
from tests.factories.audit import history
from tests.factories.cases import Drive

TYPED = {"mobile": "139 1111 2222", "password": "wutong-2027"}
STAFF = {"username": "newcomer", "password": "wutong-2027"}
FROM = {"address": "::1", "device": ""}


@pytest.fixture
def contact(db, cast):
    row = make_contact(cast.firm, "新联系人", None, "+8613911112222")
    db.session.commit()
    return row


@pytest.fixture
def token(db, cast, actor, contact):
    made = invitations.issue(actor=actor(cast.secretary), contact=contact)
    db.session.commit()
    return made


def test_a_link_opens_an_account_of_the_firm(db, cast, contact, token, client):
    answer = client.post_form(f"/join/{token}", TYPED)
    assert answer.status_code == 200 and answer.request.path == "/"
    account = db.session.get(Account, contact.account_id)
    assert (account.name, account.username, account.mobile) == ("新联系人", None, "+8613911112222")
    assert [row.role for row in account.roles] == [Role.MEMBER]
    assert [row.act for row in history("account", account.id)] == ["account.joined", "account.signed_in"]


def test_looking_never_uses_it_up(db, token, client):
    for _preview in range(5):
        assert client.get(f"/join/{token}").status_code == 200
        assert client.head(f"/join/{token}").status_code == 200
    assert db.session.query(Invitation).one().used_at is None
    assert db.session.query(AccountSession).count() == 0
    assert client.post_form(f"/join/{token}", TYPED).status_code == 200


def test_it_works_once(db, token, client, app):
    assert client.post_form(f"/join/{token}", TYPED).status_code == 200
    thief = Client(app)
    assert thief.get(f"/join/{token}").status_code == 404
    before = db.session.query(Account).count()
    assert thief.post(f"/join/{token}", data=TYPED).status_code == 404
    assert db.session.query(Account).count() == before


def test_two_at_once_make_one_account(db, app, token):
    def join(number: int) -> str:
        with app.test_request_context():
            try:
                from chamber.extensions import unit_of_work

                with unit_of_work():
                    accepting.accept(token, Typed("wutong-2027", "13911112222", "", f"twin{number}"), **FROM)
                return "joined"
            except DomainError as error:
                return type(error).__name__

    db.session.commit()
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda number: copy_context().run(join, number), range(6)))
    assert sorted(results) == ["NotFound"] * 5 + ["joined"]
    assert db.session.query(Account).filter(Account.username.like("twin%")).count() == 1


@pytest.mark.parametrize("made_up", ["x", "x" * 43, "%00", "..", "a" * 2000])
def test_a_link_that_never_was_is_not_found(cast, client, made_up):
    assert client.get(f"/join/{made_up}").status_code == 404
    assert client.post(f"/join/{made_up}", data=TYPED).status_code == 404


def test_it_dies_after_seven_days_and_when_a_new_one_is_issued(db, cast, actor, contact, client, clock):
    first = invitations.issue(actor=actor(cast.secretary), contact=contact)
    db.session.commit()
    second = invitations.issue(actor=actor(cast.secretary), contact=contact)
    db.session.commit()
    assert client.get(f"/join/{first}").status_code == 404
    clock.advance(days=6, hours=23)
    assert client.get(f"/join/{second}").status_code == 200
    clock.advance(hours=2)
    assert client.get(f"/join/{second}").status_code == 404


def test_a_second_link_is_the_way_back_and_ends_the_sessions(db, cast, actor, sign_in, client):
    browser = sign_in(cast.member)
    contact = next(row for row in cast.firm.contacts if row.account_id == cast.member.id)
    token = invitations.issue(actor=actor(cast.secretary), contact=contact)
    db.session.commit()
    page = client.get(f"/join/{token}")
    assert "member" in page.words and not page.page.css("[name=mobile]")
    answer = client.post_form(page, {"password": "wutong-2028"})
    assert answer.status_code == 200
    assert browser.get("/account").status_code == 303
    issued = invitations.issued_for(cast.member.id, actor=actor(cast.admin))
    assert [(issuer, bool(row.used_at)) for row, issuer in issued] == [("陈秘书", True)]
    assert "陈秘书" in client.get("/account").words


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"mobile": "　"}, "mobile"),
        ({"mobile": "1391111222"}, "mobile"),
        ({"mobile": "13911112223"}, "mobile"),
        ({"mobile": "13800000002"}, "mobile"),
        ({"password": ""}, "password"),
        ({"password": "short"}, "password"),
        ({"password": "13911112222"}, "password"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_link_stays_good(db, cast, token, client, change, says):
    refused(client, token, TYPED, change, says)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"username": "ab"}, "username"),
        ({"username": "13911112222"}, "username"),
        ({"username": "+86-138-0000-0001"}, "username"),
        ({"username": "secretary"}, "username"),
        ({"username": " SECRETARY"}, "username"),
        ({"password": "short"}, "password"),
        ({"password": "newcomer"}, "password"),
    ],
)
def test_a_user_name_of_staff_that_cannot_be_is_said_at_its_field(db, cast, actor, client, change, says):
    typed = administration.NewAccount("新员工", "", frozenset({Role.LEADER}))
    token = administration.create(typed, actor=actor(cast.admin))[1]
    db.session.commit()
    refused(client, token, STAFF, change, says)


def refused(client, token, typed, change, says):
    answer = client.post_form(f"/join/{token}", {**typed, **change})
    assert answer.status_code == 422
    assert answer.page.css(f'[name={says}][aria-invalid="true"]'), answer.words
    assert "wutong-2027" not in answer.page.html
    assert client.post_form(answer, typed).status_code == 200


@pytest.mark.parametrize("text", ["\x00name", "😀" * 30, "<script>alert(1)</script>", "x" * 10_000, "\u202e名"])
def test_strange_words_never_break_the_page(cast, token, client, text):
    client.inspect = False
    for field in TYPED:
        answer = client.post(f"/join/{token}", data={**TYPED, field: text})
        assert answer.status_code in (303, 422), field
        if answer.status_code == 303:
            return


def test_a_contact_who_left_gets_no_link_and_cannot_use_one(db, cast, contact, token, actor, client):
    contact.left_at = cast.admin.created_at
    db.session.commit()
    assert client.get(f"/join/{token}").status_code == 404
    with pytest.raises(DomainError):
        invitations.issue(actor=actor(cast.secretary), contact=contact)
    with pytest.raises(NotFound):
        accepting.accept(token, Typed("wutong-2027", "13911112222"), **FROM)


@pytest.mark.parametrize("status", [MemberStatus.LEFT, MemberStatus.EXPELLED])
def test_a_contact_of_a_firm_that_left_gets_a_link_only_for_an_open_case_of_its_own(
    db, clock, cast, contact, token, actor, sign_in, client, status
):
    drive, member = Drive(cast), cast.firm.contacts[0]
    drive.submit(by="member")
    cast.firm.status, cast.firm.left_on, cast.firm.left_reason = status, clock.now.date(), "搬迁"
    db.session.commit()
    assert client.get(f"/join/{token}").status_code == 404
    with pytest.raises(DomainError, match="is not in the chamber"):
        invitations.issue(actor=actor(cast.secretary), contact=contact)
    page = sign_in(cast.secretary).get(f"/members/{cast.firm.id}").page
    assert [one for one in page.texts("main button") if one in ("Invite", "New sign-in link")] == ["New sign-in link"]
    assert "Member" not in page.texts(".tag")
    link = invitations.issue(actor=actor(cast.secretary), contact=member)
    db.session.commit()
    assert client.get(f"/join/{link}").status_code == 200
    # The secretariat must not learn of a complaint about itself by a button; a link that is out still works.
    drive.case.supervisor_runs = True
    db.session.commit()
    assert client.get(f"/join/{link}").status_code == 200
    with pytest.raises(DomainError, match="is not in the chamber"):
        invitations.issue(actor=actor(cast.secretary), contact=member)


def test_whoever_stepped_back_from_a_case_does_not_learn_of_it_by_a_button(db, cast, actor, sign_in, drive):
    make_account("second", "吕秘书", Role.SECRETARIAT)
    drive.submit()
    respondents.recuse(drive.reference, cast.secretary.id, "亲属关系", actor=drive.who("secretary"))
    cast.firm.status = MemberStatus.LEFT
    db.session.commit()
    offered = {}
    for account in db.session.query(Account).filter(Account.username.in_(("secretary", "second"))):
        page = sign_in(account).get(f"/members/{cast.firm.id}").page
        offered[account.username] = "New sign-in link" in page.texts("main button")
    assert offered == {"secretary": False, "second": True}
    with pytest.raises(DomainError, match="is not in the chamber"):
        invitations.issue(actor=actor(cast.secretary), contact=cast.firm.contacts[0])


def test_the_secretariat_issues_no_link_by_which_it_could_act_as_a_supervisor_with_a_firm(db, cast, actor, sign_in):
    contact = make_contact(cast.firm, cast.supervisor.name, cast.supervisor)
    cast.supervisor.roles.append(AccountRole(role=Role.MEMBER))
    db.session.commit()
    with pytest.raises(DomainError, match="the system administrator issues the link"):
        invitations.issue(actor=actor(cast.secretary), contact=contact)
    page = sign_in(cast.secretary).get(f"/members/{cast.firm.id}").page
    assert page.texts("main button").count("New sign-in link") == 2, "of the two who are nothing but contacts"
    boss = sign_in(cast.admin)
    assert "Issue a sign-in link" in boss.get(f"/admin/accounts/{cast.supervisor.id}").page.texts("button")
    assert "Issue a sign-in link" not in boss.get(f"/admin/accounts/{cast.member.id}").page.texts("button")
    assert administration.issue_link(cast.supervisor.id, actor=actor(cast.admin))


def test_the_home_of_who_left_offers_nothing_that_is_refused(db, clock, cast, sign_in):
    cast.firm.status = MemberStatus.LEFT
    db.session.commit()
    answer = sign_in(cast.member).get("/")
    assert "not a member of the chamber" in answer.words and "see here who is handling it" not in answer.words
    assert not [url for _label, url in answer.page.links() if "/cases/new" in url]


def test_a_disabled_account_gets_no_link_and_cannot_use_one_by_its_contact(db, cast, actor, client):
    contact = next(row for row in cast.firm.contacts if row.account_id == cast.member.id)
    token = invitations.issue(actor=actor(cast.secretary), contact=contact)
    cast.member.disabled_at = cast.admin.created_at
    db.session.commit()
    assert client.get(f"/join/{token}").status_code == 404
    with pytest.raises(DomainError, match="disabled"):
        invitations.issue(actor=actor(cast.secretary), contact=contact)


def test_who_may_issue(cast, actor):
    contact = next(row for row in cast.firm.contacts if row.account_id == cast.member.id)
    assert contacts.invite(cast.firm.id, contact.id, actor=actor(cast.secretary))
    with pytest.raises(Forbidden):
        administration.issue_link(cast.leader.id, actor=actor(cast.secretary))
    assert administration.issue_link(cast.leader.id, actor=actor(cast.admin))
    for account in (cast.member, cast.leader, cast.supervisor, cast.admin):
        with pytest.raises(Forbidden):
            contacts.invite(cast.firm.id, contact.id, actor=actor(account))


def test_the_set_up_link_makes_the_first_administrator(db, client):
    token = invitations.issue_set_up()
    db.session.commit()
    answer = client.post_form(f"/join/{token}", {**STAFF, "name": "第一位"})
    assert answer.status_code == 200
    account = db.session.query(Account).one()
    assert [row.role for row in account.roles] == [Role.ADMIN]
    assert client.get("/admin/accounts").status_code == 200


def test_the_first_administrator_is_told_all_that_is_wrong_at_once(db, client):
    address = f"/join/{invitations.issue_set_up()}"
    db.session.commit()
    answer = client.post_form(address, {"name": "", "username": "12", "password": "short"})
    assert answer.status_code == 422
    assert [words.partition(" · ")[2] for words in answer.page.texts(".errors li")] == [
        "Please fill in this field.",
        "Please choose a user name of 3 to 60 characters with a letter in it.",
        "Please choose a password of at least 8 characters.",
    ]
    assert db.session.query(Account).count() == 0
