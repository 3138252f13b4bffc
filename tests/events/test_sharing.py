"""The text of an event for a WeChat group, its public link, and what previews say of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_babel import force_locale

from chamber.accounts.models import Account
from chamber.errors import Conflict, Forbidden
from chamber.events import services, sharing
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import make_event

Browse = Callable[[Account], Client]


def test_the_text_says_title_time_place_deadline_and_link_in_the_language_of_the_event(
    staff: Actor, clock: Clock
) -> None:
    event = make_event(staff, title="个税学习会", registration_closes_at=clock.now + timedelta(days=2))
    with force_locale("en"):
        lines = sharing.message(event).splitlines()
    assert "个税学习会" in lines[0] and "2026年9月22日" in lines[1] and "街道三楼会议室" in lines[2]
    assert "9月" in lines[3] and lines[5] == sharing.address(event) and len(lines) == 6
    sharing.set_public_link(event.id, True, actor=staff)
    assert sharing.message(event).splitlines()[-1] == sharing.public_address(event)
    clock.set(clock.now + timedelta(days=3))
    assert sharing.message(event).splitlines()[3:5] == ["Registration has closed.", "Members find it here:"]


def test_a_public_link_works_until_it_is_closed_and_never_again(staff: Actor) -> None:
    event, draft = make_event(staff), make_event(staff, published=False)
    with pytest.raises(Conflict):
        sharing.set_public_link(draft.id, True, actor=staff)
    for _twice in range(2):
        sharing.set_public_link(event.id, True, actor=staff)
    token = event.public_token or ""
    assert sharing.by_link(token) is event
    sharing.set_public_link(event.id, False, actor=staff)
    assert sharing.by_link(token) is None and sharing.by_link("") is None
    sharing.set_public_link(event.id, True, actor=staff)
    assert event.public_token not in (None, token)


def test_only_the_secretariat_opens_a_link(cast: Cast, actor: Callable[..., Actor], staff: Actor) -> None:
    event = make_event(staff)
    for one in (cast.member, cast.leader, cast.president):
        with pytest.raises(Forbidden):
            sharing.set_public_link(event.id, True, actor=actor(one))


def meta(client: Client, path: str) -> dict[str, str]:
    """What a link preview reads of a page."""
    page = client.get(path).page
    tags = page.css("meta[property], meta[name=description]")
    return {str(one.attributes.get("property") or "description"): str(one.attributes["content"]) for one in tags}


def test_the_public_page_has_title_time_and_place_for_previews_and_no_names(
    cast: Cast, staff: Actor, browse: Browse, client: Client
) -> None:
    event = make_event(staff, title="个税学习会", link="https://meeting.example/secret")
    secretary = browse(cast.secretary)
    page = secretary.post_form(f"/events/{event.id}", press="Make a public link").page
    path = "/events/public/" + page.one("#public-link").text().strip().rpartition("/")[2]
    seen = meta(client, f"{path}?lang=en")
    assert seen["og:title"] == "个税学习会"
    assert "街道三楼会议室" in seen["og:description"] == seen["description"] and "10:00" in seen["description"]
    assert "meeting.example" not in client.get(path).text
    assert secretary.get(path).headers["Location"] == f"/events/{event.id}"
    services.call_off(event.id, reason="台风", actor=staff)
    assert "called off" in meta(client, path)["description"] and "台风" in client.get(path).text


def test_without_a_link_a_preview_says_the_name_of_the_chamber_and_nothing_else(staff: Actor, client: Client) -> None:
    event = make_event(staff, title="个税学习会")
    for path in (f"/events/{event.id}", "/cases/2026-0001", "/events/public/unknown-token-unknown-token"):
        answer = client.get(path, follow_redirects=True)
        assert "个税学习会" not in answer.text
    seen = meta(client, f"/login?next=/events/{event.id}")
    assert set(seen.values()) == {"梧桐街道商会"}
