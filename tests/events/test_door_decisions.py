"""Letting in beside the seats, releasing seats of who has not come, moving up by press, excuses and substitutes."""

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.audit.models import AuditRow
from chamber.errors import Conflict
from chamber.events import registration, seats
from chamber.events.door import attendance, check_in, counting, guests, releasing, staying_away
from chamber.events.door.attendance_table import came_otherwise, summary
from chamber.events.models import Event, Registration
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import give_accounts, make_crowd, make_event


def full_house(staff: Actor, people: int = 3, **details: object) -> tuple[Event, list[Registration]]:
    """An event with two seats, and registrations of this many people of as many firms."""
    event = make_event(staff, **{"capacity": 2, **details})
    crowd = make_crowd(people, 1)
    give_accounts(crowd)
    return event, [registration.register(event.id, actor=staff, contact_id=one.id) for one in crowd]


def acts(db: SQLAlchemy, act: str) -> list[AuditRow]:
    """The rows of the log of this act."""
    db.session.commit()
    return list(db.session.scalars(select(AuditRow).where(AuditRow.act == act)))


def test_whoever_waits_is_let_in_beside_the_seats_on_purpose_only(
    db: SQLAlchemy, cast: Cast, staff: Actor, clock: Clock
) -> None:
    event, (_first, _second, third) = full_house(staff)
    clock.set(event.starts_at)
    with pytest.raises(Conflict, match="All seats are taken"):
        check_in.check_in(third.id, actor=staff)
    check_in.check_in(third.id, beside=True, actor=staff)
    check_in.check_in(third.id, beside=True, actor=staff)
    assert (third.state, third.checked_in_by_id) == ("let_in", cast.secretary.id)
    assert seats.count(event.id) == seats.SeatCount(2, 0)
    (row,) = acts(db, "event.let_in")
    assert row.actor_id == cast.secretary.id
    check_in.undo(third.id, actor=staff)
    assert (third.state, third.promoted_at, check_in.find(third.id, staff)[1]) == ("waitlisted", None, 1)


def test_whoever_is_let_in_while_a_seat_is_free_takes_that_seat(staff: Actor, clock: Clock) -> None:
    event, rows = full_house(staff)
    clock.set(event.starts_at - timedelta(minutes=30))
    registration.cancel(event.id, registration_id=rows[0].id, actor=staff)
    check_in.check_in(rows[2].id, beside=True, actor=staff)
    assert rows[2].state == "registered"
    assert guests.walk_in(event.id, name="赵", organisation="甲厂", beside=True, actor=staff).state == "let_in"


def test_a_guest_needs_a_name_alone(staff: Actor, clock: Clock) -> None:
    event = make_event(staff)
    clock.set(event.starts_at)
    unknown = guests.walk_in(event.id, name="赵来客", actor=staff)
    assert unknown.id == guests.walk_in(event.id, name="赵来客", actor=staff).id
    assert (unknown.mobile, unknown.organisation, unknown.contact_id) == ("", "", None)
    first = guests.walk_in(event.id, name="赵来客", organisation="发改局", actor=staff)
    again = guests.walk_in(event.id, name="赵来客", organisation="发改局", actor=staff)
    other = guests.walk_in(event.id, name="赵来客", organisation="统计局", actor=staff)
    assert unknown.id != first.id == again.id != other.id and (first.mobile, first.member_id) == ("", None)


def test_guests_of_one_name_are_told_apart_only_when_that_is_stated(staff: Actor, clock: Clock) -> None:
    event = make_event(staff)
    clock.set(event.starts_at)
    first = guests.walk_in(event.id, name="赵来客", actor=staff)
    clock.advance(seconds=11)
    with pytest.raises(guests.SameName) as asked:
        guests.walk_in(event.id, name="赵来客", actor=staff)
    second, again = (guests.walk_in(event.id, name="赵来客", besides=asked.value.number, actor=staff) for _ in "12")
    assert first.id != second.id == again.id
    clock.advance(minutes=1)
    with pytest.raises(guests.SameName) as asked:
        guests.walk_in(event.id, name="赵来客", actor=staff)
    assert asked.value.number == 2
    check_in.undo(first.id, actor=staff)
    assert guests.walk_in(event.id, name="赵来客", besides=2, actor=staff).id not in (first.id, second.id)
    with_number = guests.walk_in(event.id, name="赵来客", phone="13700001234", actor=staff)
    clock.advance(minutes=1)
    assert guests.walk_in(event.id, name="赵来客", phone="13700001234", actor=staff).id == with_number.id


