from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow, AuditValue
from chamber.errors import Conflict, DomainError
from chamber.members.models import Contact
from chamber.members.record import contacts
from chamber.members.signals import contact_left
from tests.client import PASSWORD
from tests.english import english
from tests.factories.audit import history
from tests.factories.members import enter, person


@pytest.fixture
def firm(db, cast, keeper):
    member = enter(keeper, 1, short_name="恒信门窗")
    db.session.commit()
    return member


def test_a_contact_is_added_and_its_number_is_there_to_call(db, firm, desk):
    page = desk.get(desk.get(f"/members/{firm.id}").page.link("Add a contact"))
    values = {
        "name": "单 明",
        "title": "总经理",
        "mobile": "１３８ 0013-8000",
        "email": "DM@Example.com",
        "duty": "finance",
    }
    answer = desk.post_form(page, values, press="Add the contact")
    assert answer.page.link("138 0013 8000") == "tel:13800138000"
    contact = db.session.scalars(select(Contact).where(Contact.member_id == firm.id)).one()
    assert (contact.name, contact.mobile, contact.email) == ("单明", "+8613800138000", "dm@example.com")


@pytest.mark.parametrize("mobile", ["13800138000", ""])
def test_a_button_pressed_twice_adds_one_contact_and_leads_to_it(db, firm, desk, mobile):
    page = desk.get(f"/members/{firm.id}/contacts/new")
    answers = [
        desk.post_form(page, {"name": "单明", "mobile": mobile, "duty": "finance"}, press="Add the contact")
        for _time in range(2)
    ]
    contact = db.session.scalars(select(Contact).where(Contact.member_id == firm.id)).one()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(history("contact", contact.id, ("contact.created",))) == 1


