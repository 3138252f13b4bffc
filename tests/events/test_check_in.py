"""Check-in, its undoing, walk-ins; and attendance, as far as the viewer may know."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber import extensions
from chamber.errors import Conflict, DomainError, NotFound
from chamber.events import registration, seats, services
from chamber.events.door import attendance, check_in, guests
from chamber.members.record import contacts, editing
from chamber.members.signals import names_changed
from chamber.rights import Actor
from tests.conftest import Clock
from tests.database import queries
from tests.factories.accounts import Cast, make_contact, make_member
from tests.factories.events import make_crowd, make_event

Act = Callable[..., Actor]


def test_ticking_twice_is_harmless_and_can_be_undone(staff: Actor, clock: Clock) -> None:
    event, crowd = make_event(staff), make_crowd(1, 1)
    row = registration.register(event.id, actor=staff, contact_id=crowd[0].id)
    clock.set(event.starts_at)
    check_in.check_in(row.id, actor=staff)
    clock.advance(minutes=3)
    check_in.check_in(row.id, actor=staff)
    assert row.checked_in_at == event.starts_at
    with pytest.raises(Conflict):
        registration.cancel(event.id, registration_id=row.id, actor=staff)
    check_in.undo(row.id, actor=staff)
    check_in.undo(row.id, actor=staff)
    assert (row.state, row.checked_in_at, row.checked_in_by_id) == ("registered", None, None)


def test_who_waits_is_seated_only_where_there_is_room(staff: Actor, clock: Clock) -> None:
    event, crowd = make_event(staff, capacity=1), make_crowd(3, 1)
    first, second, third = (registration.register(event.id, actor=staff, contact_id=one.id) for one in crowd)
    clock.set(event.starts_at - timedelta(minutes=10))
    with pytest.raises(Conflict):
        check_in.check_in(second.id, actor=staff)
    registration.cancel(event.id, registration_id=first.id, actor=staff)
    assert second.state == "waitlisted"
    check_in.check_in(third.id, actor=staff)
    assert (second.state, third.state, seats.count(event.id)) == ("waitlisted", "registered", seats.SeatCount(1, 1))
    check_in.undo(third.id, actor=staff)
    assert (third.state, third.promoted_at, check_in.find(third.id, staff)[1]) == ("waitlisted", None, 2)


def test_who_cancelled_is_not_ticked(staff: Actor) -> None:
    event, crowd = make_event(staff), make_crowd(1, 1)
    row = registration.register(event.id, actor=staff, contact_id=crowd[0].id)
    registration.cancel(event.id, registration_id=row.id, actor=staff)
    with pytest.raises(Conflict):
        check_in.check_in(row.id, actor=staff)
    again = guests.walk_in(event.id, name=crowd[0].name, phone=crowd[0].mobile, actor=staff)
    assert (again.id, again.state, again.is_walk_in) == (row.id, "registered", True)


def test_ids_of_another_event_are_not_found(staff: Actor) -> None:
    event, other, crowd = make_event(staff), make_event(staff), make_crowd(1, 1)
    row = registration.register(event.id, actor=staff, contact_id=crowd[0].id)
    for act in (check_in.check_in, check_in.undo, registration.give_seat):
        with pytest.raises(NotFound):
            act(row.id, actor=staff, event_id=other.id)


def test_walk_ins(cast: Cast, actor: Act, staff: Actor) -> None:
    event = make_event(staff, capacity=3)
    guest = guests.walk_in(event.id, name=" 赵 来客", phone="137 0000 1234", organisation="发改局", actor=staff)
    again = guests.walk_in(event.id, name="赵 来客", phone="+86 13700001234", actor=staff)
    assert guest.id == again.id
    assert (guest.mobile, guest.member_id, guest.checked_in_at is not None) == ("+8613700001234", None, True)
    contact = guests.walk_in(event.id, name=cast.member.name, phone="13800000002", actor=staff)
    assert (contact.member_id, contact.contact_id) == (cast.firm.id, actor(cast.member).contact_id)
    mine = registration.register(event.id, actor=actor(cast.rival))
    ticked = guests.walk_in(event.id, name=cast.rival.name, phone="13800000004", actor=staff)
    assert (ticked.id, ticked.is_walk_in) == (mine.id, False)
    with pytest.raises(Conflict):
        guests.walk_in(event.id, name="没位子", phone="13700005555", actor=staff)
    check_in.undo(guest.id, actor=staff)
    assert guest.state == "cancelled"
    assert seats.count(event.id).registered == 2


@pytest.mark.parametrize(
    ("name", "phone", "organisation", "at"),
    [
        ("　", "13700001234", "", "name"),
        ("甲" * 61, "13700001234", "", "name"),
        ("甲", "一三七", "", "phone"),
        ("甲", "1" * 60, "", "phone"),
        ("甲", "13700001234", "局" * 121, "organisation"),
    ],
)
def test_wrong_walk_ins(staff: Actor, name: str, phone: str, organisation: str, at: str) -> None:
    event = make_event(staff)
    with pytest.raises(DomainError) as refused:
        guests.walk_in(event.id, name=name, phone=phone, organisation=organisation, actor=staff)
    assert refused.value.field == at


def test_no_ticks_for_what_does_not_take_place(staff: Actor, clock: Clock) -> None:
    event, crowd = make_event(staff), make_crowd(2, 1)
    row = registration.register(event.id, actor=staff, contact_id=crowd[0].id)
    clock.set(event.ends_at)
    services.mark_done(event.id, actor=staff)
    # From the paper sheet, afterwards.
    check_in.check_in(row.id, actor=staff)
    assert not check_in.is_late(event, row)
    called_off = make_event(staff)
    services.call_off(called_off.id, reason="台风", actor=staff)
    with pytest.raises(Conflict):
        guests.walk_in(called_off.id, name="甲", phone="13700001234", actor=staff)


def test_the_door_list_finds_people(db: SQLAlchemy, staff: Actor) -> None:
    event = make_event(staff)
    firm = make_member("恒信门窗有限公司", 77, short_name="恒信")
    person = make_contact(firm, "单敏", mobile="+8613800006021")
    registration.register(event.id, actor=staff, contact_id=person.id)
    for words in ("单", "sm", "SHAN", "shanmin", "danmin", "6021", "恒信", "hxmc", "hengxin", "门窗"):
        found = db.session.scalars(check_in.registrations(event.id, words, actor=staff))
        assert [row.name for row in found] == ["单敏"], words
    for words in ("chan", "%", "13800006021x", "_"):
        assert list(db.session.scalars(check_in.registrations(event.id, words, actor=staff))) == [], words
    assert check_in.state_counts(event.id, "sm", actor=staff) == {
        "registered": 1,
        "waitlisted": 0,
        "let_in": 0,
        "cancelled": 0,
    }


def test_who_came_is_cut_to_what_one_may_know(
    cast: Cast, actor: Act, staff: Actor, clock: Clock, db: SQLAlchemy
) -> None:
    event = make_event(staff)
    rows = [
        registration.register(event.id, actor=actor(getattr(cast, name))) for name in ("member", "colleague", "rival")
    ]
    clock.set(event.starts_at + timedelta(minutes=15))
    check_in.check_in(rows[0].id, actor=staff)
    clock.advance(seconds=1)
    check_in.check_in(rows[2].id, actor=staff)
    guests.walk_in(event.id, name="赵来客", phone="13700001234", organisation="发改局", actor=staff)
    db.session.commit()
    seen = {name: attendance.attendance(event, actor(getattr(cast, name))) for name in (
        "secretary", "leader", "president", "member", "handler", "supervisor")}  # fmt: skip
    for one in seen.values():
        assert (one.expected, one.came, one.late, one.absent, one.walk_ins) == (3, 3, 2, 1, 1)
    names = {who: sorted(person.name for firm in one.firms for person in firm.people) for who, one in seen.items()}
    assert names["secretary"] == sorted([cast.member.name, cast.colleague.name, cast.rival.name, "赵来客"])
    assert names["member"] == sorted([cast.member.name, cast.colleague.name])
    assert names["leader"] == names["president"] == names["handler"] == names["supervisor"] == []
    assert {firm.name for firm in seen["leader"].firms} >= {cast.firm.name, cast.rival_firm.name}
    assert "发改局" not in {firm.name for firm in seen["leader"].firms}
    assert [firm.name for firm in seen["member"].firms] == [cast.firm.name]
    assert seen["handler"].firms == seen["supervisor"].firms == []


def test_what_a_firm_attended(cast: Cast, actor: Act, staff: Actor, clock: Clock) -> None:
    event, coming = make_event(staff), make_event(staff, starts_at=clock.now + timedelta(days=30),
                                                  ends_at=clock.now + timedelta(days=31))  # fmt: skip
    mine = registration.register(event.id, actor=actor(cast.member))
    registration.register(event.id, actor=actor(cast.colleague))
    registration.register(coming.id, actor=actor(cast.colleague))
    clock.set(event.starts_at)
    check_in.check_in(mine.id, actor=staff)
    (line,) = attendance.attended_by(cast.firm.id, actor=staff)
    assert (line.event_id, line.expected, line.came) == (event.id, 2, 1)
    assert attendance.attended_by(cast.rival_firm.id, actor=staff) == []


def at_the_door(event_id: int, search: str, staff: Actor) -> list[tuple[str, str]]:
    """Name and firm of whom the door list finds."""
    return [
        (row.name, row.organisation)
        for row, _place in extensions.db.session.execute(check_in.registrations(event_id, search, actor=staff))
    ]


def test_who_is_renamed_or_gets_a_new_number_is_found_at_the_door_by_it(staff: Actor, clock: Clock) -> None:
    past = make_event(staff, starts_at=clock.now + timedelta(hours=1), ends_at=clock.now + timedelta(hours=2))
    event, (person, other) = make_event(staff), make_crowd(1, 2)
    for one in (past, event):
        registration.register(one.id, actor=staff, contact_id=person.id)
    registration.cancel(
        event.id, registration_id=registration.register(event.id, actor=staff, contact_id=other.id).id, actor=staff
    )
    clock.advance(hours=3)
    old = (person.name, person.member.name)
    typed = {"name": "单雷生", "mobile": "13777776543"}
    contacts.edit(person.member_id, person.id, typed, version=person.version, actor=staff)
    assert at_the_door(event.id, "shanleisheng", staff) == at_the_door(event.id, "6543", staff) == [("单雷生", old[1])]
    firm = person.member
    editing.edit(firm.id, {"name": "瓯江鞋材有限公司", "short_name": "瓯鞋"}, version=firm.version, actor=staff)
    assert (
        at_the_door(event.id, "ojxc", staff) == at_the_door(event.id, "瓯鞋", staff) == [("单雷生", "瓯江鞋材有限公司")]
    )
    assert at_the_door(past.id, "", staff) == [old]


def test_names_are_followed_with_one_query_and_writes_only_where_they_differ(db: SQLAlchemy, staff: Actor) -> None:
    event, crowd = make_event(staff), make_crowd(3, 2)
    for one in crowd:
        registration.register(event.id, actor=staff, contact_id=one.id)
    crowd[0].name = "单雷生"
    extensions.db.session.commit()
    ids = [one.member_id for one in crowd]
    with queries(db) as statements:
        names_changed.send(None, member_ids=ids)
    here = [line for line in statements if "registrations" in line]
    assert [line.split()[0] for line in here] == ["SELECT", "UPDATE"]
    assert len(at_the_door(event.id, "", staff)) == 6


def test_firms_are_listed_by_pinyin_in_who_came(staff: Actor) -> None:
    event = make_event(staff)
    for number, name in enumerate(("长盛鞋业", "安达阀门", "瓯江泵业", "晟达锁具", "北岸电器")):
        person = make_contact(make_member(name, 500 + number), "单明", mobile=f"+861370000100{number}")
        registration.register(event.id, actor=staff, contact_id=person.id)
    assert [firm.name for firm in attendance.attendance(event, staff).firms] == [
        "安达阀门",
        "北岸电器",
        "长盛鞋业",
        "瓯江泵业",
        "晟达锁具",
    ]
