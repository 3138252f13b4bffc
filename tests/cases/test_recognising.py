"""How people name somebody whose name they do not write out, and what only looks like it."""

import tomllib
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from chamber import clock
from chamber.cases.access import recognising
from chamber.cases.access.naming import Meant, could_be_staff, recognised
from chamber.cases.access.respondents import Respondent
from chamber.cases.words import RespondentKind
from chamber.directory.models import DepartmentPerson
from chamber.directory.popular import proposed
from chamber.extensions import db
from chamber.members.models import Contact, Member
from chamber.rights import Role
from tests.factories.accounts import Cast, make_account, make_department, make_member
from tests.factories.worst import is_done_in

UNITS = {
    "经发": ("梧桐街道经济发展办公室", "经发办", "陆文清 主任", "贺敏 科员"),
    "执法": ("梧桐街道综合行政执法中队", "执法中队", "石坚 队长", "唐小龙 副队长"),
    "市场": ("临梧区市场监督管理局梧桐所", "市场监管所", "夏雨荷 所长"),
    "税务": ("临梧区税务局梧桐税务所", "税务所", "江岚 所长"),
    "应急": ("梧桐街道应急管理站", "应急站", "郝刚 站长"),
    "公安": ("临梧区公安分局梧桐派出所", "梧桐派出所", "高峰 所长"),
    "社会": ("梧桐街道社会事务办公室", "社会事务办", "毛静 主任"),
}
WORDINGS = tomllib.loads(Path(__file__).with_name("usual_wordings.toml").read_text(encoding="utf-8"))


@pytest.fixture
def town(cast: Cast) -> dict[str, str]:
    """Which department or firm of the lists above a row is."""
    known: dict[str, str] = {}
    for word, (name, short, *people) in UNITS.items():
        unit = make_department(name)
        unit.short_name, unit.popular_names = short, proposed(name)
        for one in people:
            person, title = one.split()
            db.session.add(DepartmentPerson(department_id=unit.id, name=person, title=title))
        known[f"department {unit.id}"] = word
    for account, name in ((cast.secretary, "沈若兰"), (cast.leader, "韩立群"), (cast.supervisor, "鲁平")):
        account.name = name
    make_account("fang", "方知行", Role.SECRETARIAT)
    build = make_member("江滨市筑联建设工程有限公司", 11, legal_representative="丁大海")
    cast.rival_firm.name, cast.rival_firm.bare_name = "温州永宁泵业有限公司", "温州永宁泵业"
    for number in range(20, 27):
        make_member(f"温州样品{number}号有限公司", number)
    known |= {f"member {build.id}": "筑联", f"member {cast.rival_firm.id}": "永宁"}
    db.session.commit()
    return known


def found_in(text: str, town: dict[str, str]) -> list[str]:
    """Who is recognised, the likeliest first."""
    return [town.get(key(one), key(one)) for one in recognised(text, but=0)]


def key(one: Meant) -> str:
    """How the town calls it."""
    if one.department_id or one.member_id:
        return f"department {one.department_id}" if one.department_id else f"member {one.member_id}"
    return one.kind


def sure_in(text: str) -> set[str]:
    """Who is meant without doubt."""
    return {key(one) for one in recognised(text, but=0) if one.sure}


def test_whoever_is_meant_is_among_the_likeliest_five(town: dict[str, str]) -> None:
    wrong = [
        (whom, text, found)
        for whom, texts in WORDINGS["said"].items()
        for text in texts
        if whom not in (found := found_in(text, town))[:5]
    ]
    assert wrong == []


def test_what_only_looks_like_a_name_names_nobody(town: dict[str, str]) -> None:
    wrong = [(text, found) for text in WORDINGS["innocent"]["texts"] if (found := found_in(text, town))]
    assert wrong == []


def test_a_popular_name_that_two_units_bear_is_not_sure_and_means_both(town: dict[str, str]) -> None:
    (unit,) = (one for one, word in town.items() if word == "执法")
    assert sure_in("城管") == {unit}
    other = make_department("江滨街道城市管理办公室")
    other.popular_names = "城管"
    db.session.commit()
    assert sure_in("城管") == set()
    assert {key(one) for one in recognised("城管", but=0)} == {unit, f"department {other.id}"}


@pytest.mark.parametrize("text", ["沈若兰", "秘书处", "你们", "沈秘书", "the chamber"])
def test_a_full_name_or_you_is_sure(town: dict[str, str], text: str) -> None:
    assert sure_in(text) == {"secretariat"}


@pytest.mark.parametrize("text", ["若兰", "小沈", "shen ruolan", "srl", "审秘书"])
def test_a_given_name_a_nickname_pinyin_and_a_slip_are_not_sure(town: dict[str, str], text: str) -> None:
    assert sure_in(text) == set()


