"""The pages of events from draft to done: who may read them, and their number of queries."""

from collections.abc import Callable

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.events import registration
from chamber.events.door import check_in
from chamber.events.models import Event
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.database import queries
from tests.factories.accounts import Cast
from tests.factories.events import TYPED, make_crowd, make_event


def only_event(db: SQLAlchemy) -> Event:
    """The one event there is."""
    return db.session.scalars(select(Event)).one()


def test_from_draft_to_done(db: SQLAlchemy, cast: Cast, browse: Callable[[Account], Client], clock: Clock) -> None:
    secretary, member = browse(cast.secretary), browse(cast.member)
    policies = {
        "policies-0-title": "民营经济促进法",
        "policies-0-number": "主席令第四十六号",
        "policies-1-title": "若干措施",
    }
    page = secretary.post_form("/events/new", TYPED | policies, press="Save the draft").page
    event = only_event(db)
    assert page.heading == TYPED["title"]
    assert [policy.title for policy in event.policies] == ["民营经济促进法", "若干措施"]
    assert event.starts_at.isoformat() == "2026-09-22T06:30:00+00:00"
    assert member.get(f"/events/{event.id}").status_code == 404
    assert TYPED["title"] not in member.get("/events/").words
    assert "told at once. It can be changed or called off afterwards, but not unpublished." in page.text
    secretary.post_form(page, press="Publish")
    page = member.get(f"/events/{event.id}").page
    assert "主席令第四十六号" in page.text
    assert "14:30–16:30" in page.one("meta[name=description]").attributes["content"]
    assert TYPED["title"] in member.get("/events/calendar").words
    clock.set(event.starts_at)
    secretary.post_form(f"/events/{event.id}", press="Mark done")
    assert "Over" in member.get(f"/events/{event.id}").words
    secretary.post_form(f"/events/{event.id}", press="Undo “done”")
    assert "Over" not in member.get(f"/events/{event.id}").words
    secretary.post_form(secretary.post_form(f"/events/{event.id}", press="Mark done").page, press="Undo")
    assert "Over" not in member.get(f"/events/{event.id}").words, "the toast has the same way back"


def test_a_draft_is_only_called_online_where_it_has_a_link(
    cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    open_yet = make_event(staff, published=False, place="")
    online = make_event(staff, published=False, place="", link="https://meeting.example.com/1")
    secretary = browse(cast.secretary)
    assert "not settled yet" in secretary.get(f"/events/{open_yet.id}").page.texts(".facts dd")
    assert "online" in secretary.get(f"/events/{online.id}").page.texts(".facts dd")


def test_each_thing_of_the_secretarys_page_has_one_name_of_its_own(
    cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    page = secretary.get(f"/events/{event.id}").page
    named = [*page.texts("main a.btn"), *page.texts("main h2"), *page.texts("main button")]
    assert named.count("Call off") == 1
    assert page.link("Check in at the door").endswith("/check-in")
    assert page.link("Sign-in sheet (print, Excel)").endswith("/sign-in-sheet")


def test_what_only_asks_for_an_act_is_not_printed(
    cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    page = secretary.get(f"/events/{event.id}").page
    assert page.texts("section.no-print h2") == [
        *("Register on behalf", "For a WeChat group", "Public link", "Call off")
    ]
    assert secretary.get(f"/events/{event.id}/check-in").page.css("section.no-print#walk-in")


def test_nobody_but_staff_reads_names_of_others(cast: Cast, staff: Actor, browse: Callable[[Account], Client]) -> None:
    event, crowd = make_event(staff, capacity=2), make_crowd(3, 1)
    for person in crowd:
        registration.register(event.id, actor=staff, contact_id=person.id)
    check_in.check_in(1, actor=staff)
    names = [person.name for person in crowd]
    for name in ("member", "handler", "leader", "president", "supervisor", "rival"):
        client = browse(getattr(cast, name))
        for path in (
            "",
            "?q=张",
            "/attendance",
            "/event.ics",
            "/registrations",
            "/check-in",
            "/sign-in-sheet",
            "/sign-in-sheet.xlsx",
        ):
            answer = client.get(f"/events/{event.id}{path}")
            staff_only = path.startswith(("/reg", "/check", "/sign"))
            assert answer.status_code == (403 if staff_only else 200), (name, path)
            assert not any(word in answer.text for word in names), (name, path)
    assert all(word in browse(cast.secretary).get(f"/events/{event.id}").text for word in names)


def test_ids_of_others_are_not_there(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, draft = make_event(staff), make_event(staff, published=False)
    theirs = registration.register(event.id, actor=staff, contact_id=make_crowd(1, 1)[0].id)
    db.session.commit()
    member = browse(cast.member)
    url = f"/events/{event.id}"
    for path, data in (
        (f"{url}/register", {"contact_id": theirs.contact_id}),
        (f"{url}/register", {"account_id": cast.leader.id}),
        (f"{url}/cancel", {"registration_id": theirs.id}),
        (f"{url}/cancel", {}),
        (f"/events/{draft.id}/register", {}),
        *(
            (f"{url}/register", {"contact_id": wrong})
            for wrong in ("0", "-1", "x", "1.5", "2147483648", "9" * 400, "１x")
        ),
        ("/events/0/register", {}),
        ("/events/2147483648/register", {}),
        ("/events/99/register", {}),
    ):
        assert member.post(path, data=data).status_code == 404, (path, data)
    assert theirs.state == "registered"


def test_calling_off_by_the_page(cast: Cast, staff: Actor, browse: Callable[[Account], Client]) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    answer = secretary.post_form(f"/events/{event.id}", {"reason": "　"}, action="/call-off")
    assert (answer.status_code, event.state) == (422, "published")
    secretary.post_form(answer, {"reason": "台风"}, action="/call-off")
    assert event.state == "cancelled"
    assert "This event was called off: 台风" in browse(cast.member).get(f"/events/{event.id}").words
    assert secretary.get(f"/events/{event.id}/edit").status_code == 409


def test_few_queries_at_any_size(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client], clock: Clock
) -> None:
    crowd = make_crowd(20, 2)
    for _number in range(4):
        event = make_event(staff, capacity=20)
        for person in crowd:
            registration.register(event.id, actor=staff, contact_id=person.id)
    db.session.commit()
    allowed = {
        "member": (
            ("/events/", 6),
            ("/events/calendar", 2),
            (f"/events/{event.id}", 8),
            (f"/events/{event.id}/attendance", 3),
        ),
        "secretary": (
            ("/events/", 6),
            (f"/events/{event.id}", 10),
            (f"/events/{event.id}?q=z", 12),
            (f"/events/{event.id}/check-in", 6),
            (f"/events/{event.id}/registrations", 6),
            (f"/events/{event.id}/sign-in-sheet", 10),
        ),
    }
    for name, pages in allowed.items():
        client = browse(getattr(cast, name))
        for path, most in pages:
            with queries(db) as seen:
                client.get(path)
            assert len(seen) <= most, f"{name} {path}: {len(seen)} queries\n" + "\n".join(seen)


def test_who_phones_is_registered_above_the_long_lists(
    cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    page = browse(cast.secretary).get(f"/events/{make_event(staff).id}").page
    heads = page.texts("main h2")
    assert heads.index("Register on behalf") < heads.index("People registered")