def test_a_guest_without_a_number_of_a_known_firm_counts_for_it(staff: Actor) -> None:
    event, person = make_event(staff), make_crowd(1, 1)[0]
    row = guests.walk_in(event.id, name=person.name, organisation=person.member.name, actor=staff)
    assert (row.contact_id, row.member_id) == (person.id, person.member_id)


def test_a_firm_is_found_by_its_short_name_and_kept_by_its_whole_one(staff: Actor, cast: Cast) -> None:
    event, (person, other) = make_event(staff), make_crowd(2, 1)
    person.member.short_name, cast.firm.short_name = "甲厂", "乙厂"
    db.session.commit()
    row = guests.walk_in(event.id, name=person.name, organisation="甲厂", actor=staff)
    assert (row.contact_id, row.member_id) == (person.id, person.member_id)
    stranger = guests.walk_in(event.id, name="赵来客", organisation="乙厂", actor=staff)
    assert (stranger.contact_id, stranger.organisation) == (None, cast.firm.name)
    other.member.short_name = "甲厂"
    db.session.commit()
    unclear = guests.walk_in(event.id, name="钱来客", organisation="甲厂", actor=staff)
    assert unclear.organisation == "甲厂"


def test_seats_are_released_from_15_minutes_after_the_start_and_passed_on_by_press(
    db: SQLAlchemy, staff: Actor, clock: Clock
) -> None:
    event, (first, second, third) = full_house(staff)
    clock.set(event.starts_at)
    check_in.check_in(first.id, actor=staff)
    clock.advance(minutes=14)
    with pytest.raises(Conflict):
        releasing.release(event.id, actor=staff)
    clock.advance(minutes=1)
    door = counting.door_counts(event, actor=staff)
    assert (door.releasable, door.promotable, door.has_room) == (1, 0, False)
    assert releasing.release(event.id, actor=staff) == 1
    assert (second.state, second.away, third.state) == ("cancelled", "released", "waitlisted")
    assert counting.door_counts(event, actor=staff).promotable == 1
    assert releasing.promote(event.id, actor=staff) == [third.name]
    assert third.state == "registered"
    db.session.commit()
    told = db.session.scalars(select(Notification.line)).all()
    assert {"event.promoted:person", "event.released:person"} <= set(told)
    # Whoever has moved up just now is not released with the next press; whoever was released is let in as others are.
    assert releasing.release(event.id, actor=staff) == 0
    with pytest.raises(Conflict):
        check_in.check_in(second.id, actor=staff)
    check_in.check_in(second.id, beside=True, actor=staff)
    assert second.state == "let_in"
    check_in.undo(second.id, actor=staff)
    assert (second.state, second.away) == ("cancelled", "released")
    clock.set(event.ends_at)
    for act in (releasing.release, releasing.promote):
        with pytest.raises(Conflict):
            act(event.id, actor=staff)


def test_nobody_is_promoted_by_press_while_it_happens_by_itself(staff: Actor, clock: Clock) -> None:
    event, rows = full_house(staff)
    clock.set(event.starts_at - timedelta(hours=3))
    with pytest.raises(Conflict):
        releasing.promote(event.id, actor=staff)
    staying_away.excuse(rows[0].id, actor=staff)
    assert rows[2].state == "registered"


