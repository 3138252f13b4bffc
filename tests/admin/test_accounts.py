from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from sqlalchemy import select

from chamber.accounts import administration, invitations, linking, listing
from chamber.accounts.administration import NewAccount
from chamber.accounts.models import Account, AccountSession, Invitation
from chamber.audit import services as audit
from chamber.audit.models import AuditValue
from chamber.directory.models import Department
from chamber.errors import Conflict, DomainError, NotFound
from chamber.extensions import unit_of_work
from chamber.permissions import CASE_ROLES, Role
from tests.client import PASSWORD, Client
from tests.english import english
from tests.factories.accounts import make_account, make_contact


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
    assert invitations.look_up(token).name == "夏新人"
    answer = client.post_form(f"/join/{token}", {"username": "xia", "password": "wutong-2027", "again": "wutong-2027"})
    assert answer.status_code == 200 and answer.request.path == "/"
    seats = {seat.account_id: seat.is_lead for seat in cast.department.handlers}
    assert seats == {cast.handler.id: True, account.id: False}
    assert {row.act for row in audit.history("account", account.id)} >= {"account.created", "invitation.issued"}


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
    row = audit.history("account", cast.leader.id)[-1]
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
    with pytest.raises(DomainError, match="leads"):
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
    assert linking.candidates("137 0000 1111") == [contact]
    assert linking.candidates("13700001112") == []
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
    contact = administration.contacts_of(cast.member.id)[0]
    with pytest.raises(DomainError, match="Disable it"):
        linking.unlink(cast.member.id, contact.id, actor=boss)


def test_the_administrator_issues_no_link_for_a_contact_of_a_firm(db, cast, boss, sign_in):
    with pytest.raises(DomainError, match="secretariat"):
        administration.issue_link(cast.member.id, actor=boss)
    answer = sign_in(cast.admin).post(f"/admin/accounts/{cast.member.id}/link")
    assert answer.status_code == 422
    assert db.session.query(Invitation).count() == 0


def test_list_search_chips_and_counts(db, cast, sign_in):
    counts = listing.counts("")
    assert (counts[""], counts["member"], counts["handler"], counts["disabled"]) == (10, 3, 2, 0)
    found = {
        query: {row.username for row in db.session.scalars(listing.accounts(listing.Filter(query)))}
        for query in ("陈秘书", "SECRETARY", "0001", "瓯新", "经济发展", "没有")
    }
    assert found["陈秘书"] == found["SECRETARY"] == found["0001"] == {"secretary"}
    assert found["瓯新"] == {"member", "colleague"}
    assert found["经济发展"] == {"handler"}
    assert found["没有"] == set()
    page = english(sign_in(cast.admin)).get("/admin/accounts?show=handler").page
    assert page.texts("tbody a") == ["夏承办", "林承办"]
    assert page.one("#count").text() == "2 accounts"


def test_the_list_pages_without_gap(db, cast, sign_in):
    for number in range(65):
        make_account(f"person{number}", f"人{number}", Role.LEADER)
    db.session.commit()
    browser, path, seen = sign_in(cast.admin), "/admin/accounts?show=leader", []
    for _page in range(3):
        page = browser.get(path).page
        seen += page.texts("tbody a")
        more = page.css("#more a")
        path = more[0].attributes["href"] if more else ""
    assert not path and len(seen) == len(set(seen)) == 66


def test_only_the_administrator_enters(cast, sign_in):
    paths = ["accounts", "accounts/new", f"accounts/{cast.member.id}", "departments", "calendar", "calendar/2026-10-01"]
    paths += [f"departments/{cast.department.id}", ""]
    for name, account in cast.accounts().items():
        browser = sign_in(account)
        for path in paths:
            status = browser.get(f"/admin/{path}").status_code
            assert status in ((200, 303) if name == "admin" else (403,)), (name, path, status)
        if name != "admin":
            for path in ("roles", "correct", "disable", "enable", "link", "contacts", "contacts/1/unlink"):
                assert browser.post(f"/admin/accounts/{cast.leader.id}/{path}").status_code == 403


def test_make_an_account_by_the_form_and_see_its_link_once(db, cast, sign_in):
    browser = english(sign_in(cast.admin))
    answer = browser.post_form("/admin/accounts/new", {"name": "赵新"})
    assert answer.status_code == 422 and "Choose at least one role" in answer.words
    answer = browser.post_form(answer, {"roles": ["leader"], "mobile": "13812345678"})
    assert answer.status_code == 200
    address = answer.page.one("#address").text()
    assert address in answer.page.one("#message").text()
    assert answer.page.one("img.qr").attributes["src"].startswith("data:image/svg+xml")
    account = db.session.query(Account).filter_by(name="赵新").one()
    assert address.rpartition("/")[2] not in browser.get(f"/admin/accounts/{account.id}").page.html


