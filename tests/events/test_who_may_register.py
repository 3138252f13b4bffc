"""Who may register whom until when; seats of contacts and firms that leave."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber import clock as chamber_clock
from chamber.errors import DomainError, NotFound
from chamber.events import attendees, registration, services
from chamber.members.models import Contact, MemberStatus
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import make_crowd, make_event

Act = Callable[..., Actor]


def test_members_keep_to_the_window_and_staff_to_the_end(cast: Cast, actor: Act, staff: Actor, clock: Clock) -> None:
    opens, closes = chamber_clock.now() + timedelta(days=1), chamber_clock.now() + timedelta(days=5)
    event = make_event(staff, registration_opens_at=opens, registration_closes_at=closes)
    member = actor(cast.member)
    for moment, allowed in (
        (opens - timedelta(seconds=1), False),
        (opens, True),
        (closes - timedelta(seconds=1), True),
        (closes, False),
        (event.ends_at, False),
    ):
        clock.set(moment)
        assert registration.can_register(event, member) is allowed, moment
        assert registration.can_register(event, staff) is (moment < event.ends_at), moment
        if not allowed:
            with pytest.raises(DomainError):
                registration.register(event.id, actor=member)
    clock.set(closes + timedelta(minutes=1))
    crowd = make_crowd(1, 1)
    assert registration.register(event.id, actor=staff, contact_id=crowd[0].id).state == "registered"


def test_cancelling_ends_with_the_deadline_but_not_for_who_waits(
    cast: Cast, actor: Act, staff: Actor, clock: Clock
) -> None:
    closes = chamber_clock.now() + timedelta(days=5)
    event = make_event(staff, capacity=1, registration_closes_at=closes)
    mine = registration.register(event.id, actor=actor(cast.member))
    waiting = registration.register(event.id, actor=actor(cast.rival))
    clock.set(closes)
    with pytest.raises(DomainError, match=r"secretariat|秘书处"):
        registration.cancel(event.id, actor=actor(cast.member))
    registration.cancel(event.id, actor=actor(cast.rival))
    assert (mine.state, waiting.state) == ("registered", "cancelled")
    registration.cancel(event.id, registration_id=mine.id, actor=staff)
    assert mine.state == "cancelled"
    registration.cancel(event.id, registration_id=mine.id, actor=staff)


@pytest.mark.parametrize("state", ["draft", "cancelled", "done"])
def test_only_published_events_take_people(staff: Actor, state: str, clock: Clock) -> None:
    event, crowd = make_event(staff, published=state != "draft"), make_crowd(1, 1)
    if state == "cancelled":
        services.call_off(event.id, reason="台风", actor=staff)
    if state == "done":
        clock.set(event.starts_at)
        services.mark_done(event.id, actor=staff)
    with pytest.raises(DomainError):
        registration.register(event.id, actor=staff, contact_id=crowd[0].id)


def test_members_register_their_own_firm_only(cast: Cast, actor: Act, staff: Actor) -> None:
    event, member = make_event(staff), actor(cast.member)
    colleague, rival = actor(cast.colleague), actor(cast.rival)
    row = registration.register(event.id, actor=member, contact_id=colleague.contact_id)
    assert (row.name, row.member_id) == (cast.colleague.name, cast.firm.id)
    with pytest.raises(NotFound):
        registration.register(event.id, actor=member, contact_id=rival.contact_id)
    with pytest.raises(NotFound):
        registration.register(event.id, actor=member, account_id=cast.leader.id)
    with pytest.raises(NotFound):
        registration.cancel(event.id, registration_id=row.id, actor=rival)
    with pytest.raises(NotFound):
        registration.register(event.id, actor=member, contact_id=10**9)
    registration.cancel(event.id, registration_id=row.id, actor=member)
    assert row.state == "cancelled"


@pytest.mark.parametrize("name", ["handler", "leader", "president", "supervisor", "secretary"])
def test_who_has_no_firm_registers_itself(cast: Cast, actor: Act, staff: Actor, name: str) -> None:
    event, person = make_event(staff), actor(getattr(cast, name))
    row = registration.register(event.id, actor=person)
    assert (row.account_id, row.contact_id, row.member_id) == (person.account_id, None, None)
    assert row.organisation == (cast.department.name if name == "handler" else "")
    if name != "secretary":
        with pytest.raises(NotFound):
            registration.register(event.id, actor=person, account_id=cast.admin.id)
        with pytest.raises(NotFound):
            registration.register(event.id, actor=person, contact_id=actor(cast.member).contact_id)
    registration.cancel(event.id, actor=person)


def test_staff_registers_anyone_but_no_administrator(cast: Cast, actor: Act, staff: Actor) -> None:
    event = make_event(staff)
    assert registration.register(event.id, actor=staff, account_id=cast.leader.id).name == cast.leader.name
    with pytest.raises(NotFound):
        registration.register(event.id, actor=staff, account_id=cast.admin.id)
    with pytest.raises(NotFound):
        registration.register(event.id, actor=staff, account_id=cast.member.id)
    with pytest.raises(DomainError):
        registration.register(event.id, actor=actor(cast.admin))


def test_a_person_whose_firm_left_sees_no_event(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor) -> None:
    event = make_event(staff)
    cast.firm.status = MemberStatus.EXPELLED
    db.session.commit()
    with pytest.raises(NotFound):
        services.find(event.id, actor(cast.member))
    with pytest.raises(DomainError):
        registration.register(event.id, actor=actor(cast.member))


def test_candidates_are_found_by_all_that_people_say(cast: Cast, actor: Act, staff: Actor, db: SQLAlchemy) -> None:
    event = make_event(staff)
    contact = db.session.get(Contact, actor(cast.member).contact_id)
    assert contact
    contact.search_door = "单会员\nshanhuiyuan\nshy\n瓯新阀门有限公司\n0002"
    db.session.commit()
    for words in ("单会", "shy", "ShanHui", "瓯新", "0002"):
        assert contact.id in [one.contact_id for one in attendees.candidates(event.id, words, staff)], words
    assert [one.account_id for one in attendees.candidates(event.id, "周领导", staff)] == [cast.leader.id]
    assert attendees.candidates(event.id, "　", staff) == []
    assert attendees.candidates(event.id, "%", staff) == []
    assert attendees.candidates(event.id, "单", actor(cast.member)) == []
    registration.register(event.id, actor=staff, contact_id=contact.id)
    assert attendees.candidates(event.id, "shy", staff)[0].state == "registered"
