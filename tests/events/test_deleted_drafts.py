"""Deleted drafts: not found in lists, and can be restored."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.errors import Conflict, NotFound
from chamber.events import listing, services
from chamber.events import month as calendar
from chamber.rights import Actor
from tests.client import Client
from tests.factories.accounts import Cast
from tests.factories.events import details, make_event

Act = Callable[..., Actor]
Browse = Callable[[Account], Client]


def test_a_deleted_draft_leaves_every_list_and_comes_back_whole(cast: Cast, browse: Browse, staff: Actor) -> None:
    draft, desk = make_event(staff, published=False, title="写错的学习会", agenda="一、开场"), browse(cast.secretary)
    lists = (
        "/events/", "/events/?when=past", "/events/?q=写错", f"/events/calendar?month={draft.starts_at:%Y-%m}",
        "/notices/new", "/",
    )  # fmt: skip
    shown = [draft.title in desk.get(address).page.text for address in lists]
    page = desk.post_form(f"/events/{draft.id}", press="Delete the draft").page
    assert "This draft was deleted" in page.text
    assert not page.css("main form[action$='/publish']") and not page.css("main a[href$='/edit']")
    assert shown == [True, False, True, True, True, True]
    assert not any(draft.title in desk.get(address).page.one("main").text() for address in lists)
    page = desk.post_form(page, press="Restore").page
    assert page.css("main form[action$='/publish']") and "一、开场" in page.text
    assert [draft.title in desk.get(address).page.text for address in lists] == shown


@pytest.mark.parametrize("name", ["member", "handler", "leader", "president", "supervisor"])
def test_nobody_but_the_secretariat_finds_a_deleted_draft(cast: Cast, actor: Act, staff: Actor, name: str) -> None:
    draft = make_event(staff, published=False)
    services.discard(draft.id, actor=staff)
    with pytest.raises(NotFound):
        services.find(draft.id, actor(getattr(cast, name)))
    assert services.find(draft.id, staff) is draft
    first = draft.starts_at.date().replace(day=1)
    for person in (staff, actor(getattr(cast, name))):
        assert calendar.month(person, first).count == 0
        assert sum(listing.filter_counts(person, when="coming").by_when.values()) == 0


def test_deleting_and_bringing_back_are_logged_once_each(db: SQLAlchemy, staff: Actor) -> None:
    draft = make_event(staff, published=False)
    for act in (services.discard, services.discard, services.restore, services.restore):
        act(draft.id, actor=staff)
    db.session.commit()
    acts = db.session.scalars(select(AuditRow.act).order_by(AuditRow.id)).all()
    assert list(acts) == ["event.created", "event.discarded", "event.restored"]


def test_a_deleted_draft_is_neither_changed_nor_published_nor_called_off(staff: Actor) -> None:
    draft = make_event(staff, published=False)
    services.discard(draft.id, actor=staff)
    same = {"starts_at": draft.starts_at, "ends_at": draft.ends_at}
    for act in (
        lambda: services.edit(draft.id, details(**same), version=draft.version, actor=staff),
        lambda: services.publish(draft.id, actor=staff),
        lambda: services.call_off(draft.id, reason="x", actor=staff),
    ):
        with pytest.raises(Conflict):
            act()
    assert draft.state == "discarded"


def test_a_draft_is_deleted_and_a_published_event_called_off_not_the_other_way_round(
    cast: Cast, browse: Browse, staff: Actor
) -> None:
    draft, event, desk = make_event(staff, published=False), make_event(staff), browse(cast.secretary)
    with pytest.raises(Conflict):
        services.call_off(draft.id, reason="x", actor=staff)
    with pytest.raises(Conflict):
        services.discard(event.id, actor=staff)
    assert not desk.get(f"/events/{draft.id}").page.css("#call-off")
    page = desk.get(f"/events/{event.id}").page
    assert page.css("#call-off") and not page.css("main form[action$='/discard']")
    answer = desk.post(f"/events/{event.id}/discard")
    assert answer.status_code == 422 and "it can be called off, not deleted" in answer.text


def test_an_edit_of_a_draft_that_was_deleted_meanwhile_shows_what_was_typed(
    cast: Cast, browse: Browse, staff: Actor
) -> None:
    draft, desk = make_event(staff, published=False), browse(cast.secretary)
    page = desk.get(f"/events/{draft.id}/edit").page
    services.discard(draft.id, actor=staff)
    answer = desk.post_form(page, {"place": "四楼露台"}, press="Save")
    assert answer.status_code == 409
    assert "This draft was deleted." in answer.page.one("#stale").text()
    assert "四楼露台" in " ".join(answer.page.texts("#stale td"))
    assert not answer.page.css("main form button")
    assert desk.get(f"/events/{draft.id}/edit").status_code == 409
