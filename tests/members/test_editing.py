"""Create and edit members: errors at their fields, and edit conflicts."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from chamber import clock
from chamber.errors import DomainError
from chamber.members import positions, search
from chamber.members.models import Member
from chamber.members.record import editing
from tests.factories.audit import history
from tests.factories.members import code, enter, facts, person, term
from tests.members.log import log_of


def test_a_new_member_is_entered_by_the_form(db, cast, desk):
    page = desk.get("/members/new")
    values = {
        "name": " 春申食品　有限公司 ",
        "uscc": code(5).lower(),
        "industry": "C14",
        "employees": "１２０",
        "website": "x.com",
    }
    answer = desk.post_form(page, values, press="Enter on the roster")
    assert answer.page.heading == "春申食品 有限公司"
    assert "is on the roster." in answer.page.html
    member = db.session.scalars(select(Member).where(Member.uscc == code(5))).one()
    assert (member.employees, member.website, member.status, member.kind) == (
        120,
        "http://x.com",
        "active",
        "enterprise",
    )
    assert member.joined_on == clock.today()
    row, values = log_of(db, member.id, "member.created")
    assert row.actor_id == cast.secretary.id
    assert values["after"]["uscc"] == code(5)


WRONG = [
    *[("name", value) for value in ("", "　　", "\u200b", "\0", "字" * 121, "x" * 10_000)],
    *[
        ("uscc", value)
        for value in ("", "1", code(1)[:17] + "!", code(1)[:-1] + "0", "=cmd|' /C calc'!A0", "9" * 10_000)
    ],
    *[("employees", value) for value in ("-1", "many", "1.5", "9" * 20, "1000001", "1e400", "nan")],
    *[
        ("joined_on", value)
        for value in ("2026-02-31", "9999-12-31", "0000-00-00", "1800-01-01", "gestern", "2999-01-01")
    ],
    *[
        ("website", value)
        for value in ("javascript:alert(1)", "x", "http://a b.c", "http://[", 'http://a.b/"><script>', "a.b" * 80)
    ],
    *[("scope", "x" * 10_000), ("introduction", "字" * 5001), ("address", "x" * 201), ("tags", "x" * 201)],
    *[("short_name", "x" * 41), ("legal_representative", "x" * 61), ("community", "x" * 61), ("ownership", "x" * 41)],
    *[("party_since", "x" * 61), ("union_since", "x" * 61)],
    *[
        ("industry", "Z99"),
        ("size", "huge"),
        ("kind", "ghost"),
        ("status", "left"),
        ("status", "expelled"),
        ("kind", ""),
    ],
]


def test_the_summary_names_what_is_wrong_in_the_order_of_the_page(desk):
    wrong = {"party_since": "2999", "employees": "-1", "joined_on": "2999-01-01", "website": "x", "uscc": "1"}
    page = desk.post("/members/new", data=facts(1, kind="enterprise", status="active", **wrong)).page
    named = [link.attributes["href"].removeprefix("#") for link in page.css("#errors a")]
    assert len(named) == 5
    assert named == [field.attributes["id"] for field in page.css("form [aria-invalid=true]")]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_lost(db, cast, desk, field, value):
    typed = {**facts(1, kind="enterprise", status="active"), field: value}
    answer = desk.post("/members/new", data=typed)
    assert answer.status_code == 422
    page = answer.page
    assert page.css("#errors li"), page.text
    assert page.css(f"#{field}-error"), page.texts("#errors li")
    if field != "name":
        assert page.one("#name").attributes["value"] == typed["name"]
    assert db.session.query(Member).count() == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "😀🏭",
        "\u202e反",
        "a\0b",
        'it\'s "quoted" & <b>',
        "%(name)d 100%",
        "{{ 7*7 }}",
    ],
)
def test_odd_texts_are_kept_as_text_and_shown_as_text(db, cast, desk, text):
    answer = desk.post(
        "/members/new", data=facts(1, kind="enterprise", status="active", introduction=text, address=text)
    )
    assert answer.status_code == 303
    page = desk.get(answer.headers["Location"])
    assert "<script>alert" not in page.get_data(as_text=True)
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert "\0" not in member.introduction and "\u202e" not in member.introduction
    assert member.introduction in page.page.tree.body.text()


def test_lone_surrogates_never_reach_the_database(cast, keeper, db):
    member = enter(keeper, 1, introduction="a\ud800b", name="恒\udfff信有限公司")
    db.session.commit()
    assert (member.introduction, member.name) == ("ab", "恒信有限公司")


def test_all_problems_are_said_at_once(cast, desk):
    answer = desk.post(
        "/members/new", data={"name": "", "uscc": "1", "employees": "x", "website": "x", "industry": "Q99"}
    )
    assert {
        name for name in ("name", "uscc", "employees", "website", "industry") if answer.page.css(f"#{name}-error")
    } == {*("name", "uscc", "employees", "website", "industry")}


def test_a_choice_that_is_not_offered_gets_one_sentence(cast, desk):
    desk.get("/members/new")
    wrong = {"name": "春申食品", "kind": "x", "industry": "99999", "size": "x", "status": "x"}
    page = desk.post("/members/new", data=wrong).page
    for field in ("kind", "industry", "size", "status"):
        [said] = page.texts(f'p.error[id^="{field}-error"]')
        assert "Not a valid choice" not in said, field


def test_a_code_belongs_to_one_member_only(db, cast, keeper, desk):
    member = enter(keeper, 1)
    db.session.commit()
    answer = desk.post("/members/new", data=facts(1, name="别家有限公司", kind="enterprise", status="active"))
    assert answer.status_code == 422
    assert f"This code belongs to {member.name} already." in answer.words
    answer = desk.post_form(f"/members/{cast.firm.id}/edit", {"uscc": member.uscc}, press="Save the changes")
    assert answer.status_code == 422 and "belongs to" in answer.words


def test_the_database_keeps_codes_apart_where_two_come_at_once(db, cast, keeper, monkeypatch):
    enter(keeper, 1)
    db.session.commit()
    monkeypatch.setattr(editing, "_refuse_taken_code", lambda *_args: None)
    with pytest.raises(DomainError) as error:
        editing.create(facts(1, name="别家有限公司"), actor=keeper)
    assert error.value.field == "uscc"


@pytest.mark.parametrize(
    "name", ["恒信1号门窗", "恒信１号门窗（有限公司）", "恒信 1号门窗股份有限公司", "恒信1号门窗有限公司"]
)
def test_a_name_that_is_there_already_must_be_confirmed(db, cast, keeper, desk, name):
    enter(keeper, 1)
    db.session.commit()
    typed = facts(2, name=name, kind="enterprise", status="active")
    answer = desk.post("/members/new", data=typed)
    assert answer.status_code == 422 and "on the roster already" in answer.words
    again = desk.post_form(answer, {"confirmed": True}, press="Enter on the roster")
    assert again.status_code == 200 and again.page.heading


def test_an_association_needs_no_code(db, cast, desk):
    answer = desk.post("/members/new", data={"name": "梧桐个体户联谊会", "kind": "organization", "status": "active"})
    assert answer.status_code == 303


def test_editing_keeps_what_is_not_touched_and_logs_old_and_new(db, cast, keeper, desk):
    member = enter(keeper, 1, address="旧地址", tags="外贸")
    db.session.commit()
    answer = desk.post_form(f"/members/{member.id}/edit", {"address": "新地址"}, press="Save the changes")
    assert "Saved." in answer.page.html and "新地址" in answer.words
    assert member.tags == "外贸" and member.uscc == code(1)
    _row, values = log_of(db, member.id, "member.edited")
    assert values == {"before": {"address": "旧地址"}, "after": {"address": "新地址"}}


def test_saving_without_a_change_writes_nothing(db, cast, keeper, desk):
    member = enter(keeper, 1)
    db.session.commit()
    before = member.version, len(history("member", member.id))
    desk.post_form(f"/members/{member.id}/edit", {}, press="Save the changes")
    assert (member.version, len(history("member", member.id))) == before


def test_two_people_who_edit_the_same_member_see_both_texts(db, cast, keeper, desk):
    member = enter(keeper, 1, address="旧地址", introduction="旧介绍")
    db.session.commit()
    mine = desk.get(f"/members/{member.id}/edit")
    editing.edit(member.id, {"address": "同事写的", "size": "small"}, version=member.version, actor=keeper)
    db.session.commit()
    lost = desk.post_form(mine, {"address": "我写的", "introduction": "我的介绍"}, press="Save the changes")
    assert lost.status_code == 409
    rows = dict(zip(lost.page.texts("tbody th"), lost.page.texts("tbody tr"), strict=True))
    assert rows == {
        "Address of the firm": "Address of the firm同事写的我写的",
        "Introduction": "Introduction旧介绍我的介绍",
        "Size of the firm": "Size of the firmSmall–",
    }
    assert (member.address, member.introduction) == ("同事写的", "旧介绍")
    assert lost.page.one("#address").attributes["value"] == "我写的"
    saved = desk.post_form(lost, {"size": "small"}, press="Save the changes")
    assert saved.status_code == 200
    assert (member.address, member.introduction, member.size) == ("我写的", "我的介绍", "small")


def test_an_open_form_stays_good_when_only_people_and_offices_change(db, cast, keeper, desk):
    member = enter(keeper, 1)
    running = term(keeper)
    db.session.commit()
    form = desk.get(f"/members/{member.id}/edit")
    person(keeper, member, "单明", "13800138000")
    positions.appoint(member.id, office="council", term_id=running.id, began_on="2025-04-01", actor=keeper)
    db.session.commit()
    assert desk.post_form(form, {"address": "新地址"}, press="Save the changes").status_code == 200
    assert (member.address, member.office) == ("新地址", "council")
    for query in ("shanming", "8000"):
        assert search.results(keeper, search.Filters(q=query)).facets.total == 1


def test_sending_the_same_form_twice_is_one_change(db, cast, keeper, desk):
    member = enter(keeper, 1)
    db.session.commit()
    form = desk.get(f"/members/{member.id}/edit")
    for _time in range(2):
        assert desk.post_form(form, {"address": "新地址"}, press="Save the changes").status_code == 200
    assert len(history("member", member.id, ("member.edited",))) == 1


@pytest.mark.parametrize("version", ["", "0", "-1", "abc", "99999999999999999999", "1.0"])
def test_a_form_without_its_version_is_a_conflict_not_an_overwrite(db, cast, keeper, desk, version):
    member = enter(keeper, 1)
    db.session.commit()
    data = facts(1, kind="enterprise", status="active", address="新地址", version=version)
    assert desk.post(f"/members/{member.id}/edit", data=data).status_code == 409
    assert member.address == ""


@pytest.mark.server
def test_of_two_who_save_at_the_same_moment_one_is_told(db, cast, keeper, server):
    member = enter(keeper, 1)
    db.session.commit()
    version, number = member.version, member.id
    visitors = [server.visitor(cast.secretary) for _ in range(4)]
    # Everybody has the form open before anybody saves: the gate parts four POSTs, not four sign-ins and look-ups.
    opened = [visitor.get(f"/members/{number}/edit?lang=en") for visitor in visitors]
    gate = threading.Barrier(len(visitors), timeout=60)

    def save(place):
        gate.wait()
        typed = {"address": f"地址{place}"}
        return visitors[place].post_form(opened[place], typed, press="Save the changes", follow=False)

    # What goes wrong in a thread is raised here, not lost with it.
    with ThreadPoolExecutor(len(visitors)) as pool:
        answers = list(pool.map(save, range(len(visitors))))
    assert sorted(answer.status for answer in answers) == [303, 409, 409, 409]
    for place, answer in enumerate(answers):
        if answer.status == 409:
            kept = answer.page.one("#address").attributes["value"]
            assert kept == f"地址{place}", "what the others typed is still in their forms"
    db.session.expire_all()
    assert db.session.get(Member, number).version == version + 1


def test_contacts_stay_findable_when_their_firm_is_renamed(db, cast, keeper):
    member = enter(keeper, 1)
    person(keeper, member, "单明", "13911112222")
    editing.edit(member.id, {"name": "新名有限公司"}, version=member.version, actor=keeper)
    assert search.results(keeper, search.Filters(q="单明")).facets.total == 1