def test_a_surname_and_title_that_fit_people_of_two_units_are_not_sure(town: dict[str, str]) -> None:
    make_account("other-shen", "沈立", Role.LEADER)
    db.session.commit()
    assert sure_in("沈主任") == set()
    assert found_in("沈秘书", town)[0] == "secretariat", "whose title it is comes first"


def test_the_authors_own_firm_is_never_meant(town: dict[str, str], cast: Cast) -> None:
    assert found_in("永宁泵业", town) == ["永宁"]
    assert recognised("永宁泵业", but=cast.rival_firm.id) == []


@pytest.mark.parametrize(
    "text",
    [
        "外地某建材厂",
        "隔壁饭店",
        "某某物流有限公司",
        "对面的超市",
        "a supplier company",
        "隔壁工地项目部",
        "一家检测机构",
        "带货的主播",
    ],
)
def test_nobody_of_ours_can_be_meant_where_a_firm_outside_is_plainly_named(town: dict[str, str], text: str) -> None:
    assert not could_be_staff(text)


@pytest.mark.parametrize(
    "text",
    [
        "行政机构的人",
        "他们派出机构",
        "街道的一个机构",
        "管理机构里的人",
        "主播和街道的人",
        "那个女的",
        "管收费的",
        "姓王的",
        "一个大胖子",
        "公司老板和一个主任串通",
        "李四",
        "区里的人",
        "开超市的小沈",
    ],
)
def test_where_no_firm_is_named_or_staff_beside_it_it_can_be_somebody_of_ours(town: dict[str, str], text: str) -> None:
    assert could_be_staff(text)


def test_a_text_of_a_megabyte_is_searched_in_less_than_a_second(town: dict[str, str]) -> None:
    for text in ("城管石队长和你们商会的小沈，", "温州", "shi ", "a", "主任", "商会 ", "石.", "小"):
        long = text * (1_000_000 // len(text))
        assert is_done_in(1, lambda long=long: recognised(long, but=0)), text


def test_in_a_large_chamber_a_text_takes_few_queries_and_little_time(town: dict[str, str], queries: list[str]) -> None:
    unit, surnames, syllables = make_department("梧桐街道档案办公室"), "赵钱孙李周吴郑王冯陈", "永宁瑞安华东海新建国"
    many = [f"{one}{two}{three}" for one in surnames for two in syllables for three in syllables * 2]
    trades = ("泵业", "鞋业", "建设工程", "贸易")
    firms = [f"{name[1:]}{trade}{number}" for trade in trades for number, name in enumerate(many[:500])]
    now = clock.now()
    rows = [{"name": name, "name_key": name, "bare_name": name, "created_at": now, "updated_at": now} for name in firms]
    db.session.execute(insert(Member), rows)
    members = db.session.scalars(select(Member.id)).all()
    db.session.execute(insert(Contact), [{"member_id": id_, "name": many[id_ % 2000]} for id_ in members])
    db.session.execute(insert(DepartmentPerson), [{"department_id": unit.id, "name": name} for name in many[::10]])
    db.session.commit()
    for text in ("街道韩书记", "director shi of the street office", "永宁泵业的老板和城管石队长"):
        queries.clear()
        assert recognised(text, but=0)
        assert len(queries) <= 8
        assert is_done_in(0.05, lambda text=text: recognised(text, but=0))


STREET = (
    *("街道", "街道办", "街办", "办事处", "街道办事处", "街道领导", "街道的人", "街道党工委", "街道书记", "街道一把手"),
    *("街道上的一个小年轻", "街道干部", "梧桐街道", "街道辦", "你们街道的", "街道把我的摊子收了", "the street office"),
    *("jiedaoban", "street office staff", "城管和街道的人", "街道机关里的人", "党工委"),
)


@pytest.mark.parametrize("text", STREET)
def test_words_for_the_street_office_keep_out_its_leader_and_all_departments(town: dict[str, str], text: str) -> None:
    meant = recognising.resolved((Respondent(RespondentKind.OTHER, text=text),), but=0)
    assert {one.kind for one in meant} >= {RespondentKind.LEADER, RespondentKind.SOME_STREET}


@pytest.mark.parametrize(
    "text", ["梧桐街道经济发展办公室", "经发办陆主任", "街道城管", "城管老石", "街道综合行政执法中队"]
)
def test_who_means_a_department_of_the_street_does_not_mean_the_street_as_such(town: dict[str, str], text: str) -> None:
    assert RespondentKind.SOME_STREET not in {one.kind for one in recognised(text, but=0)}


@pytest.mark.parametrize("text", ["请街道党工委帮忙", "街道领导说不管", "街道的人来过三次"])
def test_a_story_that_speaks_of_the_street_office_is_not_about_all_its_departments(
    town: dict[str, str], text: str
) -> None:
    found = recognising.mentioned(text, but=0)
    assert RespondentKind.SOME_STREET not in {one.kind for one in found}
