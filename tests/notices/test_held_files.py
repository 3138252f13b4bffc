"""Chosen files survive a preview and more rows: browsers send a file once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from chamber import clock as now
from chamber.accounts.models import Account
from chamber.errors import DomainError
from chamber.extensions import db
from chamber.files import holding, services
from chamber.files.holding import Held
from chamber.files.models import HeldFile, StoredFile
from chamber.notices.models import Notice
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.notices import make_notice

Browse = Callable[[Account], Client]
TYPED = {"title": "带附件的通知", "body": "见附件。", "kind": "notice", "receipt": "read", "whom": "all"}


def paper(name: str) -> list[tuple[str, bytes]]:
    """A chosen file."""
    return [(name, f"内容 {name}".encode())]


def number_of(model: type[HeldFile | StoredFile]) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("press", ["Preview", "More fields"])
def test_chosen_files_survive_a_preview_and_more_rows(cast: Cast, browse: Browse, press: str) -> None:
    desk = browse(cast.secretary)
    page = desk.post_form("/notices/new", {**TYPED, "files": paper("一.txt")}, press=press).page
    assert "一.txt" in page.text
    page = desk.post_form(page, {"files": paper("二.txt")}, press=press).page
    assert "一.txt" in page.text and "二.txt" in page.text
    desk.post_form(page, {"files": paper("三.txt")}, press="Save the draft")
    notice = db.session.scalars(select(Notice)).one()
    assert [file.name for file in notice.files] == ["一.txt", "二.txt", "三.txt"]
    assert (number_of(HeldFile), number_of(StoredFile)) == (0, 3)


def test_what_has_no_tick_any_more_is_not_attached(cast: Cast, browse: Browse) -> None:
    desk = browse(cast.secretary)
    page = desk.post_form("/notices/new", {**TYPED, "files": paper("一.txt")}, press="Preview").page
    desk.post_form(page, {"held": []}, press="Save the draft")
    assert db.session.scalars(select(Notice)).one().files == []


def test_a_correction_and_an_edit_keep_them_too(cast: Cast, staff: Actor, browse: Browse) -> None:
    desk = browse(cast.secretary)
    for published, path, save in ((True, "correct", "Publish the correction"), (False, "edit", "Save")):
        notice = make_notice(staff, published=published)
        typed = {"files": paper("函.txt")} | ({"note": "补附件"} if published else {})
        page = desk.post_form(f"/notices/{notice.id}/{path}", typed, press="Preview").page
        desk.post_form(page, press=save)
        db.session.expire_all()
        assert [file.name for file in db.session.get_one(Notice, notice.id).files] == ["函.txt"]


def test_a_wrong_field_loses_no_file_that_waits(cast: Cast, browse: Browse) -> None:
    desk = browse(cast.secretary)
    page = desk.post_form("/notices/new", {**TYPED, "files": paper("一.txt")}, press="Preview").page
    wrong = desk.post_form(page, {"title": ""}, press="Save the draft")
    assert wrong.status_code == 422 and "一.txt" in wrong.page.text
    desk.post_form(wrong.page, {"title": "标题"}, press="Save the draft")
    assert [file.name for file in db.session.scalars(select(Notice)).one().files] == ["一.txt"]


def test_htmx_leaves_the_file_where_it_was_chosen(cast: Cast, browse: Browse) -> None:
    desk = browse(cast.secretary)
    desk.post_form("/notices/new", {**TYPED, "files": paper("一.txt")}, press="Preview", htmx=True, follow=False)
    assert number_of(HeldFile) == 0


def test_a_key_opens_a_file_for_nobody_else_and_once(cast: Cast, staff: Actor, actor: Callable[..., Actor]) -> None:
    prepared = services.PreparedFile("一.txt", "text/plain", b"1", "0" * 64)
    (one,) = holding.hold([prepared], actor=staff)
    other = actor(cast.leader)
    assert holding.held([one.key, "x", ""], actor=staff) == [one]
    assert holding.held([one.key], actor=other) == []
    with pytest.raises(DomainError, match="once more"):
        holding.take(one, actor=other)
    assert holding.take(one, actor=staff).name == "一.txt"
    with pytest.raises(DomainError, match="once more"):
        holding.take(Held(one.key, one.name), actor=staff)


def test_what_is_never_saved_is_removed_after_a_day(staff: Actor, clock: Clock) -> None:
    prepared = services.PreparedFile("一.txt", "text/plain", b"1", "0" * 64)
    holding.hold([prepared], actor=staff)
    db.session.commit()
    path = services.path(db.session.scalars(select(StoredFile)).one())
    clock.advance(hours=23)
    assert holding.remove_old_each_day() == ""
    assert path.exists()
    clock.set(now.now() + timedelta(hours=2))
    assert holding.remove_old_each_day().startswith("removed 1 ")
    assert (number_of(HeldFile), number_of(StoredFile), path.exists()) == (0, 0, False)
