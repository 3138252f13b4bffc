"""Two people at the door at once, on the real server: never more seats than there are, unless let in on purpose."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber import clock
from chamber.events import registration, services
from chamber.events.models import Registration
from chamber.rights import Actor
from tests.events.test_strain import Press, all_at_once
from tests.factories.accounts import Cast
from tests.factories.events import details, make_crowd, make_event
from tests.server import Server

pytestmark = pytest.mark.server
SEATS, PEOPLE = 5, 20


@pytest.fixture
def staff(cast: Cast, actor: Callable[..., Actor]) -> Actor:
    """The secretariat."""
    return actor(cast.secretary)


def at_two_doors(server: Server, cast: Cast, path: str, forms: list[tuple[str, dict[str, object]]]) -> list[Press]:
    """Each button pressed by two visitors of the secretariat at the same moment."""
    visitors = [server.visitor(cast.secretary) for _number in range(2)]
    for one in visitors:
        one.get("/account")
    return [Press(visitors[number % 2], f"{path}{rest}", data) for number, (rest, data) in enumerate(forms)]


def states(db: SQLAlchemy, event_id: int) -> Counter[str]:
    """How many registrations are in which state."""
    db.session.rollback()
    return Counter(db.session.scalars(select(Registration.state).where(Registration.event_id == event_id)))


def test_free_seats_are_given_once_and_nobody_is_let_in_beside_them_by_chance(
    db: SQLAlchemy, cast: Cast, server: Server, staff: Actor
) -> None:
    event = make_event(staff, capacity=SEATS)
    rows = [registration.register(event.id, actor=staff, contact_id=one.id) for one in make_crowd(PEOPLE, 1)]
    for row in rows[:SEATS]:
        row.state = "cancelled"
    db.session.commit()
    ticks: list[tuple[str, dict[str, object]]] = [(f"/{row.id}", {}) for row in rows[SEATS:]]
    guests: list[tuple[str, dict[str, object]]] = [
        ("/walk-in", {"name": f"赵{number}", "organisation": "发改局"}) for number in range(5)
    ]
    presses = at_two_doors(server, cast, f"/events/{event.id}/check-in", ticks + guests)
    all_at_once(presses)
    assert {one.reply.status for one in presses if one.reply} == {303, 409, 422}
    found = states(db, event.id)
    assert (found["registered"], found["let_in"]) == (SEATS, 0)


def test_releasing_promoting_and_letting_in_at_once_never_give_more_seats_than_there_are(
    db: SQLAlchemy, cast: Cast, server: Server, staff: Actor
) -> None:
    event = make_event(staff, capacity=SEATS)
    rows = [registration.register(event.id, actor=staff, contact_id=one.id) for one in make_crowd(PEOPLE, 1)]
    now = clock.now()
    begun = details(capacity=SEATS, starts_at=now - timedelta(minutes=20), ends_at=now + timedelta(hours=2))
    services.edit(event.id, begun, version=event.version, actor=staff)
    for row in rows:
        row.registered_at = now - timedelta(hours=5)
    db.session.commit()
    forms: list[tuple[str, dict[str, object]]] = [
        ("/release", {}),
        ("/promote", {}),
        ("/release", {}),
        ("/promote", {}),
    ]
    forms += [(f"/{row.id}", {"beside": "1"}) for row in rows]
    presses = at_two_doors(server, cast, f"/events/{event.id}/check-in", forms)
    all_at_once(presses)
    assert {one.reply.status for one in presses if one.reply} == {303}
    found = states(db, event.id)
    assert found["registered"] <= SEATS
    assert found["registered"] + found["let_in"] == PEOPLE
