"""An event for a chosen circle: who is told, sees, finds and registers; others only where it is opened to them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber import clock
from chamber.accounts.models import Account
from chamber.errors import DomainError, NotFound
from chamber.events import circle, listing, registration, services, sharing
from chamber.events.details import EventDetails
from chamber.events.models import Event, EventFirm, Registration
from chamber.members.audience.choosing import Audience
from chamber.members.audience.reaching import Reach
from chamber.members.models import MemberStatus
from chamber.rights import Actor
from tests.client import Client
from tests.events.test_messages import bell
from tests.factories.accounts import Cast, make_member
from tests.factories.events import TYPED, details, make_event

Act = Callable[..., Actor]
Browse = Callable[[Account], Client]
BY_KIND = Audience("kind")


@pytest.fixture
def council(db: SQLAlchemy, cast: Cast) -> Cast:
    """The cast, whose `rival_firm` sits in the council."""
    cast.rival_firm.office = "council"
    db.session.commit()
    return cast


def named(*firms: str) -> Audience:
    """The audience of these firms."""
    return Audience("firms", firms="\n".join(firms))


def on(days: int) -> dict[str, datetime]:
    """Beginning and end of an event in so many days."""
    begins = clock.now() + timedelta(days=days)
    return {"starts_at": begins, "ends_at": begins + timedelta(hours=1)}


def with_audience(event: Event, audience: Audience, **changed: object) -> EventDetails:
    """What the form of the event says with another audience."""
    same = {"starts_at": event.starts_at, "ends_at": event.ends_at, "kind": event.kind, "title": event.title}
    return replace(details(**same), audience=audience, **changed)


def test_by_kind_a_council_meeting_is_for_the_council_and_everything_else_for_all(council: Cast, staff: Actor) -> None:
    meeting, forum = (make_event(staff, kind=kind, audience=BY_KIND) for kind in ("council", "forum"))
    assert (circle.is_for_all(meeting), circle.is_for_all(forum)) == (False, True)
    assert (circle.reach(meeting), circle.reach(forum)) == (Reach(1, 1, 0), Reach(2, 3, 0))
    assert (meeting.is_open, forum.is_open) == (False, True)


def test_only_the_circle_is_told_sees_finds_and_registers(
    db: SQLAlchemy, council: Cast, actor: Act, staff: Actor, browse: Browse
) -> None:
    event = make_event(staff, title="第六次理事会", kind="council", audience=BY_KIND)
    inside, outside = actor(council.rival), actor(council.member)
    assert any("第六次理事会" in said for said in bell(db, inside))
    assert not any("第六次理事会" in said for said in bell(db, outside))
    for who, count in ((inside, 1), (outside, 0), (actor(council.handler), 0), (actor(council.leader), 1)):
        assert len(listing.coming(who)) == count
        assert sum(listing.filter_counts(who, when="coming", search="理事").by_when.values()) == count
        assert db.session.query(Event).filter(listing.found("coming")(who, "第六次")).count() == count
    with pytest.raises(NotFound):
        registration.register(event.id, actor=outside)
    stranger = browse(council.member)
    for page in (f"/events/{event.id}", f"/events/{event.id}/event.ics", f"/events/{event.id}/attendance"):
        assert stranger.get(page).status_code == 404, page
    for page in ("/", "/events/", "/events/calendar?month=2026-09", "/search/?q=第六次"):
        assert "第六次理事会" not in stranger.get(page).text, page
    assert "第六次理事会" in browse(council.rival).get("/events/").text
    assert registration.register(event.id, actor=inside).state == "registered"
    assert circle.number_answered(event) == 1


def test_on_the_home_of_an_invited_firm_it_stands_before_what_is_for_all(
    council: Cast, actor: Act, staff: Actor
) -> None:
    for days in (1, 2, 3):
        make_event(staff, kind="forum", **on(days))
    event = make_event(staff, kind="council", audience=BY_KIND, **on(9))
    assert event.id in [line.event.id for line in listing.coming(actor(council.rival))]


def test_opened_to_others_it_is_seen_by_all_but_only_the_circle_registers(
    council: Cast, actor: Act, staff: Actor, browse: Browse
) -> None:
    event = make_event(staff, kind="council", audience=BY_KIND, is_open=True)
    with pytest.raises(DomainError, match="Only invited firms"):
        registration.register(event.id, actor=actor(council.member))
    line = next(line for line in listing.coming(actor(council.member)) if line.event is event)
    assert not line.can_register and not line.is_invited
    browser = browse(council.member)
    assert "Only invited firms can register" in browser.get(f"/events/{event.id}").text
    assert "Invited firms only" in browser.get("/events/").text
    assert registration.register(event.id, actor=actor(council.president)).state == "registered"


def test_whom_the_secretariat_registers_beside_the_circle_sees_it_too(
    db: SQLAlchemy, council: Cast, actor: Act, staff: Actor
) -> None:
    event, guest = make_event(staff, kind="council", audience=BY_KIND), actor(council.member)
    registration.register(event.id, actor=staff, contact_id=guest.contact_id)
    assert services.find(event.id, guest) is event
    assert services.find(event.id, actor(council.colleague)) is event, "it is a seat of the firm"
    assert any("You have a seat" in said for said in bell(db, guest))
    registration.cancel(event.id, actor=guest)
    assert services.find(event.id, guest) is event


def test_firms_that_are_added_later_are_told_then_and_nobody_else_again(
    db: SQLAlchemy, council: Cast, actor: Act, staff: Actor
) -> None:
    event = make_event(staff, title="第六次理事会", kind="council", audience=BY_KIND)
    told = len(bell(db, actor(council.rival)))
    both = named(council.firm.name, council.rival_firm.name)
    services.edit(event.id, with_audience(event, both), version=event.version, actor=staff)
    assert "You are invited" in bell(db, actor(council.member))[-1]
    assert len(bell(db, actor(council.rival))) == told
    services.find(event.id, actor(council.member))


def test_a_circle_made_narrower_hides_the_event_but_keeps_seats(
    db: SQLAlchemy, council: Cast, actor: Act, staff: Actor
) -> None:
    event = make_event(staff, audience=Audience())
    registration.register(event.id, actor=actor(council.member))
    third = make_member("第三有限公司", 9)
    db.session.commit()
    services.edit(event.id, with_audience(event, named(third.name)), version=event.version, actor=staff)
    db.session.commit()
    assert services.find(event.id, actor(council.member)) is event
    with pytest.raises(NotFound):
        services.find(event.id, actor(council.rival))
    assert db.session.scalars(select(Registration.state)).all() == ["registered"]
    services.edit(event.id, with_audience(event, Audience()), version=event.version, actor=staff)
    assert services.find(event.id, actor(council.rival)) is event
    assert db.session.scalars(select(EventFirm)).all() == []


def test_an_event_for_nobody_is_not_published(db: SQLAlchemy, cast: Cast, staff: Actor) -> None:
    event = make_event(staff, published=False, kind="council", audience=BY_KIND)
    with pytest.raises(DomainError, match="No firm would be invited"):
        services.publish(event.id, actor=staff)
    db.session.rollback()
    assert event.state == "draft"


def test_the_circle_is_that_of_the_day_of_publication(db: SQLAlchemy, council: Cast, actor: Act, staff: Actor) -> None:
    event = make_event(staff, kind="council", audience=BY_KIND)
    council.firm.office, council.rival_firm.status = "president", MemberStatus.SUSPENDED
    db.session.commit()
    with pytest.raises(NotFound):
        services.find(event.id, actor(council.member))
    assert services.find(event.id, actor(council.rival)) is event


def test_the_public_page_of_a_circle_s_event_stays_open_to_whoever_has_the_link(
    council: Cast, staff: Actor, browse: Browse
) -> None:
    event = make_event(staff, kind="council", audience=BY_KIND)
    assert not event.public_token
    sharing.set_public_link(event.id, True, actor=staff)
    at = f"/events/public/{event.public_token}"
    assert browse(council.member).get(at, follow_redirects=False).status_code == 200
    assert browse(council.rival).get(at, follow_redirects=False).status_code == 303


def test_the_form_asks_for_whom_and_the_page_says_how_many_are_invited(
    db: SQLAlchemy, council: Cast, browse: Browse
) -> None:
    secretary = browse(council.secretary)
    page = secretary.get("/events/new").page
    typed = {**TYPED, "kind": "council", "title": "第六次理事会"}
    answer = secretary.post_form(page, typed, press="Save the draft")
    assert answer.status_code == 200 and "Who is invited" in answer.text
    assert "1 firms, 1 people" in answer.text and "open to all" not in answer.text
    event = db.session.scalars(select(Event)).one()
    assert event.audience["office"] == ["council", "president", "standing_council", "vice_president"]
    again = secretary.get(f"/events/{event.id}/edit").page
    assert {box.attributes["value"] for box in again.css("#office input[checked]")} == set(event.audience["office"])
    wrong = secretary.post_form(again, {"whom": "firms", "firms": "没有的企业"}, press="Save")
    assert wrong.status_code == 422 and "没有的企业" in wrong.text and event.audience["whom"] == "features"
    secretary.post_form(again, {"whom": "firms", "firms": council.firm.name}, press="Save")
    assert event.audience == {"whom": "firms", "members": [council.firm.id]}


def test_who_edits_at_the_same_time_sees_the_other_circle(council: Cast, staff: Actor, browse: Browse) -> None:
    event = make_event(staff, published=False, kind="council", audience=BY_KIND)
    secretary = browse(council.secretary)
    page = secretary.get(f"/events/{event.id}/edit").page
    later = with_audience(event, named(council.firm.name), ends_at=event.ends_at + timedelta(hours=1))
    services.edit(event.id, later, version=event.version, actor=staff)
    answer = secretary.post_form(page, {"place": "四楼"}, press="Save")
    assert answer.status_code == 409 and council.firm.name in " ".join(answer.page.texts("#stale td"))


def test_a_change_and_a_cancellation_are_told_to_all_who_are_invited(
    db: SQLAlchemy, council: Cast, actor: Act, staff: Actor
) -> None:
    event, forum = make_event(staff, kind="council", audience=BY_KIND), make_event(staff, kind="forum")
    draft = make_event(staff, kind="council", audience=BY_KIND, published=False)
    for one in (event, forum, draft):
        same = {"title": one.title, "starts_at": one.starts_at, "ends_at": one.ends_at, "kind": one.kind}
        changed = replace(details(**same), place="商会三楼", audience=BY_KIND)
        services.edit(one.id, changed, version=one.version, actor=staff)
    services.call_off(event.id, reason="讲师临时出差", actor=staff)
    said = [words.partition(",")[0].partition(":")[0] for words in bell(db, actor(council.rival))]
    assert said == ["You are invited", "You are invited", "Changed", "Called off"]
    assert not [words for words in bell(db, actor(council.member)) if "Changed" in words]
