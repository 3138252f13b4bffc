import re

import pytest
from sqlalchemy import select, update

from chamber.extensions import db
from chamber.members import search
from chamber.members.models import Member
from chamber.members.record import contacts, editing
from chamber.search import index
from tests.factories.members import code, enter, person


def found(actor, q="", **filters):
    return search.results(actor, search.Filters(q=q, **filters)).facets.total


def names(actor, q="", **filters):
    query = search.results(actor, search.Filters(q=q, **filters)).rows.order_by(Member.name_key, Member.id)
    return [row.name for row in db.session.execute(query)]


PEOPLE = [
    *(("单明", "shanming", "sm"), ("解伟", "xiewei", "xw"), ("仇芳", "qiufang", "qf"), ("曾敏", "zengmin", "zm")),
    *(("区静", "oujing", "oj"), ("查丽", "zhali", "zl"), ("盖强", "geqiang", "gq"), ("任磊", "renlei", "rl")),
    ("华军", "huajun", "hj"),
]


@pytest.mark.parametrize(("name", "spelled", "initials"), PEOPLE)
def test_contacts_are_found_by_pinyin_with_the_reading_of_surnames(cast, keeper, name, spelled, initials):
    member = enter(keeper, 1)
    person(keeper, member, name)
    for query in (name, spelled, spelled.upper(), initials, f"  {name}　"):
        assert found(keeper, query) == 1, query


@pytest.mark.parametrize(
    "query",
    [
        *("恒信7号门窗", "hengxin7", "HengXin", "hx7", "恒信门", "hxmy", code(7), code(7).lower(), code(7)[8:17]),
        *("8000", "13912348000", "139 1234 8000", "+86 139-1234-8000", "12348000", "348000", "盖德胜", "gedesheng"),
        *("gds", "gaidesheng", "danming", "外贸", "恒信 单", "shan hengxin", "ｈｅｎｇｘｉｎ", "恒信７号"),
    ],
)
def test_one_box_finds_by_everything_that_people_know(cast, keeper, query):
    member = enter(keeper, 7, short_name="恒信门业", legal_representative="盖德胜", tags="外贸 出口")
    person(keeper, member, "单明", "139 1234 8000")
    enter(keeper, 8, name="永安泵业有限公司")
    assert names(keeper, query) == ["恒信7号门窗有限公司"]


@pytest.mark.parametrize("query", ["", "   ", "　　", "\u200b", "\0", "\ud800", "\u202e"])
def test_nothing_typed_finds_everybody(cast, keeper, query):
    enter(keeper, 1)
    assert found(keeper, query) == 3


@pytest.mark.parametrize(
    "query",
    ["%", "_", "\\", "100%", "' OR 1=1 --", "x" * 10_000, "<script>", "=cmd|", "😀", "%' --", "门窗%"],
)
def test_signs_of_a_pattern_are_only_letters(cast, keeper, desk, query):
    enter(keeper, 1)
    assert found(keeper, query) == 0
    assert desk.get("/members/", query_string={"q": query.encode("utf-8", "replace").decode()}).status_code == 200


def test_signs_of_a_pattern_are_found_where_they_stand(cast, keeper):
    enter(keeper, 1, name="百分百100%纯棉_服饰有限公司")
    enter(keeper, 2, name="百分百1000纯棉服饰有限公司")
    assert [found(keeper, query) for query in ("0%纯", "棉_服", "0_纯", "%_", "\\")] == [1, 1, 0, 0, 0]


def test_what_is_searched_follows_every_change(cast, keeper):
    member = enter(keeper, 1)
    one = person(keeper, member, "单明", "13912348000")
    editing.edit(member.id, {"name": "永安泵业有限公司"}, version=member.version, actor=keeper)
    assert (found(keeper, "hengxin"), found(keeper, "yongan"), found(keeper, "shanming")) == (0, 1, 1)
    assert "yayb" not in one.search_door and "永安泵业有限公司" in one.search_door
    contacts.edit(member.id, one.id, {"name": "曾敏", "mobile": "13912349999"}, version=one.version, actor=keeper)
    assert (found(keeper, "shanming"), found(keeper, "zengmin"), found(keeper, "8000"), found(keeper, "9999")) == (
        0,
        1,
        0,
        1,
    )
    assert "zengmin" in one.search_door and "9999" in one.search_door
    contacts.leave(member.id, one.id, actor=keeper)
    assert (found(keeper, "zengmin"), found(keeper, "9999"), found(keeper, "12349999")) == (0, 0, 0)
    contacts.come_back(member.id, one.id, actor=keeper)
    assert found(keeper, "zengmin") == 1


def test_a_leader_does_not_find_whole_numbers_out_by_trying(cast, keeper, actor):
    person(keeper, enter(keeper, 1), "单明", "13912348000")
    leader = actor(cast.leader)
    assert (found(leader, "8000"), found(leader, "348000"), found(leader, "13912348000")) == (1, 0, 0)


@pytest.fixture
def firms(cast, keeper):
    for number, industry, size, community in (
        (1, "C18", "small", "江滨社区"),
        (2, "C18", "large", "江滨社区"),
        (3, "C34", "small", "水心社区"),
        (4, "F52", "small", "水心社区"),
        (5, "F", "", ""),
    ):
        enter(keeper, number, industry=industry, size=size, community=community)


def chips(actor, q="", **filters):
    return search.results(actor, search.Filters(q=q, **filters)).facets.counts


