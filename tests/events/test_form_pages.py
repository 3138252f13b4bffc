"""The form of an event: errors, kept input, and edit conflicts."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.events import services
from chamber.events.models import Event
from chamber.rights import Actor
from tests.client import Client
from tests.factories.accounts import Cast
from tests.factories.events import TYPED, details, make_event


@pytest.mark.parametrize(
    ("typed", "said"), [("x", "enter a whole number."), ("-1", "from 1 to"), ("1.5", "enter a whole number.")]
)
def test_a_wrong_number_of_seats_gets_one_sentence(
    cast: Cast, browse: Callable[[Account], Client], typed: str, said: str
) -> None:
    answer = browse(cast.secretary).post_form("/events/new", {**TYPED, "capacity": typed, "seats_per_member": typed})
    assert answer.status_code == 422
    shown = answer.page.texts("p.error")
    assert len(shown) == 2 and all(said in one for one in shown), shown


@pytest.mark.parametrize("typed", ["", "　"])
def test_no_number_of_seats_is_no_wrong_number(
    db: SQLAlchemy, cast: Cast, browse: Callable[[Account], Client], typed: str
) -> None:
    assert browse(cast.secretary).post_form("/events/new", {**TYPED, "capacity": typed}).status_code == 200
    assert db.session.scalar(select(Event.capacity)) is None


def test_two_people_edit(db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    page = secretary.get(f"/events/{event.id}/edit").page
    same = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    services.edit(event.id, details(place="二楼会议室", **same), version=event.version, actor=staff)
    answer = secretary.post_form(page, {"place": "四楼露台", "speakers": "李教授"}, press="Save")
    assert answer.status_code == 409
    table = " ".join(answer.page.texts("#stale td"))
    assert "二楼会议室" in table and "四楼露台" in table and "李教授" in table
    assert event.place == "二楼会议室"
    answer = secretary.post_form(answer, press="Save")
    assert answer.status_code == 200
    assert (event.place, event.speakers) == ("四楼露台", "李教授")


def test_an_edit_of_what_was_called_off_meanwhile_shows_what_was_typed(
    cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    page = secretary.get(f"/events/{event.id}/edit").page
    services.call_off(event.id, reason="停电", actor=staff)
    answer = secretary.post_form(page, {"place": "四楼露台", "agenda": "一、开场"}, press="Save")
    assert answer.status_code == 409
    assert "has been called off and can no longer be changed" in answer.page.one("#stale").text()
    typed = " ".join(answer.page.texts("#stale td"))
    assert "四楼露台" in typed and "一、开场" in typed and event.place == "街道三楼会议室"
    assert "四楼露台" in answer.page.one("#place").attributes["value"]
    assert not answer.page.css("main form button"), "nothing can be saved any more"
    assert secretary.get(f"/events/{event.id}/edit").status_code == 409


def test_more_rows_keep_what_was_typed(db: SQLAlchemy, cast: Cast, browse: Callable[[Account], Client]) -> None:
    secretary = browse(cast.secretary)
    rows = {f"policies-{number}-title": f"政策{number}" for number in range(3)}
    answer = secretary.post_form("/events/new", {"title": "学习会", **rows}, press="More rows")
    assert answer.status_code == 200
    form = answer.page.form("title")
    assert "政策2" in answer.text
    assert "policies-5-title" in form.controls
    assert db.session.scalar(select(Event.id)) is None


def test_enter_in_a_field_saves_instead_of_adding_rows(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Callable[[Account], Client]
) -> None:
    event, secretary = make_event(staff), browse(cast.secretary)
    # Without a button named, the client sends a form as Enter does: by its first button.
    secretary.post_form(f"/events/{event.id}/edit", {"place": "四楼露台"})
    assert event.place == "四楼露台"
    form = secretary.get("/events/new").page.form("title")
    reached = [button for button in form.buttons() if button.attributes.get("tabindex") != "-1"]
    assert [button.text() for button in reached] == ["More rows", "Save the draft"]
    heard = [button for button in form.buttons() if button.attributes.get("aria-hidden") != "true"]
    assert heard == reached


def test_a_wrong_form_says_what_and_keeps_all(db: SQLAlchemy, cast: Cast, browse: Callable[[Account], Client]) -> None:
    secretary = browse(cast.secretary)
    wrong = {
        "title": "学习会<b>",
        "starts_at": "2026-02-31T10:00",
        "ends_at": "",
        "capacity": "-5",
        "seats_per_member": "两个",
        "policies-0-number": "主席令",
    }
    answer = secretary.post_form("/events/new", wrong, press="Save the draft")
    assert answer.status_code == 422
    page = answer.page
    linked = {link.attributes["href"] for link in page.css("#errors a")}
    assert {"#starts_at", "#ends_at", "#capacity", "#seats_per_member"} <= linked
    for kept in ("学习会&lt;b&gt;", "2026-02-31T10:00", "-5", "两个", "主席令"):
        assert kept in answer.text
    assert "<b>" not in answer.text.split("<main")[1].split("学习会")[0]
    assert db.session.scalar(select(Event.id)) is None