def test_the_account_page_changes_roles_closes_and_opens(db, cast, sign_in):
    browser = english(sign_in(cast.admin))
    path = f"/admin/accounts/{cast.leader.id}"
    answer = browser.post_form(path, {"roles": ["leader", "admin"]}, action="/roles", follow=False)
    assert answer.status_code == 422 and "goes with no other" in answer.words
    assert browser.post_form(answer, {"roles": ["supervisor"]}, action="/roles").status_code == 200
    answer = browser.post_form(path, {"reason": ""}, action="/disable")
    assert answer.status_code == 422
    answer = browser.post_form(answer, {"reason": "调离"}, action="/disable")
    assert "Disabled" in answer.words
    answer = browser.post_form(answer, {"reason": "回来"}, action="/enable")
    assert "In use" in answer.words


def test_a_stale_page_of_roles_is_409(db, cast, sign_in):
    browser = english(sign_in(cast.admin))
    path = f"/admin/accounts/{cast.leader.id}"
    one, two = browser.get(path), browser.get(path)
    assert browser.post_form(one, {"roles": ["supervisor"]}, action="/roles").status_code == 200
    answer = browser.post_form(two, {"roles": ["president"]}, action="/roles")
    assert answer.status_code == 409
    db.session.expire_all()
    assert {row.role for row in cast.leader.roles} == {Role.SUPERVISOR}


def test_the_administrator_corrects_name_and_mobile_number(db, cast, sign_in, client):
    browser = english(sign_in(cast.admin))
    path = f"/admin/accounts/{cast.member.id}"
    assert "138****0002" in browser.get(path).words and "13800000002" not in browser.get(path).page.html
    answer = browser.post_form(path, {"own-name": "单慧远", "own-mobile": "139 1111 2222"}, action="/correct")
    assert "Name and number of 单慧远 are saved." in answer.page.html
    assert client.post("/login", data={"username": "13911112222", "password": PASSWORD}).status_code == 303
    db.session.expire_all()
    assert (cast.member.name, cast.member.mobile) == ("单慧远", "+8613911112222")
    assert administration.contacts_of(cast.member.id)[0].mobile == "+8613800000002", "the roster is the secretariat's"
    row = audit.history("account", cast.member.id, ("account.corrected",))[-1]
    assert row.actor_id == cast.admin.id
    assert db.session.get(AuditValue, row.id).values == {
        "before": {"name": "单会员", "mobile": "138****0002"},
        "after": {"name": "单慧远", "mobile": "139****2222"},
    }
    browser.post_form(path, {"own-name": "单会远"}, action="/correct")
    assert (cast.member.name, cast.member.mobile) == ("单会远", "+8613911112222"), "an empty number stays"
    browser.post_form(path, {"own-forget": True}, action="/correct")
    assert cast.member.mobile is None
    same = len(audit.history("account", cast.member.id))
    browser.post_form(path, {}, action="/correct")
    assert len(audit.history("account", cast.member.id)) == same


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"own-name": "　"}, "Please enter a name."),
        ({"own-name": "x" * 61}, "60"),
        ({"own-mobile": "12345"}, "11 digits"),
        ({"own-mobile": "138 0000 0001"}, "Another account has this mobile number."),
    ],
)
def test_a_correction_that_cannot_be_is_refused_at_its_field(db, cast, sign_in, typed, sentence):
    browser = english(sign_in(cast.admin))
    answer = browser.post_form(f"/admin/accounts/{cast.leader.id}", typed, action="/correct")
    assert answer.status_code == 422
    field, value = next(iter(typed.items()))
    assert any(sentence in text for text in answer.page.texts(f"[id^='{field}-error']"))
    assert answer.page.one(f"#{field}").attributes["value"] == value
    assert (cast.leader.name, cast.leader.mobile) == ("周领导", None)


def test_a_stale_correction_is_409_and_keeps_what_was_typed(db, cast, sign_in):
    browser = english(sign_in(cast.admin))
    path = f"/admin/accounts/{cast.leader.id}"
    one, two = browser.get(path), browser.get(path)
    assert browser.post_form(one, {"own-name": "周书记"}, action="/correct").status_code == 200
    assert browser.post_form(two, {"own-name": "周书记"}, action="/correct").status_code == 200, "twice is harmless"
    answer = browser.post_form(two, {"own-name": "周主任"}, action="/correct")
    assert answer.status_code == 409 and "its name is now 周书记" in answer.words
    assert cast.leader.name == "周书记"
    assert answer.page.one("#own-name").attributes["value"] == "周主任"
    assert browser.post_form(answer, action="/correct").status_code == 200
    assert cast.leader.name == "周主任"