WRONG = [
    *[("name", value) for value in ("", "　　", "\0", "字" * 61, "x" * 10_000)],
    *[
        ("mobile", value)
        for value in (
            "123",
            "95588",
            "0577-88881234转801",
            "1380013800",
            "138001380001",
            "not a phone",
            "=cmd|",
            "1.38E+10",
            "😀",
        )
    ],
    *[("email", value) for value in ("x", "a@b", "a@b@c.d", "a b@c.de", "<script>@x.de", "x" * 121)],
    *[("wechat", "x" * 61), ("title", "x" * 61), ("duty", "ghost")],
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_cannot_be_is_refused_at_its_field(db, firm, desk, field, value):
    answer = desk.post(f"/members/{firm.id}/contacts/new", data={"name": "单明", field: value})
    assert answer.status_code == 422
    assert answer.page.css(f"#{field}-error")
    assert db.session.query(Contact).filter_by(member_id=firm.id).count() == 0


@pytest.mark.parametrize("typed", ["0577-88881234", "400-800-1234", "+49 30 1234567"])
def test_landlines_and_numbers_from_abroad_are_numbers_too(db, firm, keeper, typed):
    contact = person(keeper, firm, "单明", typed)
    assert contact.mobile and len(contact.mobile) <= 20


def test_one_number_has_one_person_in_a_firm(firm, keeper):
    one = person(keeper, firm, "单明", "13800138000")
    with pytest.raises(DomainError) as error:
        person(keeper, firm, "曾敏", "138 0013 8000")
    assert error.value.field == "mobile"
    contacts.leave(firm.id, one.id, actor=keeper)
    assert person(keeper, firm, "曾敏", "138 0013 8000")


def test_the_form_never_holds_a_stored_number_and_empty_keeps_it(db, firm, keeper, desk):
    contact = person(keeper, firm, "单明", "13800138000", email="dm@example.com", wechat="danming")
    db.session.commit()
    page = desk.get(f"/members/{firm.id}/contacts/{contact.id}/edit")
    for word in ("13800138000", "138 0013 8000", "dm@example.com", "danming"):
        assert word not in page.get_data(as_text=True)
    assert "138****8000" in page.words
    desk.post_form(page, {"title": "董事长"}, press="Save the changes")
    assert (contact.title, contact.mobile, contact.email) == ("董事长", "+8613800138000", "dm@example.com")
    page = desk.get(f"/members/{firm.id}/contacts/{contact.id}/edit")
    desk.post_form(page, {"forget": True, "mobile": "13900139000"}, press="Save the changes")
    assert (contact.mobile, contact.email, contact.wechat) == ("+8613900139000", "", "")


def test_the_log_knows_of_changes_but_no_numbers(db, firm, keeper):
    contact = person(keeper, firm, "单明", "13800138000", email="dm@example.com", wechat="danming")
    contacts.edit(firm.id, contact.id, {"mobile": "13911118000"}, version=contact.version, actor=keeper)
    db.session.commit()
    rows = history("contact", contact.id)
    assert [row.act for row in rows] == ["contact.created", "contact.edited"]
    values = [str(db.session.get(AuditValue, row.id).values) for row in rows]
    assert "138****8000" in values[0] and "139****8000" in values[1]
    for text in values:
        for word in ("0013", "1111", "dm@example.com", "danming"):
            assert word not in text


def contact_of(db, account) -> Contact:
    return db.session.scalars(select(Contact).where(Contact.account_id == account.id)).one()


def change_number(desk, contact, typed):
    return desk.post_form(f"/members/{contact.member_id}/contacts/{contact.id}/edit", typed, press="Save the changes")


def test_who_signs_in_with_the_old_number_signs_in_with_the_new_one(db, cast, desk, client):
    contact = contact_of(db, cast.member)
    answer = change_number(desk, contact, {"mobile": "139 1111 2222"})
    assert f"{cast.member.name} signs in with the new number from now on." in answer.page.html
    assert (contact.mobile, cast.member.mobile) == ("+8613911112222", "+8613911112222")
    for number, status in (("13800000002", 422), ("13911112222", 303)):
        assert client.post("/login", data={"username": number, "password": PASSWORD}).status_code == status
    row = history("account", cast.member.id, ("account.mobile_followed",))[-1]
    values = db.session.get(AuditValue, row.id).values
    assert (row.actor_id, values["before"]["mobile"], values["after"]["mobile"]) == (
        cast.secretary.id,
        "138****0002",
        "139****2222",
    )
    form, address = {"mobile": "13911113333"}, f"/members/{contact.member_id}/contacts/{contact.id}/edit"
    moved = desk.post_form(address, form, press="Save the changes", follow=False)
    assert "#" not in moved.headers["Location"], "the page opens at its top, where that is said"
    assert "Saved." in change_number(desk, contact, {"title": "总经理"}).page.html


def test_a_number_that_another_account_signs_in_with_is_not_taken_from_it(db, cast, desk):
    contact = contact_of(db, cast.member)
    answer = change_number(desk, contact, {"mobile": "13800000004"})
    assert "another account has this number" in answer.page.html
    assert (contact.mobile, cast.member.mobile, cast.rival.mobile) == (
        "+8613800000004",
        "+8613800000002",
        "+8613800000004",
    )


@pytest.mark.parametrize("typed", [{"forget": True}, {"mobile": "0577-88881234"}])
def test_nobody_is_shut_out_by_a_number_that_nobody_can_sign_in_with(db, cast, desk, typed):
    answer = change_number(desk, contact_of(db, cast.member), typed)
    assert f"{cast.member.name} signs in as before" in answer.page.html
    assert cast.member.mobile == "+8613800000002"


def test_an_account_with_a_number_of_its_own_keeps_it(db, cast, desk):
    cast.member.mobile = "+8613700007777"
    db.session.commit()
    answer = change_number(desk, contact_of(db, cast.member), {"mobile": "13911112222"})
    assert f"{cast.member.name} signs in as before" in answer.page.html
    assert cast.member.mobile == "+8613700007777"


def test_who_had_no_number_yet_signs_in_with_the_first_one(db, cast, desk):
    contact = contact_of(db, cast.member)
    contact.mobile, cast.member.mobile = "", None
    db.session.commit()
    answer = change_number(desk, contact, {"mobile": "13911112222"})
    assert "signs in with the new number from now on" in answer.page.html
    assert cast.member.mobile == "+8613911112222"


def test_the_number_of_somebody_without_an_account_is_simply_saved(db, firm, keeper, desk):
    contact = person(keeper, firm, "单明", "13800138000")
    db.session.commit()
    answer = change_number(desk, contact, {"mobile": "13911112222"})
    assert "Saved." in answer.page.html and "signs in" not in answer.page.html


def test_two_people_who_edit_the_same_contact_see_both_texts(db, firm, keeper, desk):
    contact = person(keeper, firm, "单明", "13800138000")
    db.session.commit()
    mine = desk.get(f"/members/{firm.id}/contacts/{contact.id}/edit")
    contacts.edit(firm.id, contact.id, {"title": "同事写的"}, version=contact.version, actor=keeper)
    db.session.commit()
    lost = desk.post_form(mine, {"title": "我写的", "mobile": "13900139000"}, press="Save the changes")
    assert lost.status_code == 409
    assert "同事写的" in lost.words and "0013" not in lost.words
    assert contact.title == "同事写的"
    desk.post_form(lost, {}, press="Save the changes")
    assert (contact.title, contact.mobile) == ("我写的", "+8613900139000")


def test_who_has_left_the_firm_has_no_sign_in_there_any_more(db, cast, keeper, desk, sign_in):
    contact = db.session.scalars(select(Contact).where(Contact.account_id == cast.member.id)).one()
    phone = sign_in(cast.member)
    assert phone.get("/members/").status_code == 200
    heard = []

    def listen(_sender, **what):
        heard.append(what["contact_id"])

    with contact_left.connected_to(listen):
        answer = desk.post(f"/members/{cast.firm.id}/contacts/{contact.id}/leave")
    assert answer.status_code == 303 and heard == [contact.id]
    assert phone.get("/members/").status_code == 303
    page = desk.get(f"/members/{cast.firm.id}")
    assert "1 former contact" in page.words
    assert "Undo" in page.page.html or "is no longer a contact" in page.page.html
    with pytest.raises(Conflict):
        contacts.leave(cast.firm.id, contact.id, actor=keeper)
    desk.post(f"/members/{cast.firm.id}/contacts/{contact.id}/come-back")
    assert contact.left_at is None


def test_an_invitation_opens_an_account_once(db, firm, keeper, desk, client):
    contact = person(keeper, firm, "单明", "13800138000")
    db.session.commit()
    page = desk.get(f"/members/{firm.id}")
    shown = desk.post_form(page, press="Invite", htmx=True)
    assert "<html" not in shown.page.html
    link = shown.page.one(f"#link-{contact.id}").text().strip()
    text = shown.page.one("textarea").text()
    assert link in text and "单明" in text and "恒信门窗" in text
    assert shown.page.one("img.qr").attributes["src"].startswith("data:image/svg+xml")
    again = desk.post_form(page, press="Invite")
    newer = again.page.one(f"#link-{contact.id}").text().strip()
    path = urlsplit(newer).path
    assert client.get(urlsplit(link).path).status_code == 404
    assert client.get(path).status_code == 200 and client.get(path).status_code == 200
    values = {"mobile": "138 0013 8000", "password": "wutong-2027"}
    assert client.post_form(path, values).status_code == 200
    assert client.get(path).status_code in (303, 404)
    account = db.session.scalars(select(Account).where(Account.mobile == "+8613800138000")).one()
    assert contact.account_id == account.id
    assert "恒信" in english(client).get(f"/members/{firm.id}").words
    page = desk.get(f"/members/{firm.id}")
    assert "can sign in" in page.words and "New sign-in link" in page.words


def test_a_link_is_kept_nowhere(db, firm, keeper, desk):
    contact = person(keeper, firm, "单明", "13800138000")
    db.session.commit()
    shown = desk.post(f"/members/{firm.id}/contacts/{contact.id}/invite")
    secret = urlsplit(shown.page.one(f"#link-{contact.id}").text().strip()).path.rpartition("/")[2]
    assert "Only this computer can open the link" in shown.words
    assert secret not in desk.get(f"/members/{firm.id}").page.html
    rows = db.session.scalars(select(AuditRow)).all()
    values = db.session.scalars(select(AuditValue)).all()
    assert secret not in str([vars(row) for row in [*rows, *values]])


def test_nobody_who_left_is_invited(db, firm, keeper, desk):
    contact = person(keeper, firm, "单明", "13800138000")
    contacts.leave(firm.id, contact.id, actor=keeper)
    db.session.commit()
    answer = desk.post(f"/members/{firm.id}/contacts/{contact.id}/invite")
    assert answer.status_code == 422 and "has left the firm" in answer.words


def test_a_successor_does_not_inherit_the_account_of_the_contact_before(db, cast, keeper, desk):
    contact = contact_of(db, cast.member)
    page = f"/members/{contact.member_id}/contacts/{contact.id}/edit"
    answer = desk.post_form(page, {"name": "继任人", "mobile": "13911112222"}, press="Save the changes")
    assert answer.status_code == 422
    assert "record that 单会员 has left and add the new contact" in answer.words
    db.session.expire_all()
    assert (contact.name, cast.member.mobile) == ("单会员", "+8613800000002")
    for typed in ({"name": "单慧圆"}, {"mobile": "13911112222"}):
        contacts.edit(contact.member_id, contact.id, typed, version=contact.version, actor=keeper)
    assert (contact.name, contact.mobile) == ("单慧圆", "+8613911112222")
