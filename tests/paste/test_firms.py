"""Members found in a text; the cast's firms are 瓯新阀门有限公司 and 永宁泵业有限公司."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber import clock
from chamber.errors import DomainError, Forbidden
from chamber.members.models import MemberStatus
from chamber.paste import services
from chamber.paste.firms import MatchReason
from chamber.rights import Actor
from tests.client import release
from tests.database import queries
from tests.factories.accounts import Cast, make_contact, make_member


def look(text: str, q: str, *, actor: Actor) -> services.Pasted:
    """Have a text read, after what the test has made."""
    release()
    return services.analyse(text, q, actor=actor)


def names(text: str, staff: Actor, q: str = "") -> list[str]:
    """The members that a text points to."""
    return [firm.name for firm in look(text, q, actor=staff).firms]


@pytest.mark.parametrize(
    "text",
    [
        "瓯新阀门有限公司反映停电",
        "我是瓯新阀门的",
        "瓯新 阀门（有限公司）停电",
        "【瓯新阀门】停电",
        "停电\n瓯新阀门有限公司\n9月15日",
        "瓯新阀门 2026/9/14 14:03:22\n停电了",
    ],
)
def test_a_firm_is_found_however_it_is_written(text: str, staff: Actor) -> None:
    found = look(text, "", actor=staff).firms
    assert [(firm.name, firm.reason) for firm in found] == [("瓯新阀门有限公司", MatchReason.NAMED)]


def test_firms_come_in_the_order_of_the_text(staff: Actor) -> None:
    assert names("永宁泵业和瓯新阀门，还有永宁泵业", staff) == ["永宁泵业有限公司", "瓯新阀门有限公司"]
    assert names("瓯新\n阀门", staff) == names("阀门厂的水泵和泵业", staff) == []


def test_short_and_common_words_do_not_match_wildly(staff: Actor) -> None:
    make_member("正泰有限公司", 11, short_name="正泰")
    make_member("澜州科技有限公司", 12, short_name="科技公司")
    make_member("阀门厂", 13, short_name="阀门厂")
    make_member("街道商会", 14)
    make_member("ABCD Tech", 15, short_name="ABC")
    assert names("正泰然处之，科技公司和阀门厂都来街道商会，abc xabcd tech，abcd techx", staff) == []
    assert names("正泰有限公司和abcd  tech来了", staff) == ["正泰有限公司", "ABCD Tech"]


def test_a_name_inside_a_longer_one_is_not_meant(staff: Actor) -> None:
    make_member("瓯新阀门制造有限公司", 11)
    assert names("瓯新阀门制造有限公司来电", staff) == ["瓯新阀门制造有限公司"]
    assert names("瓯新阀门制造与瓯新阀门", staff) == ["瓯新阀门制造有限公司", "瓯新阀门有限公司"]


def test_firms_with_the_same_short_name_are_all_offered(staff: Actor) -> None:
    make_member("浩远新材料有限公司", 11, short_name="浩远新材")
    make_member("浩远新材股份有限公司", 12, short_name="浩远新材")
    assert sorted(names("浩远新材反映", staff)) == ["浩远新材料有限公司", "浩远新材股份有限公司"]


def test_the_town_in_front_of_most_names_may_be_left_out(staff: Actor) -> None:
    for number, brand in enumerate(["拾光食品", "恒筑建设", "青朴服饰", "柏睿软件", "云岫广告", "迅达"]):
        make_member(f"澜州{brand}有限公司", 20 + number)
    assert names("恒筑建设和迅达来电", staff) == ["澜州恒筑建设有限公司"]


def test_a_firm_that_left_is_not_offered(staff: Actor, cast: Cast, db: SQLAlchemy) -> None:
    text = "瓯新阀门 13800000002"
    cast.firm.status = MemberStatus.LEFT
    db.session.flush()
    assert names(text, staff, "瓯新") == []
    cast.firm.status = MemberStatus.SUSPENDED
    db.session.flush()
    assert names(text, staff) == ["瓯新阀门有限公司"]


def test_a_phone_leads_to_its_contact_and_firm(staff: Actor, cast: Cast, db: SQLAlchemy) -> None:
    found = look("请打+86 138-0000 0002", "", actor=staff).firms
    assert [(one.name, one.reason, one.contact, one.phone) for one in found] == [
        ("瓯新阀门有限公司", MatchReason.PHONE, "单会员", "138 0000 0002")
    ]
    person = next(person for person in cast.firm.contacts if person.id == found[0].contact_id)
    person.left_at = clock.now()
    db.session.flush()
    assert names("请打13800000002", staff) == []


@pytest.mark.parametrize("who", ["曾对手", "永宁-曾对手", "曾对手（泵业）", "@曾对手"])
def test_the_sender_of_a_message_hints_at_the_firm(who: str, staff: Actor) -> None:
    found = look(f"{who} 2026/9/14 14:03:22\n停电了", "", actor=staff).firms
    assert [(one.name, one.reason, one.contact) for one in found] == [
        ("永宁泵业有限公司", MatchReason.SENDER, "曾对手")
    ]
    assert names("曾对手说停电了", staff) == []


def test_a_name_that_many_bear_says_nothing(staff: Actor) -> None:
    for number in range(4):
        make_contact(make_member(f"同名{number}号商行有限公司", 30 + number), "张伟")
    assert names("张伟 2026/9/14 14:03:22\n停电了", staff) == []


def test_a_contact_named_beside_the_firm_is_the_one_who_reports(staff: Actor, cast: Cast) -> None:
    (found,) = look("瓯新阀门，单会员说又停电了", "", actor=staff).firms
    person = next(person for person in cast.firm.contacts if person.name == "单会员")
    assert (found.reason, found.contact_id, found.contact) == (MatchReason.NAMED, person.id, "单会员")
    (other,) = look("瓯新阀门，曾对手说又停电了", "", actor=staff).firms
    assert other.contact_id is None


def test_two_contacts_of_a_firm_in_the_text_are_left_to_choose(staff: Actor, cast: Cast) -> None:
    make_contact(cast.firm, "李梅")
    (found,) = look("瓯新阀门单会员、李梅来电", "", actor=staff).firms
    assert found.contact_id is None


def test_a_firm_is_offered_once_with_the_surest_reason(staff: Actor) -> None:
    found = look("瓯新阀门，13800000002、13800000003", "瓯新", actor=staff).firms
    assert [(one.name, one.reason) for one in found] == [("瓯新阀门有限公司", MatchReason.PHONE)]
    assert names("停电了", staff, "永宁") == ["永宁泵业有限公司"]


def test_at_most_a_dozen_are_offered(staff: Actor) -> None:
    brands = "拾恒青柏云迅合禾锐澄百星沐鼎华"
    for number, brand in enumerate(brands):
        make_member(f"{brand}光食品有限公司", 40 + number)
    assert len(names("、".join(f"{brand}光食品" for brand in brands), staff)) == 12


def test_the_queries_do_not_grow_with_the_roster(staff: Actor, db: SQLAlchemy) -> None:
    text = "单会员 2026/9/14 14:03:22\n瓯新阀门 13800000004 永宁泵业"
    with queries(db) as few:
        look(text, "瓯", actor=staff)
    for number in range(60):
        make_contact(make_member(f"瓯新{number}号泵业有限公司", 60 + number), "单会员", mobile=f"+86138000{number:05}")
    release()
    with queries(db) as many:
        look(f"{text} 瓯新7号泵业", "瓯", actor=staff)
    assert len(many) == len(few) == 3


@pytest.mark.parametrize("name", ["member", "handler", "leader", "president", "supervisor", "admin"])
def test_nobody_else_may_have_a_text_read(name: str, cast: Cast, actor: Callable[..., Actor]) -> None:
    with pytest.raises(Forbidden):
        look("瓯新阀门 13800000002", "", actor=actor(getattr(cast, name)))


@pytest.mark.parametrize("text", ["", " \u3000\n", "\u200b\x00", "长" * 20_001])
def test_what_cannot_be_read_is_refused_at_its_field(text: str, staff: Actor) -> None:
    with pytest.raises(DomainError) as refused:
        look(text, "", actor=staff)
    assert refused.value.field == "text"