def test_link_a_contact_by_the_whole_number(db, cast, sign_in):
    make_contact(cast.rival_firm, "解会长", None, "+8613700001111")
    db.session.commit()
    browser = english(sign_in(cast.admin))
    path = f"/admin/accounts/{cast.president.id}"
    assert "永宁泵业" not in browser.get(path).words
    answer = browser.post_form(path, {"mobile": "1370000"})
    assert "11 digits" in answer.words and "永宁泵业" not in answer.words
    answer = browser.post_form(path, {"mobile": "137 0000 1111"})
    answer = browser.post_form(answer, action="/contacts")
    assert "永宁泵业有限公司" in answer.words
    answer = browser.post_form(answer, action="/unlink")
    assert "永宁泵业有限公司" not in answer.words


@pytest.mark.parametrize("number", ["0", "999", "2147483647", "2147483648", "1099511627776", "-1", "x"])
def test_wrong_numbers_are_not_found(cast, sign_in, number):
    browser = sign_in(cast.admin)
    assert browser.get(f"/admin/accounts/{number}").status_code == 404
    assert browser.get(f"/admin/departments/{number}").status_code == 404
    for act in ("roles", "correct", "disable", "enable", "link", "contacts"):
        data = {"roles": "leader", "reason": "x", "version": "1", "own-name": "名"}
        assert browser.post(f"/admin/accounts/{number}/{act}", data=data).status_code == 404, act


@pytest.mark.parametrize("text", ["　　", "<script>", "\x00", "\ud800", "x" * 10_000, "9" * 40, "%", "~", "2026-13-01"])
def test_strange_words_never_break_a_page(cast, sign_in, text):
    browser = sign_in(cast.admin)
    for query in ("q", "show", "after", "mobile", "year"):
        for path in ("accounts", f"accounts/{cast.leader.id}", "calendar"):
            safe = text.encode("utf-8", "surrogatepass")
            assert browser.get(f"/admin/{path}", query_string={query: safe}).status_code in (200, 404), (path, query)
    for field in ("name", "mobile", "roles", "department"):
        data = {
            "name": "名",
            "roles": "leader",
            field: text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        }
        assert browser.post("/admin/accounts/new", data=data).status_code in (200, 422), field
    assert browser.get(f"/admin/calendar/{text.encode('utf-8', 'replace').decode()}").status_code in (404, 308)


def joined(app, address, username):
    browser = Client(app)
    typed = {"name": username, "username": username, "password": "wutong-2027", "again": "wutong-2027"}
    assert browser.post_form("/join/" + address.rpartition("/join/")[2], typed).status_code == 200
    return browser


def opened(admin, app, username, **typed):
    page = admin.post_form("/admin/accounts/new", {"name": username, **typed}).page
    return joined(app, page.one("#address").text(), username)


def test_the_steps_to_production_can_be_carried_out_in_the_order_of_the_readme(db, app):
    printed = app.test_cli_runner().invoke(args=["set-up-address"]).output
    admin = joined(app, printed.strip(), "first")
    secretary = opened(admin, app, "secretary", roles=["secretariat"])
    assert secretary.post_form("/directory/new", {"name": "经济发展办公室"}).status_code == 200
    department = db.session.scalars(select(Department)).one()
    handler = opened(admin, app, "handler", roles=["handler"], department=str(department.id))
    assert handler.get("/").status_code == 200
    assert [seat.is_lead for seat in department.handlers] == [True]


def test_an_administrator_who_forgot_the_password_gets_a_link_from_the_command_line(db, app, cast):
    db.session.commit()
    runner = app.test_cli_runner()
    address = runner.invoke(args=["set-up-address", "--for", "admin"]).output.strip()
    assert audit.history("account", cast.admin.id)[-1].act == "invitation.issued"
    assert joined(app, address, "admin").get("/admin/accounts").status_code == 200
    assert Client(app).get("/join/" + address.rpartition("/join/")[2]).status_code == 404
    for other in ("leader", "nobody"):
        refused = runner.invoke(args=["set-up-address", "--for", other])
        assert refused.exit_code == 1 and "There is no administrator" in refused.output


def test_a_form_that_is_sent_twice_makes_one_account_and_a_link_that_works(db, app, cast, sign_in):
    admin = sign_in(cast.admin)
    page = admin.get("/admin/accounts/new")
    before = db.session.query(Account).count()
    typed = {"name": "同名", "roles": ["leader"]}
    first, second = admin.post_form(page, typed), admin.post_form(page, typed)
    assert db.session.query(Account).count() == before + 1
    assert first.page.one("#address").text() != second.page.one("#address").text()
    assert joined(app, second.page.one("#address").text(), "tongming").get("/account").status_code == 200
    admin.post_form("/admin/accounts/new", typed)
    assert db.session.query(Account).count() == before + 2, "another form is another person of that name"
