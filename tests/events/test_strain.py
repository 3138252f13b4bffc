"""Many people register at once on the real server: never more than the seats, no gap in the waiting list, no 500."""

import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from chamber.events import registration, seats
from chamber.events.models import Event, Registration
from chamber.members.models import Contact
from chamber.rights import Actor
from tests.client import release
from tests.factories.accounts import Cast
from tests.factories.events import give_accounts, make_crowd, make_event
from tests.server import Reply, Server, Visitor

pytestmark = pytest.mark.server
PEOPLE, SEATS, QUOTA = 200, 20, 2
PATIENCE = 30
"""Seconds in which all must have their answer, on a slow machine too."""


@dataclass
class Press:
    """One person pressing one button."""

    visitor: Visitor
    path: str
    data: dict[str, object]
    reply: Reply | None = None
    seconds: float = 0.0


def person(app: Flask, server: Server, token: str) -> Visitor:
    """A browser in which this session is open: its cookie is made here, 200 sign-ins would only take time."""
    raw = secrets.token_hex(20)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    visitor = Visitor(server.url)
    visitor.cookies[app.config["SESSION_COOKIE_NAME"]] = serializer.dumps({"_user_id": token, "csrf_token": raw})
    visitor._token = str(URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw))
    return visitor


def all_at_once(presses: list[Press]) -> float:
    """Press them all at the same moment; returns the seconds until the last answer."""
    release()
    gate = threading.Barrier(len(presses) + 1)

    def press(one: Press) -> None:
        gate.wait()
        began = time.perf_counter()
        one.reply = one.visitor.post(one.path, one.data)
        one.seconds = time.perf_counter() - began

    threads = [threading.Thread(target=press, args=(one,)) for one in presses]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def outcome(db: SQLAlchemy, event_id: int) -> dict[str, list[tuple[Registration, int]]]:
    """state -> (row, rank), by turn."""
    db.session.rollback()
    query = select(Registration, seats.rank()).where(Registration.event_id == event_id).order_by(Registration.turn)
    found: dict[str, list[tuple[Registration, int]]] = {"registered": [], "waitlisted": [], "cancelled": []}
    for row, rank in db.session.execute(query):
        found[row.state].append((row, rank))
    return found


def assert_in_order(found: dict[str, list[tuple[Registration, int]]], waiting: int) -> None:
    """Exactly the seats, nobody over the quota, and a line without gap or tie."""
    assert len(found["registered"]) == SEATS
    assert max(Counter(row.member_id for row, _rank in found["registered"]).values()) <= QUOTA
    assert [rank for _row, rank in found["waitlisted"]] == list(range(1, waiting + 1))
    turns = [row.turn for rows in found.values() for row, _rank in rows]
    assert len(set(turns)) == len(turns)


def report(what: str, presses: list[Press], seconds: float, record: Callable[[str, object], None]) -> None:
    """Nobody saw an error; how long it took goes into the report."""
    statuses = Counter(one.reply.status if one.reply else 0 for one in presses)
    assert set(statuses) == {303}, statuses
    longest = max(one.seconds for one in presses)
    record(what, f"{len(presses)} presses in {seconds:.2f} s, the longest wait {longest:.2f} s")
    sys.stderr.write(f"\n{what}: {len(presses)} presses in {seconds:.2f} s, the longest wait {longest:.2f} s\n")
    assert seconds < PATIENCE


@pytest.fixture
def staff(cast: Cast, actor: Callable[..., Actor]) -> Actor:
    """The secretariat."""
    return actor(cast.secretary)


def at_the_door(app: Flask, server: Server, event: Event, crowd: list[Contact]) -> list[Press]:
    """Each of the crowd before the button that registers it."""
    tokens, path = give_accounts(crowd), f"/events/{event.id}/register"
    return [Press(person(app, server, token), path, {}) for token in tokens]


def test_200_people_20_seats(
    app: Flask, db: SQLAlchemy, server: Server, staff: Actor, record_property: Callable[[str, object], None]
) -> None:
    event = make_event(staff, capacity=SEATS, seats_per_member=QUOTA)
    presses = at_the_door(app, server, event, make_crowd(PEOPLE // 4, 4))
    seconds = all_at_once(presses)
    report("200 register for 20 seats", presses, seconds, record_property)
    found = outcome(db, event.id)
    assert_in_order(found, PEOPLE - SEATS)
    # The first comers have the seats, but where the quota of their firm was used up.
    taken: Counter[int | None] = Counter()
    for row, _rank in sorted(found["registered"] + found["waitlisted"], key=lambda pair: pair[0].turn):
        expected = "registered" if sum(taken.values()) < SEATS and taken[row.member_id] < QUOTA else "waitlisted"
        assert row.state == expected
        taken[row.member_id] += expected == "registered"


def test_the_same_while_others_cancel(
    app: Flask, db: SQLAlchemy, server: Server, staff: Actor, record_property: Callable[[str, object], None]
) -> None:
    event = make_event(staff, capacity=SEATS, seats_per_member=QUOTA)
    crowd = make_crowd(PEOPLE // 2, 2)
    presses = at_the_door(app, server, event, crowd)
    early = [registration.register(event.id, actor=staff, contact_id=contact.id) for contact in crowd[:60]]
    db.session.commit()
    assert [row.state for row in early] == ["registered"] * 20 + ["waitlisted"] * 40
    gone = [*range(0, 20, 2), *range(20, 60, 2)]
    for place in gone:
        presses[place].path = f"/events/{event.id}/cancel"
    acting = [presses[place] for place in gone] + presses[60:]
    seconds = all_at_once(acting)
    report("140 register while 30 cancel", acting, seconds, record_property)
    found = outcome(db, event.id)
    assert len(found["cancelled"]) == 30
    assert_in_order(found, PEOPLE - 30 - SEATS)
    # No firm is beyond its quota here, so whoever still waits came after everybody who has a seat.
    assert max(row.turn for row, _rank in found["registered"]) < min(row.turn for row, _rank in found["waitlisted"])


def test_nobody_keeps_a_seat_who_leaves_that_very_moment(
    app: Flask, db: SQLAlchemy, cast: Cast, server: Server, staff: Actor
) -> None:
    event = make_event(staff, capacity=5)
    crowd = make_crowd(15, 1)
    registering = at_the_door(app, server, event, crowd)
    leaving = [
        Press(server.visitor(cast.secretary), f"/members/{one.member_id}/contacts/{one.id}/leave", {}) for one in crowd
    ]
    for one in leaving:
        one.visitor.get("/account")
    all_at_once([press for pair in zip(registering, leaving, strict=True) for press in pair])
    assert {one.reply.status for one in leaving if one.reply} == {303}
    assert {one.reply.status for one in registering if one.reply} <= {303, 403, 404}
    assert outcome(db, event.id)["registered"] == []
    assert outcome(db, event.id)["waitlisted"] == []


def test_doubled_presses_are_one(app: Flask, db: SQLAlchemy, server: Server, staff: Actor) -> None:
    event = make_event(staff, capacity=5)
    token = give_accounts(make_crowd(1, 1))[0]
    presses = [Press(person(app, server, token), f"/events/{event.id}/register", {}) for _number in range(20)]
    all_at_once(presses)
    assert {one.reply.status for one in presses if one.reply} == {303}
    assert len(outcome(db, event.id)["registered"]) == 1
