"""What an event's page says about seats in every situation."""

from collections.abc import Callable
from datetime import timedelta

from chamber.accounts.models import Account
from chamber.events import registration, services
from chamber.events.door import check_in
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import make_crowd, make_event

SignIn = Callable[[Account], Client]


def seat(contact: Contact, event_id: int, staff: Actor) -> int:
    """The secretariat registers somebody; the number of the registration."""
    row = registration.register(event_id, actor=staff, contact_id=contact.id)
    db.session.commit()
    return row.id


def test_where_nothing_is_free_and_nobody_waits_no_button_promises_a_seat(
    cast: Cast, staff: Actor, sign_in: SignIn
) -> None:
    event = make_event(staff, capacity=1, waiting_list=False)
    member = sign_in(cast.member)
    assert "Register myself" in member.get(f"/events/{event.id}").words
    seat(make_crowd(1, 1)[0], event.id, staff)
    page = member.get(f"/events/{event.id}").page
    assert "All seats are taken, and there is no waiting list." in page.text
    assert "Register myself" not in page.text


def test_a_firm_whose_seats_are_taken_is_not_told_that_all_are(cast: Cast, staff: Actor, sign_in: SignIn) -> None:
    event = make_event(staff, capacity=10, seats_per_member=1, waiting_list=False)
    seat(db.session.query(Contact).filter_by(account_id=cast.colleague.id).one(), event.id, staff)
    text = sign_in(cast.member).get(f"/events/{event.id}").page.text
    assert "Each firm has 1 seat here; it is taken, and there is no waiting list." in text
    assert "All seats are taken" not in text and "Register myself" not in text


def test_who_waits_for_a_seat_of_the_own_firm_is_told_so(cast: Cast, staff: Actor, sign_in: SignIn) -> None:
    event = make_event(staff, capacity=10, seats_per_member=1)
    colleague = db.session.query(Contact).filter_by(account_id=cast.colleague.id).one()
    seat(colleague, event.id, staff)
    member = sign_in(cast.member)
    page = member.post_form(f"/events/{event.id}", press="Join the waiting list").page
    assert "Your firm has all its seats" in page.text
    assert "the first in line gets it" not in page.text.replace("its first in line gets it", "")


def test_who_was_checked_in_is_not_offered_to_cancel(cast: Cast, staff: Actor, sign_in: SignIn) -> None:
    event = make_event(staff)
    own = db.session.query(Contact).filter_by(account_id=cast.member.id).one()
    row_id = seat(own, event.id, staff)
    member = sign_in(cast.member)
    assert "Cancel registration" in member.get(f"/events/{event.id}").words
    check_in.check_in(row_id, actor=staff)
    db.session.commit()
    words = member.get(f"/events/{event.id}").words
    assert "Cancel registration" not in words
    assert "checked in" in words


def test_nobody_has_a_seat_in_green_at_an_event_that_was_called_off(
    cast: Cast, actor: Callable[..., Actor], staff: Actor, sign_in: SignIn
) -> None:
    event, member = make_event(staff), sign_in(cast.member)
    registration.register(event.id, actor=actor(cast.member))
    services.call_off(event.id, reason="停电", actor=staff)
    db.session.commit()
    assert member.get("/events/?when=mine").page.texts("#rows .badge") == ["Called off"]
    page = member.get(f"/events/{event.id}").page
    assert page.texts("#seat .line-text .tag") == ["Registered"] and not page.css("#seat .badge--green")


def test_nobody_is_absent_from_an_event_that_was_called_off(
    cast: Cast, staff: Actor, sign_in: SignIn, clock: Clock
) -> None:
    event = make_event(staff)
    seat(make_crowd(1, 1)[0], event.id, staff)
    services.call_off(event.id, reason="停电", actor=staff)
    db.session.commit()
    clock.advance(days=8)
    for name in ("secretary", "member"):
        page = sign_in(getattr(cast, name)).get(f"/events/{event.id}/attendance").page
        assert "This event was called off: 停电" in page.text
        assert "bsent" not in page.text
    assert "停电" in sign_in(cast.secretary).get(f"/events/{event.id}/sign-in-sheet").words


def test_a_policy_without_its_title_is_named_on_top_of_the_form_too(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.secretary).post_form("/events/new", {"policies-0-number": "主席令第46号"}).page
    assert "Please give each policy its title." in page.one("#errors").text()
    assert page.css("#errors a[href='#policies']")


