"""Wrong input to events: a clear answer, nothing changed, never a 500."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.events import registration
from chamber.events.models import Event, EventPolicy, Registration
from chamber.rights import Actor
from tests.client import Client
from tests.factories.accounts import Cast
from tests.factories.events import make_crowd, make_event

pytestmark = pytest.mark.thorough
JUNK = {
    "empty": "",
    "full-width spaces": "　　　",
    "long": "长" * 10_000,
    "NUL": "a\0b",
    "lone surrogate": b"\xed\xa0\x80",
    "half a character": b"\xe6\x97",
    "right to left": "\u202e\u2067\u200f",
    "script": "<script>alert(1)</script>",
    "formula": "=cmd|' /C calc'!A0",
    "emoji": "👨‍👩‍👧‍👦🇨🇳",
    "no such day": "2026-02-31T10:00",
    "year 9999": "9999-12-31T23:59",
    "year 0": "0000-00-00T00:00",
    "year 1": "0001-01-01T00:00",
    "negative": "-7",
    "huge": "9" * 5_000,
    "not whole": "1.5e300",
    "infinite": "inf",
}
FIELDS = (
    *("form_key", "version", "title", "kind", "starts_at", "ends_at", "place", "link", "host", "speakers", "agenda"),
    *("capacity", "seats_per_member", "registration_opens_at", "registration_closes_at", "waiting_list"),
    *("policies-0-title", "policies-0-number", "policies-0-link", "policies-0-text", "policies-99999999999999-title"),
)
CHANGED = ("version", "title", "starts_at", "capacity", "policies-0-title")
"""Fields that are tried on the form that changes an event too; both are one form."""
RIGHT = {
    "title": "学习会",
    "kind": "forum",
    "starts_at": "2026-09-22T10:00",
    "ends_at": "2026-09-22T12:00",
    "place": "三楼",
    "seats_per_member": "2",
    "policies-0-title": "法",
    "whom": "kind",
}


def contents(db: SQLAlchemy) -> list[int | None]:
    """How much there is."""
    counts = (select(func.count()).select_from(table) for table in (Event, EventPolicy, Registration, AuditRow))
    return [db.session.scalar(count) for count in counts]


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_each_field_of_the_form(
    db: SQLAlchemy, cast: Cast, staff: Actor, sign_in: Callable[[Account], Client], junk: str | bytes
) -> None:
    secretary, event = sign_in(cast.secretary), make_event(staff)
    for field in FIELDS:
        before = contents(db)
        typed = {**RIGHT, "version": str(event.version), field: junk}
        paths = ["/events/new"] if field not in CHANGED else ["/events/new", f"/events/{event.id}/edit"]
        for path in paths:
            answer = secretary.post(path, data=typed)
            assert answer.status_code in (200, 303, 409, 422), (field, path, answer.status_code)
            assert "<script>alert" not in answer.text
            if answer.status_code != 303:
                assert contents(db) == before, (field, path)
            before = contents(db)
        event = db.session.get_one(Event, event.id)
        assert (event.title, event.place) == (event.title.strip(), event.place.strip())


def test_half_a_character_in_a_title_is_left_out(
    db: SQLAlchemy, cast: Cast, staff: Actor, sign_in: Callable[[Account], Client]
) -> None:
    secretary = sign_in(cast.secretary)
    for junk in ("lone surrogate", "half a character"):
        title = "学习".encode() + bytes(JUNK[junk]) + "会".encode()  # type: ignore[arg-type]
        assert secretary.post("/events/new", data={**RIGHT, "title": title}).status_code == 303, junk
        assert db.session.scalar(select(Event.title).order_by(Event.id.desc()).limit(1)) == "学习会", junk
        answer = secretary.post("/events/new", data={**RIGHT, "title": JUNK[junk]})
        assert answer.status_code == 422 and "\ufffd" not in answer.text, junk


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_each_act(
    db: SQLAlchemy, cast: Cast, staff: Actor, sign_in: Callable[[Account], Client], junk: str | bytes
) -> None:
    secretary, event = sign_in(cast.secretary), make_event(staff)
    row = registration.register(event.id, actor=staff, contact_id=make_crowd(1, 1)[0].id)
    url = f"/events/{event.id}"
    for path, typed in (
        (f"{url}/register", {"contact_id": junk}),
        (f"{url}/register", {"account_id": junk}),
        (f"{url}/cancel", {"registration_id": junk}),
        (f"{url}/seat", {"registration_id": junk}),
        (f"{url}/check-in/walk-in", {"name": junk, "phone": "13700001234"}),
        (f"{url}/check-in/walk-in", {"name": "甲", "phone": junk}),
        (f"{url}/check-in/walk-in", {"name": "甲", "phone": "13700001234", "organisation": junk}),
        (f"{url}/check-in/{row.id}", {"anything": junk}),
        (f"{url}/publish", {"anything": junk}),
        (f"{url}/done", {"anything": junk}),
        (f"{url}/undone", {"anything": junk}),
        (f"{url}/register", {"next": junk}),
        (f"{url}/call-off", {"reason": junk}),
    ):
        answer = secretary.post(path, data=typed, htmx=path.endswith("register"))
        assert answer.status_code in (200, 303, 404, 409, 422), (path, answer.status_code)
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_each_question(cast: Cast, staff: Actor, sign_in: Callable[[Account], Client], junk: str | bytes) -> None:
    secretary, event = sign_in(cast.secretary), make_event(staff)
    url = f"/events/{event.id}"
    asked = {
        "/events/": ("q", "when", "kind", "after", "lang"),
        "/events/calendar": ("month",),
        url: ("q",),
        f"{url}/registrations": ("q", "state", "after"),
        f"{url}/check-in": ("q", "after"),
    }
    for path, names in asked.items():
        for name in names:
            answer = secretary.get(path, query_string={name: junk[:1500]})
            assert answer.status_code == 200, (path, name)
            assert "<script>alert" not in answer.text


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods(cast: Cast, staff: Actor, sign_in: Callable[[Account], Client], method: str) -> None:
    secretary, event = sign_in(cast.secretary), make_event(staff)
    data = {"csrf_token": secretary.csrf()}
    assert getattr(secretary, method)(f"/events/{event.id}", data=data).status_code == 405


@pytest.mark.parametrize(
    "path", ["register", "cancel", "call-off", "publish", "done", "seat", "check-in/1", "check-in/walk-in"]
)
def test_looking_changes_nothing(
    db: SQLAlchemy, cast: Cast, staff: Actor, sign_in: Callable[[Account], Client], path: str
) -> None:
    secretary, event = sign_in(cast.secretary), make_event(staff)
    before = contents(db)
    assert secretary.get(f"/events/{event.id}/{path}").status_code == 405
    assert secretary.post(f"/events/{event.id}/{path}", csrf=False, data={}).status_code == 400
    assert contents(db) == before
