"""Registering on an event's page, for oneself and for others."""

from collections.abc import Callable

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber import extensions
from chamber.accounts.models import Account
from chamber.events import registration, services
from chamber.events.models import Registration
from chamber.rights import Actor
from tests.client import Client
from tests.factories.accounts import Cast, make_contact
from tests.factories.events import details, make_crowd, make_event

Act = Callable[..., Actor]


def test_register_and_cancel_without_javascript(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, member = make_event(staff, capacity=1), browse(cast.member)
    url = f"/events/{event.id}"
    words = member.post(f"{url}/register", data={}, follow=True).text
    assert "You have a seat." in words
    colleague = db.session.scalars(select(Registration.contact_id)).one() + 1
    words = member.post(f"{url}/register", data={"contact_id": colleague}, follow=True).text
    assert f"{cast.colleague.name} is number 1 on the waiting list." in words
    assert "Waiting, place 1" in browse(cast.colleague).get(url).words
    assert "Waiting, place 1" in browse(cast.colleague).get("/events/?when=mine").words
    words = member.post(f"{url}/cancel", data={}, follow=True).text
    assert "Your registration is cancelled." in words
    words = browse(cast.colleague).get(url).words
    assert "Registered" in words
    assert "you have moved up" in words


def test_the_part_about_seats_is_swapped_alone(cast: Cast, staff: Actor, browse: Callable[[Account], Client]) -> None:
    event, member = make_event(staff, capacity=1), browse(cast.member)
    answer = member.post(f"/events/{event.id}/register", data={}, htmx=True)
    assert answer.status_code == 200
    assert answer.page.css("#seat") and not answer.page.full
    assert "1 of 1 seats taken" in answer.page.text
    assert answer.page.one("#toasts").attributes["hx-swap-oob"] == "innerHTML"
    assert "You have a seat" not in member.get(f"/events/{event.id}").words
    row = registration.register(event.id, actor=staff)
    assert row.state == "waitlisted"


def test_a_refusal_is_a_sentence_in_its_place(cast: Cast, staff: Actor, browse: Callable[[Account], Client]) -> None:
    event, member = make_event(staff, capacity=1, waiting_list=False), browse(cast.member)
    registration.register(event.id, actor=staff)
    answer = member.post(f"/events/{event.id}/register", data={}, htmx=True)
    assert answer.status_code == 422
    assert answer.page.texts("#seat [role=alert]") == ["All seats are taken, and there is no waiting list."]
    answer = member.post(f"/events/{event.id}/register", data={})
    assert answer.status_code == 422
    assert answer.page.heading == event.title


def test_staff_registers_on_behalf_gives_seats_and_cancels(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff, capacity=2, seats_per_member=1), browse(cast.secretary)
    people = [
        make_contact(cast.firm, name, mobile=f"+861390000000{number}") for number, name in enumerate(("甲一", "甲二"))
    ]
    db.session.commit()
    for person in people:
        page = secretary.get(f"/events/{event.id}?q={person.name}").page
        words = secretary.post_form(page, {"contact_id": person.id}, action="/register").text
        assert person.name in words
    first, second = db.session.scalars(select(Registration).order_by(Registration.turn)).all()
    assert (first.state, second.state) == ("registered", "waitlisted")
    page = secretary.get(f"/events/{event.id}/registrations?state=waitlisted").page
    assert "甲二" in page.text
    secretary.post_form(page, action="/seat")
    assert second.state == "registered"
    page = secretary.get(f"/events/{event.id}/registrations").page
    form = next(
        form for form in page.forms() if form.controls.get("registration_id") and form.action.endswith("/cancel")
    )
    method, path, data = form.send({}, None)
    assert (method, secretary.post(path, data=data, csrf=False).status_code) == ("post", 303)
    assert sorted((first.state, second.state)) == ["cancelled", "registered"]


def test_the_button_says_whom_it_registers_and_that_the_seat_will_wait(
    db: SQLAlchemy, cast: Cast, staff: Actor, actor: Act, browse: Callable[[Account], Client]
) -> None:
    event = make_event(staff, capacity=3, seats_per_member=1)
    make_contact(cast.firm, "甲一", mobile="+8613900000001")
    make_contact(cast.rival_firm, "甲二", mobile="+8613900000002")
    db.session.commit()
    secretary, member = browse(cast.secretary), browse(cast.member)

    def said(client: Client, part: str = "#seat", query: str = "") -> list[str]:
        buttons = client.get(f"/events/{event.id}{query}").page.css(f"{part} button[type=submit]")
        return [button.attributes.get("aria-label") or button.text() for button in buttons if button.attributes]

    assert said(secretary) == ["Register myself"]
    assert said(member)[0] == "Register myself"
    assert f"Register: {cast.colleague.name}" in said(member)
    registration.register(event.id, actor=actor(cast.member))
    assert said(secretary, "#results", "?q=甲") == ["Add to the waiting list: 甲一", "Register: 甲二"]
    assert f"Add to the waiting list: {cast.colleague.name}" in said(member)
    assert said(browse(cast.colleague))[0] == "Join the waiting list"
    event.capacity = 1
    assert said(secretary) == ["Join the waiting list"]
    assert said(secretary, "#results", "?q=甲") == ["Add to the waiting list: 甲一", "Add to the waiting list: 甲二"]
    event.waiting_list = False
    assert said(secretary) == []


def test_who_moved_up_because_of_more_seats_reads_nothing_of_a_seat_given_back(
    cast: Cast, actor: Act, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event = make_event(staff, capacity=1)
    registration.register(event.id, actor=staff, contact_id=make_crowd(1, 1)[0].id)
    registration.register(event.id, actor=actor(cast.member))
    services.edit(event.id, details(capacity=2), version=event.version, actor=staff)
    extensions.db.session.commit()
    words = browse(cast.member).get(f"/events/{event.id}").words
    assert "A seat became free, and you have moved up." in words and "given back" not in words


def test_the_secretariat_sees_numbers_of_who_is_registered_and_paper_the_last_digits(
    db: SQLAlchemy, cast: Cast, staff: Actor, actor: Act, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    registration.register(event.id, actor=actor(cast.member))
    db.session.commit()
    for address in (f"/events/{event.id}", f"/events/{event.id}/registrations"):
        page = secretary.get(address).page
        assert page.texts("a.no-print[href^='tel:']") == ["138 0000 0002"], address
        assert page.texts(".no-print + span.print-only") == ["0002"], address
    sheet = secretary.get(f"/events/{event.id}/sign-in-sheet").words
    assert "0002" in sheet and "0000 0002" not in sheet and "13800000002" not in sheet
    for who in (cast.leader, cast.president, cast.rival):
        html = browse(who).get(f"/events/{event.id}").page.html
        assert "0000 0002" not in html and "00000002" not in html