def test_what_is_wrong_with_each_policy_is_said_at_its_field(cast: Cast, sign_in: SignIn) -> None:
    typed = {"policies-0-title": "法", "policies-0-link": "www.gov.cn", "policies-1-number": "主席令第46号"}
    page = sign_in(cast.secretary).post_form("/events/new", typed).page
    assert page.texts("#policies-0-link-error") == ["Please enter a whole address that begins with https://"]
    assert page.texts("#policies-1-title-error") == ["Please give each policy its title."]


def test_all_that_is_wrong_with_an_event_is_said_at_once(cast: Cast, sign_in: SignIn, clock: Clock) -> None:
    typed = {
        "title": "座谈会",
        "starts_at": "2026-09-22T16:30",
        "ends_at": "2026-09-22T14:30",
        "registration_closes_at": "2026-09-23T10:00",
        "capacity": "0",
        "link": "javascript:alert(1)",
    }
    page = sign_in(cast.secretary).post_form("/events/new", typed).page
    wrong = {link.attributes["href"] for link in page.css("#errors a")}
    assert wrong == {"#ends_at", "#registration_closes_at", "#capacity", "#link"}


def test_the_secretariat_reads_who_moved_up_and_a_member_does_not(
    cast: Cast, staff: Actor, actor: Callable[..., Actor], sign_in: SignIn
) -> None:
    event, crowd = make_event(staff, capacity=2), make_crowd(4, 1)
    registration.register(event.id, actor=actor(cast.member))
    rows = [seat(person, event.id, staff) for person in crowd]
    members = sign_in(cast.member).post(f"/events/{event.id}/cancel", htmx=True).page
    assert members.texts("#toasts .toast") and crowd[1].name not in members.text
    own, name = actor(cast.member).name, crowd[2].name
    desk = sign_in(cast.secretary)
    page = desk.post(f"/events/{event.id}/cancel", data={"registration_id": rows[0]}, follow=True).page
    [said] = page.texts("#toasts .toast")
    assert f"{crowd[0].name} is cancelled; moved up from the waiting list: {name}." in said
    assert own not in said
    page = desk.post(f"/events/{event.id}/cancel", data={"registration_id": rows[3]}, follow=True).page
    assert "moved up" not in " ".join(page.texts("#toasts .toast")), "nobody waits any more"


def test_who_waits_when_nobody_moves_up_any_more_is_told_so(
    cast: Cast, staff: Actor, sign_in: SignIn, clock: Clock
) -> None:
    event = make_event(staff, capacity=1)
    seat(make_crowd(1, 1)[0], event.id, staff)
    member, here = sign_in(cast.member), f"/events/{event.id}"
    before = member.post_form(here, press="Join the waiting list").page.text
    clock.set(event.starts_at - timedelta(hours=1))
    late = member.get(here).page.text
    clock.set(event.ends_at)
    over = member.get(here).page.text
    first, second = "the first in line gets it", "You have no seat yet."
    assert [(first in text, second in text) for text in (before, late, over)] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_a_draft_says_how_people_will_register(cast: Cast, staff: Actor, sign_in: SignIn) -> None:
    limited = make_event(staff, published=False, capacity=12, seats_per_member=3, waiting_list=False)
    facts = sign_in(cast.secretary).get(f"/events/{limited.id}").page.texts("#seat dl > *")
    assert facts == ["Seats", "12", "Seats per firm", "3", "Waiting list", "not kept"]
    unlimited = make_event(staff, published=False)
    assert "as many as come" in sign_in(cast.secretary).get(f"/events/{unlimited.id}").page.text


def test_who_waits_leaves_the_waiting_list_and_cancels_no_registration(
    cast: Cast, staff: Actor, sign_in: SignIn
) -> None:
    event = make_event(staff, capacity=1)
    seat(make_crowd(1, 1)[0], event.id, staff)
    member, here = sign_in(cast.member), f"/events/{event.id}"
    own = member.post_form(here, press="Join the waiting list").page
    lists = [sign_in(cast.secretary).get(address).page for address in (here, f"{here}/registrations?state=waitlisted")]
    for page in (own, *lists):
        [form] = page.css("main form[action$='/cancel']")[-1:]
        assert form.text(strip=True) == "Leave the waiting list"
    assert "Cancel registration" in lists[0].text, "who has a seat"