def test_an_excuse_frees_the_seat_and_can_be_taken_back(staff: Actor, clock: Clock) -> None:
    event, (first, second, third) = full_house(staff)
    clock.set(event.starts_at - timedelta(minutes=30))
    staying_away.excuse(first.id, actor=staff)
    staying_away.excuse(first.id, actor=staff)
    assert (first.state, first.away, third.state) == ("cancelled", "excused", "waitlisted")
    check_in.check_in(third.id, actor=staff)
    with pytest.raises(Conflict):
        staying_away.take_back(first.id, actor=staff)
    check_in.undo(third.id, actor=staff)
    staying_away.take_back(first.id, actor=staff)
    assert (first.state, first.away) == ("registered", "")
    check_in.check_in(second.id, actor=staff)
    for refused in (third, second):
        with pytest.raises(Conflict):
            staying_away.excuse(refused.id, actor=staff)


def test_a_substitute_takes_over_the_seat_and_gives_it_back(staff: Actor, clock: Clock) -> None:
    event, (first, _second, third) = full_house(staff)
    clock.set(event.starts_at)
    new = staying_away.substitute(first.id, name="赵替会", actor=staff)
    assert (new.state, new.member_id, new.organisation) == ("registered", first.member_id, first.organisation)
    assert (first.state, first.away, seats.count(event.id).registered) == ("cancelled", "substituted", 2)
    for act in (check_in.check_in, staying_away.excuse, staying_away.take_back):
        with pytest.raises(Conflict):
            act(first.id, actor=staff)
    with pytest.raises(Conflict):
        staying_away.substitute(_second.id, name=third.name, phone=third.mobile, actor=staff)
    check_in.undo(new.id, actor=staff)
    assert (first.state, first.away, new.state, third.state) == ("registered", "", "cancelled", "waitlisted")


def test_attendance_says_who_came_was_late_excused_represented_or_absent(
    db: SQLAlchemy, cast: Cast, staff: Actor, clock: Clock
) -> None:
    event, rows = full_house(staff, 8, capacity=7)
    clock.set(event.starts_at)
    check_in.check_in(rows[0].id, actor=staff)
    staying_away.excuse(rows[1].id, actor=staff)
    staying_away.substitute(rows[2].id, name="赵替会", actor=staff)
    check_in.check_in(rows[7].id, actor=staff)
    clock.advance(minutes=16)
    check_in.check_in(rows[3].id, actor=staff)
    releasing.release(event.id, actor=staff)
    check_in.check_in(rows[4].id, actor=staff)
    for number in range(3):
        guests.walk_in(event.id, name=f"赵{number}", organisation="发改局", beside=True, actor=staff)
    before = {one.name: one for firm in attendance.attendance(event, staff).firms for one in firm.people}
    assert {before[row.name].presence for row in rows[5:7]} == {"awaited"}, "until the end nobody is absent"
    clock.set(event.ends_at)
    found = attendance.attendance(event, staff)
    assert counting.tally(event) == counting.Tally(**{name: getattr(found, name) for name in vars(counting.Tally())})
    assert (found.expected, found.came_expected, found.excused, found.substituted, found.absent) == (7, 3, 1, 1, 2)
    assert (found.came, found.late, found.unexpected) == (8, 5, 4)
    assert (found.walk_ins, found.beside, found.seated_late) == (2, 1, 1), "the parts have nobody in common"
    words = "4 more without a seat before (2 walk-ins, 1 let in beside the seats, 1 given a seat late)"
    assert came_otherwise(found) == words and words in summary(found, is_final=True)
    people = {one.name: one for firm in found.firms for one in firm.people}
    presences = [people[row.name].presence for row in rows]
    assert presences == ["present", "excused", "substituted", "late", "late", "absent", "absent", "present"]
    assert people[rows[2].name].substitute == "赵替会" and people["赵替会"].stands_in_for == rows[2].name
    assert people["赵2"].let_in_by == cast.secretary.name and not people["赵0"].let_in_by


def test_expected_is_who_had_a_seat_before_the_start(staff: Actor, clock: Clock) -> None:
    event, (first, _second, third) = full_house(staff)
    clock.set(event.starts_at - timedelta(hours=1))
    registration.cancel(event.id, registration_id=first.id, actor=staff)
    assert counting.tally(event).expected == 1
    registration.give_seat(third.id, actor=staff)
    clock.set(event.starts_at + timedelta(minutes=1))
    registration.register(event.id, actor=staff, contact_id=first.contact_id)
    assert counting.tally(event).expected == 2
