from datetime import date

import pytest

from chamber.directory import services
from chamber.directory.models import Department
from chamber.directory.popular import parted
from chamber.directory.services import Details, Person
from chamber.errors import Conflict, DomainError, NotFound
from tests.english import english
from tests.factories.audit import history

DETAILS = Details(
    name="经济发展办公室",
    duties="企业注册\n惠企政策",
    phone="0577-88881234",
    hours="工作日 8:30–17:30",
    people=(Person("单明", "主任", "惠企政策", "0577-88881235"), Person("  ", "", "", "")),
)


@pytest.fixture
def office(db, actor, secretary, clock) -> Department:
    row = services.create(DETAILS.__class__(**{**vars(DETAILS), "name": "商贸办公室"}), actor=actor(secretary))
    db.session.commit()
    return row


def test_a_department_is_made_with_its_people_and_logged(db, office, secretary):
    assert (office.phone, [p.name for p in office.people]) == ("+8657788881234", ["单明"])
    assert office.verified_on == date(2026, 9, 15)
    row = history("directory", office.id)[0]
    assert (row.act, row.actor_id) == ("directory.created", secretary.id)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "　"}, "name"),
        ({"name": "长" * 121}, "name"),
        ({"phone": "88881234"}, "phone"),
        ({"uscc": "12345"}, "uscc"),
        ({"people": (Person("", "主任"),)}, "people"),
        ({"people": (Person("名", phone="abc"),)}, "people"),
        ({"people": tuple(Person(f"人{n}") for n in range(41))}, "people"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(db, actor, secretary, change, field):
    with pytest.raises(DomainError) as error:
        services.create(Details(**{**vars(DETAILS), **change}), actor=actor(secretary))
    assert error.value.field == field
    db.session.rollback()
    assert db.session.query(Department).filter_by(name="经济发展办公室").count() == 1  # of the cast


def test_two_departments_cannot_have_one_name(db, cast, actor):
    with pytest.raises(Conflict) as error:
        services.create(DETAILS, actor=actor(cast.secretary))
    assert error.value.field == "name"


def test_search_finds_duties_people_and_pinyin(db, office, keeper):
    for query in ("惠企", "单明", "sm", "shanming", "dan", "smbgs", "88881234", "ＳＭＢＧＳ", "商贸 惠企"):
        assert office in services.departments(query, actor=keeper), query
    assert services.departments("没有这种词", actor=keeper) == []


def test_search_finds_a_number_however_it_is_written(db, office, keeper):
    for query in ("0577 8888 1234", "0577-88881234", "057788881235", "+86 577 8888 1235", "８８８８　１２３５"):
        assert services.departments(query, actor=keeper) == [office], query
    assert services.departments("0577 8888 9999", actor=keeper) == []


def test_whatever_a_department_says_of_itself_is_found_by_everybody_and_what_it_said_before_is_not(
    db, office, keeper, sign_in, member
):
    def found(q):
        lists = ("/directory/", "#results h2"), ("/search/", "#results li a")
        return {
            office.name in sign_in(member).get(place, query_string={"q": q}).page.texts(css) for place, css in lists
        }

    edited = Details(
        name=office.name,
        short_name="经发办",
        duties="石榴证照",
        address="荔枝路 8 号",
        hours="逢双日 8:30",
        phone="0577-66665555-803",
        people=(Person("仇明", "督导员", "枇杷补贴", "0577-66661111"),),
    )
    services.edit(office.id, edited, actor=keeper, version=office.version)
    db.session.commit()
    for q in (
        *("石榴", "荔枝路", "逢双日", "仇明", "qiuming", "督导员", "枇杷", "jfb", "石榴 枇杷"),
        *("0577 6666 5555", "66665555", "803", "1111"),
    ):
        assert found(q) == {True}, q
    for q in ("单明", "惠企", "88881234"):
        assert found(q) == {False}, q


def test_what_only_editors_read_is_found_by_editors_only(db, cast, office, keeper, desk, sign_in):
    edited = Details(**{**vars(DETAILS), "name": office.name, "popular_names": "管店的"})
    services.edit(office.id, edited, actor=keeper, version=office.version)
    db.session.commit()
    assert office.name in desk.get("/search/?q=管店的").page.texts("#results li a")
    for account in (cast.member, cast.handler, cast.leader, cast.president, cast.supervisor, cast.admin):
        assert office.name not in sign_in(account).get("/search/?q=管店的").page.text


def test_an_edit_of_people_alone_counts_up_the_version(db, office, actor, secretary):
    was = office.version
    details = Details(**{**vars(DETAILS), "name": office.name, "people": (Person("新人"),)})
    services.edit(office.id, details, actor=actor(secretary), version=was)
    db.session.commit()
    assert office.version > was
    assert [person.name for person in office.people] == ["新人"]
    with pytest.raises(Conflict):
        services.edit(office.id, details, actor=actor(secretary), version=was)


def test_half_a_year_without_a_look_asks_for_one(office, clock):
    assert not services.needs_verifying(office)
    clock.advance(days=200)
    assert services.needs_verifying(office)


def test_everybody_reads_and_only_the_secretariat_edits(cast, sign_in):
    number = cast.department.id
    for name, account in cast.accounts().items():
        browser = sign_in(account)
        assert browser.get("/directory/").status_code == 200
        page = browser.get(f"/directory/{number}")
        assert page.status_code == 200
        may = name == "secretary"
        assert bool(page.page.css('a[href$="/edit"]')) is may
        assert browser.get(f"/directory/{number}/edit").status_code == (200 if may else 403)
        assert browser.get("/directory/new").status_code == (200 if may else 403)
        assert browser.post(f"/directory/{number}/verified").status_code == (303 if may else 403)


def test_wrong_numbers_are_not_found(cast, sign_in, keeper):
    browser = sign_in(cast.secretary)
    for number in (0, 999, 2**31 - 1, 2**31, 2**40, -1, "x"):
        assert browser.get(f"/directory/{number}").status_code == 404, number
    with pytest.raises(NotFound):
        services.find(999, actor=keeper)


def test_add_and_edit_by_the_form_with_more_rows(db, cast, sign_in):
    browser = english(sign_in(cast.secretary))
    page = browser.get("/directory/new")
    assert len(page.page.css('[name$="-name"]')) == 2
    page = browser.post_form(page, {"name": "应急管理站", "people-0-name": "张三"}, press="Two more rows for people")
    assert page.status_code == 200
    assert page.page.one('[name="people-0-name"]').attributes["value"] == "张三"
    page = browser.post_form(page, {"people-2-name": "李四", "people-2-phone": "12"}, press="Add the department")
    assert page.status_code == 422
    page = browser.post_form(page, {"people-2-phone": "0577-88880001"}, press="Add the department")
    assert page.page.heading == "应急管理站"
    assert {"张三", "李四"} <= set(page.page.texts("tbody th"))
    page = browser.post_form(
        page.page.link("Edit"), {"people-0-name": "", "hours": "随时"}, press="Save the department"
    )
    assert page.page.texts("tbody th") == ["李四"]
    assert "随时" in page.words


def test_a_place_that_is_no_number_is_refused_in_one_sentence(cast, sign_in):
    page = sign_in(cast.secretary).post_form("/directory/new", {"name": "经济服务办", "position": "x"}).page
    assert page.texts("[id^=position-error]") == ["Please enter a whole number."]
    assert page.texts("#errors li") == ["Position in the list · Please enter a whole number."]


def test_who_is_slower_sees_both_texts_and_may_save_over(db, cast, sign_in):
    first, second = english(sign_in(cast.secretary)), english(sign_in(cast.secretary))
    path = f"/directory/{cast.department.id}/edit"
    one, two = first.get(path), second.get(path)
    assert first.post_form(one, {"duties": "第一个人的话"}, press="Save the department").status_code == 200
    answer = second.post_form(two, {"duties": "第二个人的话"}, press="Save the department")
    assert answer.status_code == 409
    assert "第一个人的话" in answer.words and "第二个人的话" in answer.page.one("[name=duties]").text()
    db.session.expire_all()
    assert cast.department.duties == "第一个人的话"
    answer = second.post_form(answer, {}, press="Overwrite with my text")
    assert answer.status_code == 200
    db.session.expire_all()
    assert cast.department.duties == "第二个人的话"


@pytest.mark.parametrize("text", ["　　", "<script>alert(1)</script>", "\x00", "=cmd|'/C'!A0", "🙂", "x" * 10_000])
def test_strange_words_never_break_the_form(cast, sign_in, text):
    browser = sign_in(cast.secretary)
    browser.inspect = False
    for field in ("name", "duties", "phone", "hours", "position", "people-0-name", "people-7-phone", "version"):
        data = {"name": "新部门", "version": "0", field: text}
        assert browser.post("/directory/new", data=data).status_code in (303, 409, 422), field
        data["version"] = text if field == "version" else "1"
        assert browser.post(f"/directory/{cast.department.id}/edit", data=data).status_code in (303, 409, 422), field


def test_verified_today_is_logged(db, cast, sign_in):
    cast.department.verified_on = None
    page = english(sign_in(cast.secretary))
    answer = page.post_form(f"/directory/{cast.department.id}", action="/verified")
    assert "Verified on" in answer.words and "verified today" in answer.page.html
    assert history("directory", cast.department.id)[-1].act == "directory.verified"


def test_a_new_department_gets_the_usual_names_and_keeps_those_that_were_typed(db, keeper):
    usual = services.create(Details(name="梧桐街道综合行政执法中队"), actor=keeper)
    assert "城管" in parted(usual.popular_names)
    typed = services.create(Details(name="江滨街道综合行政执法中队", popular_names="大盖帽， 城管\n城管"), actor=keeper)
    assert typed.popular_names == "大盖帽、城管"


def test_what_people_call_a_department_is_edited_logged_and_read_by_nobody_else(db, cast, office, desk, sign_in):
    edit = f"/directory/{office.id}/edit"
    desk.post_form(edit, {"popular_names": "商贸\n管店的"}, press="Save the department")
    assert desk.get(edit).page.one("#popular_names").text().strip() == "商贸、管店的"
    assert history("directory", office.id)[-1].act == "directory.edited"
    for account in (cast.member, cast.handler, cast.leader):
        reader = sign_in(account)
        assert "管店的" not in reader.get(f"/directory/{office.id}").words
        assert office.name not in reader.get("/directory/?q=管店的").words
