"""The pages of accounts: found, made by the form, changed, corrected."""

import pytest

from chamber.accounts import administration, listing
from chamber.accounts.models import Account
from chamber.audit.models import AuditValue
from chamber.rights import Role
from tests.client import PASSWORD
from tests.english import english
from tests.factories.accounts import actor_as, make_account, make_contact
from tests.factories.audit import history


def test_list_search_chips_and_counts(db, cast, sign_in, actor):
    boss = actor(cast.admin)
    counts = listing.counts("", actor=boss)
    assert (counts[""], counts["member"], counts["handler"], counts["disabled"]) == (10, 3, 2, 0)
    found = {
        query: {row.username for row in db.session.scalars(listing.accounts(listing.Filter(query), actor=boss))}
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
    assert answer.status_code == 422 and "cannot be combined with another" in answer.words
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
    contact = administration.contacts_of(cast.member.id, actor=actor_as(cast.admin))[0]
    assert contact.mobile == "+8613800000002", "the roster is the secretariat's"
    row = history("account", cast.member.id, ("account.corrected",))[-1]
    assert row.actor_id == cast.admin.id
    assert db.session.get(AuditValue, row.id).values == {
        "before": {"name": "单会员", "mobile": "138****0002"},
        "after": {"name": "单慧远", "mobile": "139****2222"},
    }
    browser.post_form(path, {"own-name": "单会远"}, action="/correct")
    assert (cast.member.name, cast.member.mobile) == ("单会远", "+8613911112222"), "an empty number stays"
    browser.post_form(path, {"own-forget": True}, action="/correct")
    assert cast.member.mobile is None
    same = len(history("account", cast.member.id))
    browser.post_form(path, {}, action="/correct")
    assert len(history("account", cast.member.id)) == same


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"own-name": "　"}, "Please write the name of the person."),
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