@pytest.mark.parametrize("q", ["", "hengxin"])
def test_counts_of_chips_are_what_pressing_them_would_leave(firms, keeper, q):
    for filters in (
        {},
        {"section": "C"},
        {"section": "C", "size": "small"},
        {"community": "水心社区"},
        {"size": "micro"},
    ):
        for facet, counts in chips(keeper, q, **filters).items():
            for value, count in counts.items():
                if value:
                    assert found(keeper, q, **{**filters, facet: value}) == count, (filters, facet, value)
                    assert len(names(keeper, q, **{**filters, facet: value})) == count


def test_counts_follow_each_change_although_they_are_kept(firms, keeper):
    search.touch()
    db.session.commit()
    before = found(keeper), chips(keeper)["section"]["C"], found(keeper, section="C")
    assert found(keeper) == before[0]
    member = enter(keeper, 9, industry="C33")
    db.session.commit()
    assert (found(keeper), chips(keeper)["section"]["C"], found(keeper, section="C")) == tuple(n + 1 for n in before)
    editing.edit(member.id, {"industry": "F51"}, version=member.version, actor=keeper)
    db.session.commit()
    assert (found(keeper), chips(keeper)["section"]["C"]) == (before[0] + 1, before[1])
    db.session.execute(update(Member).where(Member.id == member.id).values(status="left"))
    search.touch()
    db.session.commit()
    assert chips(keeper)["status"]["left"] == 1


def test_of_very_many_hits_the_newest_are_listed_and_counted_and_the_page_says_so(firms, keeper, desk, monkeypatch):
    newest = db.session.scalars(
        select(Member.name).where(Member.name.contains("恒信")).order_by(Member.id.desc())
    ).all()
    assert len(newest) > 2 and "More than" not in desk.get("/members/?q=hengxin").text
    monkeypatch.setattr(index, "MOST", 2)
    page = desk.get("/members/?q=hengxin").page
    assert sorted(page.texts("#rows th")) == sorted(newest[:2])
    assert "More than 2 found: the newest are shown. Add a word." in page.text
    assert sum(chips(keeper, "hengxin")["status"].values()) == 2
    monkeypatch.setattr(index, "MOST", len(newest))
    assert f"{len(newest)} members" in desk.get("/members/?q=hengxin").text


def test_the_list_goes_on_where_it_stopped_without_gap_or_double(cast, keeper, desk):
    for number in range(65):
        enter(keeper, number)
    seen, address, pages = [], "/members/?q=hengxin", 0
    while address:
        page = desk.get(address).page
        seen += page.texts("#rows th")
        pages += 1
        address = next((url for label, url in page.links() if label == "Show more"), "")
    assert pages == 3
    assert len(seen) == len(set(seen)) == 65
    assert seen == names(keeper, "hengxin")


@pytest.mark.parametrize("after", ["x", "a~b", "a~99999999999", "a~-1", "~", "\0~1", "a~1~2", "%ff~1", "zzz~1"])
def test_an_address_that_continues_nowhere_is_no_error(cast, keeper, desk, after):
    enter(keeper, 1)
    assert desk.get("/members/", query_string={"after": after}).status_code == 200


@pytest.mark.parametrize("field", ["status", "office", "section", "size", "community", "q"])
@pytest.mark.parametrize("value", ["nonsense", "\0", "x" * 3000, "<script>alert(1)</script>", "😀", "' or 1=1"])
def test_an_unknown_filter_is_no_error(cast, keeper, desk, field, value):
    enter(keeper, 1)
    answer = desk.get("/members/", query_string={field: value})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_chips_and_box_keep_each_other(firms, desk):
    page = desk.get("/members/?q=hengxin&section=C").page
    assert page.one("#search-kept input[name=section]").attributes["value"] == "C"
    assert re.search(r"3 members", page.text)
    small = next(url for label, url in page.links() if label.startswith("Small"))
    assert "q=hengxin" in small and "section=C" in small and "size=small" in small
    assert page.link("Export this list").endswith("export.xlsx?q=hengxin&section=C")


def test_an_empty_roster_says_what_to_do(db, app, sign_in):
    from chamber.rights import Role
    from tests.english import english
    from tests.factories.accounts import make_account

    account = make_account("keeper", "陈", Role.SECRETARIAT)
    db.session.commit()
    desk = english(sign_in(account))
    assert "Import the roster as a table" in desk.get("/members/").words
    assert "No matching members." in desk.get("/members/?q=zzz").words


def test_who_has_left_is_not_counted_as_a_member(db, cast, keeper, desk):
    for number in (1, 2, 3):
        enter(keeper, number)
    gone = enter(keeper, 4)
    gone.status = "left"
    search.touch()
    db.session.commit()
    assert desk.get("/members/").page.texts("#count") == ["5 members, Left 1"]
    assert desk.get("/members/?status=left").page.texts("#count") == ["Left 1"]
    assert desk.get("/members/?status=active").page.texts("#count") == ["5 members"]


def test_a_firm_is_found_by_how_it_introduces_itself_and_by_its_facts_where_these_are_read(cast, keeper, actor):
    words = {
        "introduction": "祖传琥珀手艺",
        "address": "砗磲街 9 号",
        "scope": "翡翠加工",
        "website": "https://manao.cn",
    }
    enter(keeper, 1, **words)
    db.session.commit()
    for query, public in (("琥珀", True), ("砗磲街", False), ("翡翠", False), ("manao", False)):
        for name in ("secretary", "leader"):
            assert found(actor(getattr(cast, name)), query) == 1, (name, query)
        assert found(actor(cast.rival), query) == public, query
    assert not search_by_name("琥珀"), "who is called so, not who says so"


def search_by_name(typed):
    return db.session.scalars(select(Member.id).where(search.found_by_staff(typed))).all()
