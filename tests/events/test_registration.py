"""Who gets a seat: quota, waiting list, promotion."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update

from chamber import clock as chamber_clock
from chamber import extensions
from chamber.accounts.models import AccountRole
from chamber.audit.models import AuditRow, AuditValue
from chamber.errors import Conflict, DomainError, NotFound
from chamber.events import registration, seats, services
from chamber.events.models import Event, Registration
from chamber.members.models import Contact, MemberStatus
from chamber.members.signals import contact_left, member_left
from chamber.rights import Actor, Role
from tests.conftest import Clock
from tests.factories.accounts import Cast, make_contact
from tests.factories.events import details, make_crowd, make_event

Act = Callable[..., Actor]


def states(event: Event) -> dict[str, str]:
    """name -> state, by turn."""
    query = select(Registration).where(Registration.event_id == event.id).order_by(Registration.turn)
    return {row.name: row.state for row in extensions.db.session.scalars(query)}


def register_all(event: Event, people: list[Contact], actor: Actor) -> list[Registration]:
    """One after the other."""
    return [registration.register(event.id, actor=actor, contact_id=person.id) for person in people]


def acts(db: SQLAlchemy, event: Event, act: str) -> list[dict[str, object]]:
    """What the log holds about an event, `after` values only."""
    db.session.commit()
    query = select(AuditValue.values).join(AuditRow, AuditRow.id == AuditValue.row_id)
    found = db.session.scalars(query.where(AuditRow.subject == f"event:{event.id}", AuditRow.act == act))
    return [values["after"] for values in found]


def test_seats_then_the_line(staff: Actor) -> None:
    event, crowd = make_event(staff, capacity=2), make_crowd(3, 1)
    rows = register_all(event, crowd, staff)
    assert [row.state for row in rows] == ["registered", "registered", "waitlisted"]
    assert seats.count(event.id) == seats.SeatCount(2, 1)


def test_registering_twice_is_harmless(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor) -> None:
    event = make_event(staff, capacity=5)
    first = registration.register(event.id, actor=actor(cast.member))
    again = registration.register(event.id, actor=actor(cast.member))
    by_staff = registration.register(event.id, actor=staff, contact_id=first.contact_id)
    assert first.id == again.id == by_staff.id
    assert seats.count(event.id).registered == 1
    assert len(acts(db, event, "event.registered")) == 1


def test_one_person_takes_one_seat_whatever_the_hat(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor) -> None:
    make_contact(cast.firm, cast.president.name, cast.president, "+8613800000009")
    db.session.add(AccountRole(account_id=cast.president.id, role=Role.MEMBER))
    db.session.commit()
    event = make_event(staff)
    as_president = registration.register(event.id, actor=actor(cast.president, Role.PRESIDENT))
    as_member = registration.register(event.id, actor=actor(cast.president, Role.MEMBER))
    assert as_president.id == as_member.id
    assert as_president.member_id == cast.firm.id


def test_beyond_the_quota_one_waits_though_seats_are_free(staff: Actor) -> None:
    event, crowd = make_event(staff, capacity=10, seats_per_member=2), make_crowd(1, 3)
    rows = register_all(event, crowd, staff)
    assert [row.state for row in rows] == ["registered", "registered", "waitlisted"]
    registration.cancel(event.id, registration_id=rows[0].id, actor=staff)
    assert rows[2].state == "registered"


def test_quota_holds_without_a_capacity(staff: Actor) -> None:
    event, crowd = make_event(staff, seats_per_member=1), make_crowd(2, 2)
    assert [row.state for row in register_all(event, crowd, staff)] == [
        "registered",
        "waitlisted",
        "registered",
        "waitlisted",
    ]


def test_a_skip_keeps_its_place_and_is_logged(db: SQLAlchemy, staff: Actor) -> None:
    event = make_event(staff, capacity=2, seats_per_member=1)
    first, second, third, fourth = make_crowd(2, 2)
    seated, waiting, other, late = register_all(event, [first, second, third, fourth], staff)
    assert waiting.state == "waitlisted"
    registration.cancel(event.id, registration_id=other.id, actor=staff)
    # `fourth`, whose firm has a seat again, is promoted past `second`, whose firm has none.
    assert states(event) == {
        first.name: "registered",
        second.name: "waitlisted",
        third.name: "cancelled",
        fourth.name: "registered",
    }
    assert acts(db, event, "event.skipped") == [{"registrations": [waiting.id], "for": late.id}]
    assert acts(db, event, "event.promoted") == [{"registration": late.id, "member": fourth.member_id}]
    registration.cancel(event.id, registration_id=seated.id, actor=staff)
    assert waiting.state == "registered"


def test_promotion_is_strictly_in_turn(staff: Actor) -> None:
    event, crowd = make_event(staff, capacity=1), make_crowd(4, 1)
    first, second, third, fourth = register_all(event, crowd, staff)
    registration.cancel(event.id, registration_id=second.id, actor=staff)
    again = registration.register(event.id, actor=staff, contact_id=crowd[1].id)
    assert again.id == second.id
    registration.cancel(event.id, registration_id=first.id, actor=staff)
    assert (third.state, fourth.state, second.state) == ("registered", "waitlisted", "waitlisted")
    registration.cancel(event.id, registration_id=third.id, actor=staff)
    assert (fourth.state, second.state) == ("registered", "waitlisted")


def test_ranks_have_no_gap_and_no_tie(cast: Cast, actor: Act, staff: Actor) -> None:
    event, crowd = make_event(staff, capacity=1), make_crowd(4, 1)
    rows = register_all(event, crowd, staff)
    registration.register(event.id, actor=actor(cast.member))
    assert registration.own_seats(event.id, actor(cast.member))[0].rank == 4
    registration.cancel(event.id, registration_id=rows[2].id, actor=staff)
    assert registration.own_seats(event.id, actor(cast.member))[0].rank == 3


def test_more_seats_and_more_quota_promote(staff: Actor) -> None:
    event, crowd = make_event(staff, capacity=1, seats_per_member=1), make_crowd(2, 2)
    rows = register_all(event, crowd, staff)
    same = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    services.edit(event.id, details(capacity=3, seats_per_member=1, **same), version=event.version, actor=staff)
    assert [row.state for row in rows] == ["registered", "waitlisted", "registered", "waitlisted"]
    services.edit(event.id, details(capacity=3, seats_per_member=2, **same), version=event.version, actor=staff)
    assert [row.state for row in rows] == ["registered", "registered", "registered", "waitlisted"]


def test_fewer_seats_than_are_taken_are_refused(staff: Actor) -> None:
    event, crowd = make_event(staff, capacity=3), make_crowd(3, 1)
    register_all(event, crowd, staff)
    same = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    with pytest.raises(DomainError) as refused:
        services.edit(event.id, details(capacity=2, **same), version=event.version, actor=staff)
    assert refused.value.field == "capacity"
    assert event.capacity == 3


def test_promotion_stops_two_hours_before_the_start(staff: Actor, clock: Clock) -> None:
    event, crowd = make_event(staff, capacity=1), make_crowd(4, 1)
    rows = register_all(event, crowd[:3], staff)
    clock.set(event.starts_at - timedelta(hours=2))
    registration.cancel(event.id, registration_id=rows[0].id, actor=staff)
    assert rows[1].state == "registered"
    clock.advance(seconds=1)
    registration.cancel(event.id, registration_id=rows[1].id, actor=staff)
    assert rows[2].state == "waitlisted"
    # A newcomer does not overtake who waits already.
    assert registration.register(event.id, actor=staff, contact_id=crowd[3].id).state == "waitlisted"
    # Now the secretariat decides.
    registration.give_seat(rows[2].id, actor=staff)
    assert rows[2].state == "registered"


def test_a_given_seat_may_exceed_the_quota_but_never_the_seats(staff: Actor) -> None:
    event, crowd = make_event(staff, capacity=3, seats_per_member=1), make_crowd(2, 2)
    rows = register_all(event, crowd, staff)
    registration.give_seat(rows[1].id, actor=staff)
    with pytest.raises(Conflict):
        registration.give_seat(rows[3].id, actor=staff)
    assert seats.count(event.id) == seats.SeatCount(3, 1)


def test_without_a_waiting_list_a_full_event_says_so(staff: Actor) -> None:
    event, crowd = make_event(staff, capacity=1, waiting_list=False, seats_per_member=1), make_crowd(2, 2)
    registration.register(event.id, actor=staff, contact_id=crowd[0].id)
    with pytest.raises(DomainError, match=r"All seats are taken|名额已满"):
        registration.register(event.id, actor=staff, contact_id=crowd[2].id)
    open_event = make_event(staff, waiting_list=False, seats_per_member=1)
    registration.register(open_event.id, actor=staff, contact_id=crowd[0].id)
    with pytest.raises(DomainError, match="1"):
        registration.register(open_event.id, actor=staff, contact_id=crowd[1].id)


def test_a_contact_who_left_frees_its_seat_and_cannot_come_back(db: SQLAlchemy, staff: Actor, clock: Clock) -> None:
    event, crowd = make_event(staff, capacity=1), make_crowd(2, 1)
    past = make_event(staff, capacity=1, starts_at=chamber_clock.now() + timedelta(hours=1),
                      ends_at=chamber_clock.now() + timedelta(hours=2))  # fmt: skip
    register_all(past, crowd[:1], staff)
    clock.advance(hours=3)
    first, second = register_all(event, crowd, staff)
    crowd[0].left_at = chamber_clock.now()
    contact_left.send(None, contact_id=crowd[0].id, actor=staff)
    assert (first.state, second.state) == ("cancelled", "registered")
    assert list(states(past).values()) == ["registered"]
    with pytest.raises(NotFound):
        registration.register(event.id, actor=staff, contact_id=crowd[0].id)


def test_a_firm_that_left_frees_all_its_seats(staff: Actor) -> None:
    event, crowd = make_event(staff, capacity=2, seats_per_member=2), make_crowd(2, 3)
    rows = register_all(event, crowd, staff)
    crowd[0].member.status = MemberStatus.LEFT
    member_left.send(None, member_id=crowd[0].member_id, actor=staff)
    assert [row.state for row in rows] == ["cancelled"] * 3 + ["registered", "registered", "waitlisted"]
    with pytest.raises(NotFound):
        registration.register(event.id, actor=staff, contact_id=crowd[0].id)


def test_the_lock_reads_the_event_anew(db: SQLAlchemy, staff: Actor) -> None:
    event = make_event(staff, capacity=5)
    assert event.capacity == 5
    db.session.execute(update(Event).values(capacity=9).execution_options(synchronize_session=False))
    assert event.capacity == 5, "what the session holds is old, as after waiting for the lock"
    assert services.lock(event.id, staff).capacity == 9
