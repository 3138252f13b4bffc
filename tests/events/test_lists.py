"""Lists of events: order, paging, cancelled events."""

from collections.abc import Callable
from datetime import timedelta

from chamber import extensions
from chamber.accounts.models import Account
from chamber.events import registration, services
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import make_event

Act = Callable[..., Actor]


def test_own_events_stand_nearest_first_then_the_past_ones_newest_first(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    for days in (1, 2, 40, 20, 30):
        at = clock.now + timedelta(days=days)
        event = make_event(staff, title=f"第{days:02}天", starts_at=at, ends_at=at + timedelta(hours=1))
        registration.register(event.id, actor=actor(cast.member))
    make_event(staff, title="别人的")
    extensions.db.session.commit()
    clock.advance(days=10)
    page = browse(cast.member).get("/events/?when=mine").page
    assert page.texts("#rows .line-text > a") == ["第20天", "第30天", "第40天", "第02天", "第01天"]


def test_pages_of_ones_past_events_do_not_repeat_the_coming_ones(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    for days in range(1, 65):
        at = clock.now + timedelta(days=days)
        event = make_event(staff, title=f"第{days:02}天", starts_at=at, ends_at=at + timedelta(hours=1))
        registration.register(event.id, actor=actor(cast.member))
    extensions.db.session.commit()
    clock.advance(days=62, hours=2)
    client, address, seen = browse(cast.member), "/events/?when=mine", []
    while address:
        page = client.get(address).page
        seen += page.texts("#rows .line-text > a")
        address = page.css("#more a")[0].attributes["href"] if page.css("#more a") else ""
    assert seen == ["第63天", "第64天", *(f"第{days:02}天" for days in range(62, 0, -1))]


def test_what_was_called_off_says_so_and_its_numbers_to_the_secretariat_alone(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event = make_event(staff, capacity=1)
    for who in (cast.member, cast.colleague):
        registration.register(event.id, actor=actor(who))
    services.call_off(event.id, reason="台风", actor=staff)
    extensions.db.session.commit()
    for address in ("/events/", f"/events/{event.id}"):
        for who, told in ((cast.member, False), (cast.leader, False), (cast.secretary, True)):
            page = browse(who).get(address).page
            assert "Called off" in page.texts(".badge"), address
            assert ("1 had registered · 1 had been waiting" in page.text) == told, address
            for words in ("seats taken", "colleague registered", "Seats taken", "1 waiting", "People registered"):
                assert words not in page.html, (address, words)


def test_a_called_off_event_stays_on_the_home_of_who_was_registered_until_its_day(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    for days in range(1, 5):
        at = clock.now + timedelta(days=days)
        make_event(staff, title=f"第{days}天", starts_at=at, ends_at=at + timedelta(hours=1))
    event = make_event(staff, title="取消的")
    registration.register(event.id, actor=actor(cast.member))
    services.call_off(event.id, reason="场地停电", actor=staff)
    extensions.db.session.commit()
    member, rival = browse(cast.member), browse(cast.rival)
    page = member.get("/").page
    assert "取消的" in page.text and page.texts(".badge").count("Called off") == 1
    assert "取消的" not in rival.get("/").text
    clock.set(event.ends_at)
    assert "取消的" not in member.get("/").text


def test_paging_goes_through_all(cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock) -> None:
    for number in range(65):
        at = clock.now + timedelta(days=1 + number // 3)
        make_event(staff, title=f"第{number:02}场", starts_at=at, ends_at=at + timedelta(hours=1))
    member, url, seen = browse(cast.member), "/events/", []
    for _page in range(5):
        page = member.get(url).page
        seen += page.texts("#rows .line-text > a")
        more = page.css("#more a")
        if not more:
            break
        url = more[0].attributes["href"] or ""
    assert seen == [f"第{number:02}场" for number in range(65)]
    for wrong in ("x", "1~2", "2026-09-15~1", "2026-09-15T00:00:00+00:00~99999999999", "\0~\0", "~"):
        assert member.get("/events/", query_string={"after": wrong}).status_code == 200


def test_a_list_says_how_many_colleagues_have_a_seat_and_how_many_wait(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    first, full = make_event(staff, title="有位", capacity=1), make_event(staff, title="候补", capacity=1)
    registration.register(full.id, actor=actor(cast.rival))
    for event in (first, full):
        registration.register(event.id, actor=actor(cast.colleague))
    extensions.db.session.commit()
    member, rival = (browse(who).get("/events/?when=mine").page for who in (cast.member, cast.rival))
    assert "1 of 1 seats taken · 1 colleague registered" in member.text
    assert "1 of 1 seats taken · 1 waiting · 1 colleague waiting" in member.text
    assert "colleague" not in rival.text


def test_the_badge_says_open_only_to_who_gets_a_seat_at_once(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    fields = {"capacity": 5, "seats_per_member": 1}
    events = [make_event(staff, waiting_list=kept, **fields) for kept in (True, False)]
    for event in events:
        registration.register(event.id, actor=actor(cast.colleague))
    extensions.db.session.commit()
    seen = {
        name: browse(getattr(cast, name)).get("/events/").page.texts("#rows .badge") for name in ("member", "rival")
    }
    assert seen == {
        "member": ["Waiting list only", "No seats left for your firm"],
        "rival": ["Open for registration"] * 2,
    }


def test_the_badge_of_a_free_seat_that_others_wait_for_says_so_to_the_next(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    event = make_event(staff, capacity=1)
    seat = registration.register(event.id, actor=actor(cast.rival))
    registration.register(event.id, actor=actor(cast.handler))
    extensions.db.session.commit()
    member = browse(cast.member)
    assert member.get("/events/").page.texts("#rows .badge") == ["Fully booked"]
    clock.set(event.starts_at - timedelta(hours=1))
    registration.cancel(event.id, registration_id=seat.id, actor=staff)
    extensions.db.session.commit()
    assert member.get("/events/").page.texts("#rows .badge") == ["Waiting list only"]
