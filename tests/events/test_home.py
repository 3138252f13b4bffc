"""The events on a home page."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chamber.accounts.models import Account
from chamber.events import listing, registration, services
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import make_event

Act = Callable[[Account], Actor]


@pytest.fixture
def days(staff: Actor, clock: Clock) -> list[int]:
    """Six events, a day after another."""
    begins = clock.now + timedelta(days=3)
    return [
        make_event(
            staff,
            title=f"第{day}场",
            starts_at=begins + timedelta(days=day),
            ends_at=begins + timedelta(days=day, hours=2),
        ).id
        for day in range(6)
    ]


def shown(person: Actor) -> list[str]:
    return [line.event.title for line in listing.coming(person)]


def test_home_keeps_what_one_is_registered_for(
    cast: Cast, actor: Act, days: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_OWN", 1)
    member = actor(cast.member)
    assert shown(member) == ["第0场", "第1场", "第2场"]
    registration.register(days[5], actor=member)
    assert shown(member) == ["第0场", "第1场", "第5场"]
    monkeypatch.undo()
    for place in (1, 2, 3, 4):
        registration.register(days[place], actor=member)
    assert shown(member) == ["第1场", "第2场", "第3场", "第4场", "第5场"], "all of them, and then nothing else"


def test_a_cancelled_event_takes_no_place_on_a_home(cast: Cast, actor: Act, staff: Actor, days: list[int]) -> None:
    member = actor(cast.member)
    registration.register(days[0], actor=member)
    for place in (0, 1):
        services.call_off(days[place], reason="场地停电", actor=staff)
    assert shown(member) == ["第0场", "第2场", "第3场", "第4场"], "the own one beside three others"
    assert shown(actor(cast.rival)) == ["第2场", "第3场", "第4场"]


def test_a_cancelled_event_stays_only_on_the_home_of_who_was_registered(
    cast: Cast, actor: Act, staff: Actor, days: list[int]
) -> None:
    registration.register(days[0], actor=actor(cast.member))
    services.call_off(days[0], reason="场地停电", actor=staff)
    assert "第0场" in shown(actor(cast.member))
    assert shown(actor(cast.colleague)) == ["第1场", "第2场", "第3场"]
