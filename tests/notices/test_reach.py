"""Audiences, and scheduled publication."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.errors import Conflict, DomainError, NotFound
from chamber.events import registration
from chamber.members.models import MemberStatus
from chamber.notices import services
from chamber.notices.answers import receipts, receiving
from chamber.notices.writing import audience, publishing
from chamber.notices.writing.audience import Audience, Reach
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast, make_contact, make_member, make_member_account
from tests.factories.events import make_event
from tests.factories.notices import details, make_notice, named
from tests.notices.reading import acts

Act = Callable[..., Actor]


def test_each_choice_reaches_its_firms(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor) -> None:
    cast.firm.office, cast.firm.industry, cast.firm.tags = "council", "C34", "外贸 专精特新"
    cast.firm.community, cast.rival_firm.community, cast.rival_firm.size = "江滨社区", "望江社区", "small"
    gone = make_member("退会有限公司", 7, status=MemberStatus.LEFT)
    make_contact(gone, "旧人")
    event = make_event(staff)
    registration.register(event.id, actor=actor(cast.colleague))
    db.session.commit()
    whom = {
        Reach(2, 3, 0): [Audience(), Audience("features", community=("江滨社区", "望江社区"))],
        Reach(1, 2, 0): [
            Audience("features", office=("council",)),
            Audience("features", section=("C",), tag=("外贸", "内贸")),
            named(cast.firm.name, "瓯新阀门"),
        ],
        Reach(1, 1, 0): [Audience("features", size=("small", "micro")), Audience("event", event=str(event.id))],
        Reach(0, 0, 0): [Audience("features", tag=("外",)), Audience("features", office=("council",), size=("small",))],
    }
    for reach, chosen in whom.items():
        for one in chosen:
            assert audience.reach(audience.to_json(one, staff)) == reach, one
            kept = audience.from_json(audience.to_json(one, staff))
            assert audience.to_json(kept, staff) == audience.to_json(one, staff)
            assert audience.describe(audience.to_json(one, staff))


def test_a_name_that_fits_two_firms_is_asked_for_in_full(cast: Cast, staff: Actor) -> None:
    make_member("宏达贸易有限公司", 7, short_name="宏达")
    make_member("宏达物流有限公司", 8, short_name="宏达")
    with pytest.raises(DomainError, match="whole name"):
        audience.to_json(named("宏达"), staff)
    assert len(audience.to_json(named("宏达物流有限公司"), staff)["members"]) == 1


@pytest.mark.parametrize("typed", ["宏达", "宏 达", "宏达贸易", "宏达贸易有限公司", " 温州市宏达贸易有限公司 "])
def test_a_firm_is_found_by_its_short_name_or_a_part_that_only_it_has(cast: Cast, staff: Actor, typed: str) -> None:
    firm = make_member("温州市宏达贸易有限公司", 7, short_name="宏达")
    make_member("温州市永恒物流有限公司", 8, short_name="永恒")
    assert audience.to_json(named(typed), staff)["members"] == [firm.id]


def test_every_wrong_name_is_said_at_once(cast: Cast, staff: Actor) -> None:
    for number, name in enumerate(("宏达贸易有限公司", "宏达物流有限公司"), 7):
        make_member(name, number, short_name="宏达")
    with pytest.raises(DomainError) as refused:
        audience.to_json(named("没有的甲", cast.firm.name, "宏达", "没有的乙"), staff)
    said = str(refused.value)
    assert refused.value.field == "firms"
    assert all(word in said for word in ("“没有的甲”", "“没有的乙”", "“宏达”", "宏达贸易有限公司", "宏达物流有限公司"))
    assert cast.firm.name not in said


def test_what_would_reach_nobody_is_not_published(staff: Actor, clock: Clock) -> None:
    notice = make_notice(staff, published=False, audience=Audience("features", tag=("没有",)))
    with pytest.raises(DomainError):
        publishing.publish(notice.id, actor=staff)
    with pytest.raises(DomainError):
        publishing.schedule(notice.id, clock.now + timedelta(days=1), actor=staff)


def test_whom_it_reaches_is_fixed_by_publication(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor) -> None:
    silent = make_member("无人有限公司", 7)
    make_contact(silent, "无账号")
    notice = make_notice(staff)
    later = make_member("后来有限公司", 8)
    stranger = make_member_account("later", "后来人", later, "+8613800000077")
    newcomer = make_member_account("newcomer", "新同事", cast.firm, "+8613800000078")
    db.session.commit()
    assert publishing.reach(notice) == Reach(3, 4, 1), "who came to one of its firms later reads it too"
    with pytest.raises(NotFound):
        services.find(notice.id, actor(stranger))
    receiving.open_notice(notice.id, actor=actor(newcomer))
    db.session.commit()
    assert receipts.tallies([notice.id], actor=staff)[notice.id] == receipts.Tally(3, 1, 0)


def test_the_worker_brings_out_what_is_scheduled_once(db: SQLAlchemy, staff: Actor, clock: Clock) -> None:
    notice = make_notice(staff, published=False)
    at = clock.now + timedelta(hours=3)
    with pytest.raises(DomainError):
        publishing.schedule(notice.id, clock.now, actor=staff)
    with pytest.raises(DomainError):
        publishing.schedule(notice.id, clock.now + timedelta(days=2000), actor=staff)
    for _again in range(2):
        publishing.schedule(notice.id, at, actor=staff)
    db.session.commit()
    assert publishing.publish_due() == 0
    clock.advance(hours=3)
    assert [publishing.publish_due(), publishing.publish_due()] == [1, 0]
    db.session.commit()
    assert (notice.state, notice.published_at) == ("published", at)
    assert acts(db) == ["notice.created", "notice.scheduled", "notice.published"]


def test_a_scheduled_notice_can_be_held_and_one_that_reaches_nobody_holds_up_no_other(
    db: SQLAlchemy, cast: Cast, staff: Actor, clock: Clock
) -> None:
    held, empty, fine = (make_notice(staff, published=False) for _number in range(3))
    services.edit(empty.id, details(audience=named(cast.rival_firm.name)), version=1, actor=staff)
    for notice in (held, empty, fine):
        publishing.schedule(notice.id, clock.now + timedelta(hours=1), actor=staff)
    for _again in range(2):
        publishing.unschedule(held.id, actor=staff)
    cast.rival_firm.status = MemberStatus.LEFT
    db.session.commit()
    clock.advance(hours=1)
    assert publishing.publish_due() == 1
    db.session.commit()
    assert [notice.state for notice in (held, empty, fine)] == ["draft", "draft", "published"]
    assert "notice.held_back" in acts(db)
    with pytest.raises(Conflict):
        publishing.unschedule(fine.id, actor=staff)
