"""Create, edit, publish and cancel events; who may see them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber import clock as chamber_clock
from chamber.audit.models import AuditRow
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.events import listing, registration, services
from chamber.events import month as calendar
from chamber.events.details import PolicyDetails, differences
from chamber.events.door import attendance, check_in, guests
from chamber.events.models import Event
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import details, make_crowd, make_event

Act = Callable[..., Actor]
OTHERS = ("member", "handler", "leader", "president", "supervisor")


@pytest.mark.parametrize("name", [*OTHERS, "secretary"])
def test_drafts_are_not_open_to_members(cast: Cast, actor: Act, staff: Actor, name: str) -> None:
    person, draft, public = actor(getattr(cast, name)), make_event(staff, published=False), make_event(staff)
    assert services.find(public.id, person) is public
    if name in ("secretary", "leader", "president"):
        assert services.find(draft.id, person) is draft
    else:
        with pytest.raises(NotFound):
            services.find(draft.id, person)


@pytest.mark.parametrize("name", [*OTHERS, "admin"])
def test_only_the_secretariat_acts(cast: Cast, actor: Act, staff: Actor, name: str) -> None:
    person, event = actor(getattr(cast, name)), make_event(staff)
    row = registration.register(event.id, actor=staff)
    for act in (
        lambda: services.create(details(), actor=person),
        lambda: services.edit(event.id, details(), version=event.version, actor=person),
        lambda: services.publish(event.id, actor=person),
        lambda: services.discard(event.id, actor=person),
        lambda: services.restore(event.id, actor=person),
        lambda: services.call_off(event.id, reason="x", actor=person),
        lambda: services.mark_done(event.id, actor=person),
        lambda: services.undo_done(event.id, actor=person),
        lambda: registration.give_seat(row.id, actor=person),
        lambda: check_in.check_in(row.id, actor=person),
        lambda: check_in.undo(row.id, actor=person),
        lambda: guests.walk_in(event.id, name="甲", phone="13800000000", actor=person),
        lambda: attendance.registrations_of(event, person),
    ):
        with pytest.raises(Forbidden):
            act()


WRONG = [
    ({"title": " 　"}, "title"),
    ({"title": "长" * 121}, "title"),
    ({"kind": "party-party"}, "kind"),
    ({"ends_at": datetime(2026, 9, 22, 2, 0, tzinfo=UTC)}, "ends_at"),
    ({"starts_at": datetime(9999, 12, 31, tzinfo=UTC), "ends_at": datetime(9999, 12, 31, 1, tzinfo=UTC)}, "starts_at"),
    ({"starts_at": datetime(1, 1, 1, tzinfo=UTC)}, "starts_at"),
    ({"ends_at": datetime(2099, 1, 1, tzinfo=UTC)}, "ends_at"),
    ({"capacity": 0}, "capacity"),
    ({"capacity": -3}, "capacity"),
    ({"capacity": 10**12}, "capacity"),
    ({"seats_per_member": 0}, "seats_per_member"),
    ({"link": "javascript:alert(1)"}, "link"),
    ({"link": "https://"}, "link"),
    ({"link": "http://["}, "link"),
    ({"link": "会议链接"}, "link"),
    ({"agenda": "程" * 20_001}, "agenda"),
    ({"registration_closes_at": datetime(2026, 10, 22, tzinfo=UTC)}, "registration_closes_at"),
    ({"registration_opens_at": datetime(2026, 9, 22, 2, tzinfo=UTC)}, "registration_opens_at"),
    ({"policies": (PolicyDetails("", "主席令"),)}, "policies"),
    ({"policies": (PolicyDetails("法", link="data:text/html,x"),)}, "policies"),
    ({"policies": (PolicyDetails("法" * 201),)}, "policies"),
]


@pytest.mark.parametrize(("wrong", "at"), WRONG)
def test_what_is_wrong_is_said_at_its_field(staff: Actor, wrong: dict[str, object], at: str) -> None:
    with pytest.raises(DomainError) as refused:
        services.create(details(**wrong), actor=staff)
    assert refused.value.field == at
    assert str(refused.value)


def test_texts_are_cleaned(staff: Actor) -> None:
    event = make_event(
        staff, title=" 学\0习\u202e会\ud800  <script> ", agenda="一\r\n\0二", speakers="=cmd|' /C calc'!A0 😀"
    )
    assert (event.title, event.agenda) == ("学习会 <script>", "一\n二")
    assert event.speakers == "=cmd|' /C calc'!A0 😀"


def test_a_form_sent_twice_makes_one_event(db: SQLAlchemy, staff: Actor) -> None:
    first = services.create(details(), actor=staff, form_key="a" * 32)
    assert services.create(details(), actor=staff, form_key="a" * 32) is first
    assert services.create(details(), actor=staff, form_key="b" * 32) is not first


def test_a_stale_form_changes_nothing(staff: Actor) -> None:
    event = make_event(staff)
    seen, same = event.version, {"starts_at": event.starts_at, "ends_at": event.ends_at}
    services.edit(event.id, details(place="二楼", **same), version=seen, actor=staff)
    mine = details(place="四楼", speakers="李教授", **same)
    with pytest.raises(Conflict):
        services.edit(event.id, mine, version=seen, actor=staff)
    assert event.place == "二楼"
    assert differences(event, mine) == [("place", "二楼", "四楼"), ("speakers", "", "李教授")]


def test_registering_does_not_make_a_form_stale(staff: Actor) -> None:
    event, crowd = make_event(staff), make_crowd(1, 1)
    seen, same = event.version, {"starts_at": event.starts_at, "ends_at": event.ends_at}
    registration.register(event.id, actor=staff, contact_id=crowd[0].id)
    services.edit(event.id, details(place="二楼", **same), version=seen, actor=staff)
    assert event.place == "二楼"


def test_policies_are_put_in_order_and_make_a_version(db: SQLAlchemy, staff: Actor) -> None:
    event = make_event(
        staff, policies=(PolicyDetails("甲法"), PolicyDetails("", "", ""), PolicyDetails("乙条例", "1号"))
    )
    assert [policy.title for policy in event.policies] == ["甲法", "乙条例"]
    seen, same = event.version, {"starts_at": event.starts_at, "ends_at": event.ends_at}
    services.edit(event.id, details(policies=(PolicyDetails("乙条例", "2号"),), **same), version=seen, actor=staff)
    db.session.commit()
    assert [(policy.title, policy.number) for policy in event.policies] == [("乙条例", "2号")]
    assert event.version > seen
    seen = event.version
    services.edit(event.id, details(policies=(PolicyDetails("乙条例", "2号"),), **same), version=seen, actor=staff)
    db.session.commit()
    assert event.version == seen


def test_the_life_of_an_event(db: SQLAlchemy, staff: Actor, clock: Clock) -> None:
    event = make_event(staff, published=False, place="", link="")
    with pytest.raises(DomainError):
        services.publish(event.id, actor=staff)
    for too_early in (services.mark_done, services.undo_done):
        with pytest.raises(Conflict):
            too_early(event.id, actor=staff)
    same = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    services.edit(event.id, details(place="", link="https://meet.example/1", **same), version=1, actor=staff)
    services.publish(event.id, actor=staff)
    assert services.publish(event.id, actor=staff).published_at == chamber_clock.now()
    with pytest.raises(DomainError):
        services.mark_done(event.id, actor=staff)
    clock.set(event.starts_at)
    services.mark_done(event.id, actor=staff)
    services.mark_done(event.id, actor=staff)
    with pytest.raises(Conflict):
        services.call_off(event.id, reason="迟了", actor=staff)
    services.undo_done(event.id, actor=staff)
    services.undo_done(event.id, actor=staff)
    assert event.state == "published", "said too early, it is open at the door again"
    services.mark_done(event.id, actor=staff)
    with pytest.raises(Conflict):
        services.publish(event.id, actor=staff)
    db.session.commit()
    acts = db.session.scalars(select(AuditRow.act).order_by(AuditRow.id)).all()
    assert list(acts) == [
        "event.created",
        "event.edited",
        "event.published",
        "event.finished",
        "event.finish_undone",
        "event.finished",
    ]


def test_calling_off_needs_a_reason_and_is_final(staff: Actor) -> None:
    event = make_event(staff)
    for reason in ("", "　 ", "x" * 501):
        with pytest.raises(DomainError):
            services.call_off(event.id, reason=reason, actor=staff)
    services.call_off(event.id, reason="台风", actor=staff)
    services.call_off(event.id, reason="别的", actor=staff)
    assert (event.state, event.cancel_reason) == ("cancelled", "台风")
    same = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    with pytest.raises(Conflict):
        services.edit(event.id, details(**same), version=event.version, actor=staff)
    with pytest.raises(Conflict):
        services.publish(event.id, actor=staff)


def test_a_past_draft_is_not_published(staff: Actor, clock: Clock) -> None:
    event = make_event(staff, published=False)
    clock.set(event.ends_at)
    with pytest.raises(DomainError):
        services.publish(event.id, actor=staff)


def test_lists_tallies_and_own_state(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor, clock: Clock) -> None:
    past = make_event(
        staff, title="往期", ends_at=clock.now + timedelta(hours=2), starts_at=clock.now + timedelta(hours=1)
    )
    coming = make_event(staff, capacity=1, kind="forum", place="温州厅")
    make_event(staff, published=False)
    registration.register(coming.id, actor=actor(cast.colleague))
    registration.register(coming.id, actor=actor(cast.member))
    db.session.commit()
    clock.advance(hours=5)
    member = actor(cast.member)

    def found(person: Actor, **terms: str) -> list[str]:
        return [event.title for event in db.session.scalars(listing.events(person, **terms))]

    assert found(member, when="past") == ["往期"]
    assert found(member, when="coming") == [coming.title] == found(member, when="mine")
    assert len(found(staff)) == 2
    assert found(member, search="wangqi", when="past") == ["往期"]
    assert found(member, search="温州厅") == [coming.title]
    assert found(member, search="%") == found(member, kind="party") == []
    tallies = listing.filter_counts(member, when="coming")
    assert tallies.by_when == {"coming": 1, "past": 1, "mine": 1}
    assert (tallies.by_kind["forum"], tallies.by_kind["policy_study"]) == (1, 0)
    forums = listing.filter_counts(member, when="coming", kind="forum")
    assert forums.by_when == {"coming": 1, "past": 0, "mine": 1}, "a list counts what its chip would leave"
    assert forums.by_kind == tallies.by_kind
    (line,) = listing.coming(member)
    assert (line.own, line.seats.waiting) == (listing.OwnState("waitlisted", 1, 1), 1)
    assert [line.event for line in listing.lines([past], member)] == [past]


def test_what_was_marked_done_early_is_past(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor, clock: Clock) -> None:
    event = make_event(staff)
    registration.register(event.id, actor=actor(cast.member))
    clock.set(event.starts_at)
    services.mark_done(event.id, actor=staff)
    member = actor(cast.member)
    where = {when: db.session.scalars(listing.events(member, when=when)).all() for when in listing.When}
    assert where == {"coming": [], "past": [event], "mine": [event]}
    assert listing.filter_counts(member, when="past").by_when == {"coming": 0, "past": 1, "mine": 1}
    mine = db.session.scalars(listing.mine_past(member)).all()
    assert (listing.mine_coming(member), mine, listing.coming(member)) == ([], [event], [])


def test_the_month_shows_each_day_an_event_touches(cast: Cast, actor: Act, staff: Actor) -> None:
    begins = datetime(2026, 9, 29, 9, tzinfo=chamber_clock.LOCAL)
    make_event(staff, starts_at=begins, ends_at=begins + timedelta(days=3))
    make_event(staff, published=False, starts_at=begins, ends_at=begins + timedelta(hours=1))
    month = calendar.month(actor(cast.member), calendar.parse_month("2026-09"))
    days = [square.day.isoformat() for week in month.weeks for square in week if square.events]
    assert days == ["2026-09-29", "2026-09-30", "2026-10-01", "2026-10-02"]
    assert (month.count, month.previous, month.following) == (1, "2026-08", "2026-10")
    assert calendar.month(staff, calendar.parse_month("2026-09")).count == 2


@pytest.mark.parametrize("text", ["", "2026-13", "9999-99", "1999-12", "x", "0000-01", "2026-09-01", "２０２６"])
def test_a_month_that_is_none_is_this_one(clock: Clock, text: str) -> None:
    assert calendar.parse_month(text).isoformat() in ("2026-09-01",)


def test_the_ends_of_the_calendar(cast: Cast, staff: Actor) -> None:
    assert calendar.month(staff, calendar.parse_month("2000-01")).previous is None
    assert calendar.month(staff, calendar.parse_month("2100-12")).following is None


def test_the_calendar_file(staff: Actor) -> None:
    event: Event = make_event(staff, title="学习; 会\n", agenda="## 议程\n\n1. **签到**\n2. 学习\n\n- 带笔")
    text = calendar.ics(event, address="https://c.example:8443/events/1", chamber="商会").decode()
    assert "DTSTART:20260922T020000Z" in text
    assert "UID:event-1@c.example" in text
    assert "SUMMARY:学习\\; 会" in text
    assert "STATUS:CONFIRMED" in text
    assert "DESCRIPTION:议程\\n1. 签到\\n2. 学习\\n带笔\\n\\nh" in text.replace("\r\n ", "")
    services.call_off(event.id, reason="台风", actor=staff)
    assert b"STATUS:CANCELLED" in calendar.ics(event, address="https://c.example/events/1", chamber="商会")
