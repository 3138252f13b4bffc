"""The address of an event and why it was called off find it for exactly those whose page shows them."""

import pytest
from sqlalchemy import or_, select

from chamber.events import listing, services
from chamber.events.models import Event
from chamber.extensions import db
from chamber.members.audience.choosing import Audience
from tests.english import english
from tests.factories.accounts import actor_as
from tests.factories.events import make_event

OFFICE, WIDE = {"secretary", "leader", "president"}, {"secretary", "leader", "president", "supervisor", "handler"}
LISTS = [listing.found(when) for when in listing.When]
WHO = ("secretary", "member", "rival", "handler", "leader", "president", "supervisor", "admin")


@pytest.fixture
def who(cast, sign_in, clock):
    """Asks who finds the event by this: whose page of it shows it."""

    def ask(event, mark):
        accounts = {who: getattr(cast, who) for who in WHO}
        query = select(Event.id).where(Event.id == event.id)
        found = {who: query.where(or_(*(find(actor_as(one), mark) for find in LISTS))) for who, one in accounts.items()}
        finders = {who for who, query in found.items() if db.session.scalars(query).all()}
        db.session.commit()
        pages = {who: english(sign_in(one)).get(f"/events/{event.id}") for who, one in accounts.items()}
        assert finders == {who for who, one in pages.items() if one.status_code == 200 and mark in one.page.text}
        return finders

    return ask


def test_the_address_of_a_meeting_is_found_by_who_sees_the_event(staff, who):
    event = make_event(staff, published=False, link="https://meeting.example/feicui")
    assert who(event, "feicui") == OFFICE
    services.publish(event.id, actor=staff)
    assert who(event, "feicui") == {*WIDE, "member", "rival"}


def test_why_an_event_was_called_off_is_found_by_who_was_invited(cast, staff, who):
    invited = Audience("firms", firms=cast.firm.name)
    event = make_event(staff, audience=invited, is_open=False)
    services.call_off(event.id, reason="珊瑚改期", actor=staff)
    assert who(event, "珊瑚") == {*OFFICE, "member"}
