"""Accounts as the administrator keeps them: made, given roles, disabled, linked."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from sqlalchemy import select

from chamber.accounts import administration, linking
from chamber.accounts.administration import NewAccount
from chamber.accounts.joining import invitations, links
from chamber.accounts.models import Account, AccountSession, Invitation
from chamber.errors import Conflict, DomainError, NotFound
from chamber.extensions import unit_of_work
from chamber.rights import CASE_ROLES, Role
from tests.factories.accounts import make_account, make_contact
from tests.factories.audit import history


@pytest.fixture
def boss(cast, actor):
    return actor(cast.admin)


def roles(*chosen: Role) -> frozenset[Role]:
    return frozenset(chosen)


def test_a_new_account_gets_a_link_that_opens_it(db, cast, boss, client):
    typed = NewAccount("夏新人", "138 1111 2222", roles(Role.HANDLER), cast.department.id)
    account, token = administration.create(typed, actor=boss)
    db.session.commit()
    assert (account.mobile, account.username) == ("+8613811112222", None)
    assert links.look_up(token).name == "夏新人"
    answer = client.post_form(f"/join/{token}", {"mobile": "138 1111 2222", "password": "wutong-2027"})
    assert answer.status_code == 200 and answer.request.path == "/"
    seats = {seat.account_id: seat.is_lead for seat in cast.department.handlers}
    assert seats == {cast.handler.id: True, account.id: False}
    assert {row.act for row in history("account", account.id)} >= {"account.created", "invitation.issued"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "　"}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"mobile": "12345"}, "mobile"),
        ({"mobile": "13800000001"}, "mobile"),
        ({"roles": roles()}, "roles"),
        ({"roles": roles(Role.ADMIN, Role.LEADER)}, "roles"),
        ({"roles": roles(Role.MEMBER)}, "roles"),
        ({"roles": roles(Role.HANDLER)}, "department"),
        ({"roles": roles(Role.HANDLER), "department_id": 999}, "department"),
    ],
)
def test_an_account_that_cannot_be_is_refused_at_the_field(db, cast, boss, change, field):
    before = db.session.query(Account).count()
    with pytest.raises(DomainError) as error:
        administration.create(NewAccount(**{"name": "某人", "roles": roles(Role.LEADER), **change}), actor=boss)
    assert error.value.field == field
    db.session.rollback()
    assert db.session.query(Account).count() == before


def test_the_first_handler_of_a_department_leads_it(db, cast, boss):
    cast.department.handlers.clear()
    db.session.flush()
    account, _token = administration.create(NewAccount("牵头", "", roles(Role.HANDLER), cast.department.id), actor=boss)
    assert [(seat.account_id, seat.is_lead) for seat in cast.department.handlers] == [(account.id, True)]


@pytest.mark.parametrize("role", sorted(CASE_ROLES))
def test_the_administrator_goes_with_no_role_that_reads_cases(db, cast, boss, role):
    for account in (cast.leader, cast.admin):
        wanted = roles(Role.ADMIN, role)
        with pytest.raises(DomainError) as error:
            administration.set_roles(account.id, wanted, actor=boss, version=account.version)
        assert error.value.field == "roles"


def test_roles_change_at_once_and_are_logged(db, cast, boss, sign_in):
    browser = sign_in(cast.leader)
    administration.set_roles(
        cast.leader.id, roles(Role.PRESIDENT, Role.SUPERVISOR), actor=boss, version=cast.leader.version
    )
    db.session.commit()
    assert browser.get("/").status_code == 303, "the role that was acted in is gone, so is the session's right"
    row = history("account", cast.leader.id)[-1]
    assert row.act == "account.roles_changed"
    with pytest.raises(Conflict):
        administration.set_roles(cast.leader.id, roles(Role.LEADER), actor=boss, version=1)


def test_nobody_changes_or_disables_the_own_account(cast, boss):
    for act in (
        lambda: administration.set_roles(cast.admin.id, roles(Role.LEADER), actor=boss, version=cast.admin.version),
        lambda: administration.disable(cast.admin.id, actor=boss, reason="x"),
    ):
        with pytest.raises(DomainError, match="another administrator"):
            act()


def test_the_last_administrator_who_can_sign_in_stays(db, cast, boss, actor):
    other = make_account("other", "另一位", Role.ADMIN)
    other.password_hash = ""
    db.session.commit()
    with pytest.raises(DomainError, match="last administrator"):
        administration.disable(cast.admin.id, actor=actor(other), reason="离职")
    db.session.rollback()
    with pytest.raises(DomainError, match="last administrator"):
        administration.set_roles(cast.admin.id, roles(Role.LEADER), actor=actor(other), version=cast.admin.version)
    db.session.rollback()
    other.password_hash = cast.admin.password_hash
    db.session.commit()
    assert administration.disable(cast.admin.id, actor=actor(other), reason="离职").disabled_at


def test_two_administrators_cannot_disable_each_other_at_once(db, app, cast, actor):
    second = make_account("second_admin", "第二位", Role.ADMIN)
    db.session.commit()
    pairs = [(actor(cast.admin), second.id), (actor(second), cast.admin.id)]
    db.session.commit()

    def disable(pair) -> str:
        who, number = pair
        with app.test_request_context():
            try:
                with unit_of_work():
                    administration.disable(number, actor=who, reason="x")
                return "disabled"
            except DomainError:
                return "refused"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda pair: copy_context().run(disable, pair), pairs)) == ["disabled", "refused"]


def test_disabling_ends_every_session_and_link_at_once(db, cast, boss, sign_in, client):
    browser = sign_in(cast.leader)
    token = invitations.issue(actor=boss, account=cast.leader)
    db.session.commit()
    administration.disable(cast.leader.id, actor=boss, reason="调离")
    db.session.commit()
    assert browser.get("/").status_code == 303
    assert client.get(f"/join/{token}").status_code == 404
    assert client.post("/login", data={"username": "leader", "password": "wutong-2026"}).status_code == 422
    open_ = select(AccountSession).where(AccountSession.account_id == cast.leader.id, AccountSession.ended_at.is_(None))
    assert db.session.scalars(open_).all() == []
    administration.enable(cast.leader.id, actor=boss, reason="回来")
    db.session.commit()
    assert client.get(f"/join/{token}").status_code == 404, "a link that died does not come back"
    assert client.post("/login", data={"username": "leader", "password": "wutong-2026"}).status_code == 303


def test_disabling_needs_a_reason(cast, boss):
    with pytest.raises(DomainError, match="reason"):
        administration.disable(cast.leader.id, actor=boss, reason="　")


def test_a_handler_who_leads_others_keeps_the_role_until_another_leads(db, cast, boss):
    second = make_account("second", "第二", Role.HANDLER)
    cast.department.handlers.append(type(cast.department.handlers[0])(account_id=second.id))
    db.session.commit()
    with pytest.raises(DomainError, match="is the lead of"):
        administration.set_roles(cast.handler.id, roles(Role.LEADER), actor=boss, version=cast.handler.version)
    db.session.rollback()
    administration.set_roles(second.id, roles(Role.LEADER), actor=boss, version=second.version)
    db.session.commit()
    assert [seat.account_id for seat in cast.department.handlers] == [cast.handler.id]


def test_a_president_acts_for_the_own_firm_with_the_same_account(db, cast, boss, actor):
    contact = make_contact(cast.firm, "解会长", None, "+8613700001111")
    gone = make_contact(cast.firm, "走了", None, "+8613700001111")
    gone.left_at = cast.admin.created_at
    db.session.commit()
    assert linking.candidates("137 0000 1111", actor=boss) == [contact]
    assert linking.candidates("13700001112", actor=boss) == []
    with pytest.raises(Conflict):
        linking.link(cast.president.id, contact.id, mobile="13700001112", actor=boss)
    with pytest.raises(DomainError, match="cannot act for a firm"):
        linking.link(cast.admin.id, contact.id, mobile="13700001111", actor=boss)
    linking.link(cast.president.id, contact.id, mobile="13700001111", actor=boss)
    db.session.commit()
    assert actor(cast.president, Role.MEMBER).member_id == cast.firm.id
    with pytest.raises(Conflict):
        linking.link(cast.leader.id, contact.id, mobile="13700001111", actor=boss)
    linking.unlink(cast.president.id, contact.id, actor=boss)
    db.session.commit()
    assert {row.role for row in cast.president.roles} == {Role.PRESIDENT}
    with pytest.raises(NotFound):
        linking.unlink(cast.president.id, contact.id, actor=boss)


def test_an_account_of_a_contact_only_is_not_left_without_a_role(cast, boss):
    contact = administration.contacts_of(cast.member.id, actor=boss)[0]
    with pytest.raises(DomainError, match="Disable it"):
        linking.unlink(cast.member.id, contact.id, actor=boss)


def test_the_administrator_issues_no_link_for_a_contact_of_a_firm(db, cast, boss, sign_in):
    with pytest.raises(DomainError, match="secretariat"):
        administration.issue_link(cast.member.id, actor=boss)
    answer = sign_in(cast.admin).post(f"/admin/accounts/{cast.member.id}/link")
    assert answer.status_code == 422
    assert db.session.query(Invitation).count() == 0
