"""The secretariat's pages of notices: write, preview, correct, publish; number of queries."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.extensions import db as database
from chamber.notices.answers import questions
from chamber.notices.models import Notice
from chamber.rights import Actor
from tests.client import Client
from tests.committed import committed
from tests.conftest import Clock
from tests.database import queries
from tests.factories.accounts import Cast
from tests.factories.cases import paper, picture
from tests.factories.events import give_accounts, make_crowd
from tests.factories.notices import make_notice, named
from tests.factories.notifications import make_bot

Browse = Callable[[Account], Client]
TYPED = {"title": "关于停水的通知", "body": "周六**停水**。", "kind": "notice", "receipt": "confirmed", "whom": "all"}


def only_notice() -> Notice:
    """The one notice there is."""
    return database.session.scalars(select(Notice)).one()


def test_from_draft_to_withdrawal(cast: Cast, browse: Browse) -> None:
    secretary, member = browse(cast.secretary), browse(cast.member)
    page = secretary.post_form("/notices/new", TYPED, press="Save the draft").page
    assert "This is a draft" in page.text
    assert "2 firms, 3 people" in page.text
    path = f"/notices/{only_notice().id}"
    assert member.get(path).status_code == 404
    page = secretary.post_form(f"{path}/edit", {"title": "关于停电的通知"}, press="Save").page
    assert page.heading == "关于停电的通知"
    answer = secretary.post_form(page, action="/publish")
    assert answer.page.texts(".toast p") == ["The notice is published."]
    assert "关于停电的通知" in answer.page.one("#wechat-text").text()
    assert secretary.get("/notices/").page.texts("#rows .line-badge") == ["Published"]
    assert member.get(path).page.css(".prose strong")[0].text() == "停水"
    corrected = {"body": "周日停水。", "note": "改为周日"}
    page = secretary.post_form(f"{path}/correct", corrected, press="Publish the correction").page
    assert "改为周日" in page.text
    page = member.get(path).page
    assert "周日停水。" in page.text and "What was corrected" in page.text
    page = secretary.post_form(path, {"reason": ""}, action="/withdraw").page
    assert page.texts("#reason-error")
    answer = secretary.post_form(path, {"reason": "改期另行通知"}, action="/withdraw")
    assert "Its readers see the reason" in answer.page.texts(".toast p")[0]
    page = member.get(path).page
    assert "改期另行通知" in page.text
    assert "周日停水。" in page.css("details.fold")[0].text(), "what no longer holds stands folded"
    assert secretary.get(f"{path}/edit").status_code == secretary.get(f"{path}/correct").status_code == 409


def test_the_preview_keeps_what_was_typed_and_saves_nothing(cast: Cast, browse: Browse) -> None:
    secretary = browse(cast.secretary)
    with committed() as changed:
        answer = secretary.post_form("/notices/new", {**TYPED, "firms": "不要丢"}, press="Preview")
    assert changed == set()
    assert answer.page.css("#preview strong")[0].text() == "停水"
    assert "2 firms, 3 people" in answer.page.one("#preview").text()
    form = answer.page.form("title")
    assert (form.controls["title"].values, form.controls["firms"].values) == ([TYPED["title"]], ["不要丢"])
    wrong = secretary.post_form(
        "/notices/new", {**TYPED, "whom": "features", "body": "<script>x</script>"}, press="Preview"
    )
    assert "Recipients" not in wrong.page.one("#preview").text()
    assert "<script>x" not in wrong.get_data(as_text=True)


def test_a_refused_form_loses_nothing(cast: Cast, browse: Browse) -> None:
    secretary = browse(cast.secretary)
    typed = {**TYPED, "whom": "firms", "firms": "没有这家", "pinned_until": "2026-09-20"}
    answer = secretary.post_form("/notices/new", typed, press="Save the draft")
    assert answer.status_code == 422
    assert "No member firm is called “没有这家”." in answer.page.text
    controls = answer.page.form("title").controls
    assert {name: controls[name].values for name in typed} == {name: [value] for name, value in typed.items()}


def test_a_stale_form_shows_both_texts(cast: Cast, staff: Actor, browse: Browse) -> None:
    notice = make_notice(staff, published=False)
    mine, other = browse(cast.secretary), browse(cast.secretary)
    page = mine.get(f"/notices/{notice.id}/edit").page
    other.post_form(f"/notices/{notice.id}/edit", {"title": "他人的题目"}, press="Save")
    answer = mine.post_form(page, {"title": "我的题目"}, press="Save")
    assert answer.status_code == 409
    assert answer.page.texts("#stale td") == ["他人的题目", "我的题目"]
    assert mine.post_form(answer, {}, press="Save").page.heading == "我的题目"


def test_files_are_added_shown_and_taken_away(cast: Cast, staff: Actor, browse: Browse) -> None:
    notice = make_notice(staff, published=False)
    secretary, data = browse(cast.secretary), picture("图.png").data
    files = [(paper().name, paper().data), ("图.png", data)]
    page = secretary.post_form(f"/notices/{notice.id}/edit", {"files": files}, press="Save").page
    assert len(page.css(".files a")) == 2
    image = page.one("main img")
    assert image.attributes["alt"] == "Picture: 图.png"
    answer = secretary.get(image.attributes["src"])
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    form = secretary.get(f"/notices/{notice.id}/edit").page.form("title")
    page = secretary.post_form(
        f"/notices/{notice.id}/edit", {"remove": form.controls["remove"].choices}, press="Save"
    ).page
    assert not page.css(".files a")
    lie = secretary.post_form(f"/notices/{notice.id}/edit", {"files": [("函.pdf", b"MZ")]}, press="Save")
    assert lie.status_code == 422 and lie.page.texts("#files-error")


def test_a_draft_says_which_ways_it_will_go_and_which_are_not_set_up(
    app: Flask, cast: Cast, staff: Actor, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_all, to_one = (make_notice(staff, published=False, **more) for more in ({}, {"audience": named(cast.firm.name)}))
    secretary = browse(cast.secretary)
    words = secretary.get(f"/notices/{to_all.id}").words
    assert "no mail: it is not set up on this server" in words
    assert "no group bots: none is set up" in words
    make_bot()
    mail_works = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1")
    monkeypatch.setitem(app.config, "SETTINGS", mail_works)
    words = secretary.get(f"/notices/{to_all.id}").words
    assert "mail to people with an address" in words
    assert "a bot in 1 group" in words
    assert "no group bots: they say only what is for all firms" in secretary.get(f"/notices/{to_one.id}").words
    out = secretary.post_form(f"/notices/{to_all.id}", action="/publish").words
    assert "Channels" not in out, "what is set up now says nothing of how it went out"


def test_a_full_disk_is_said_and_leaves_the_notice_as_it_was(
    cast: Cast, staff: Actor, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = make_notice(staff, published=False)
    secretary, edit = browse(cast.secretary), f"/notices/{notice.id}/edit"
    typed = {"title": "改过的标题", "files": [(paper().name, paper().data)]}

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as machine:
        machine.setattr(os, "fsync", full)
        answer = secretary.post_form(edit, typed, press="Save")
    assert answer.status_code == 507
    assert "ask whoever runs the server to free disk space" in answer.words
    assert "改过的标题" not in secretary.get(f"/notices/{notice.id}").words
    assert "改过的标题" in secretary.post_form(edit, typed, press="Save").words


def test_a_notice_is_scheduled_and_held(cast: Cast, staff: Actor, browse: Browse, clock: Clock) -> None:
    notice, secretary = make_notice(staff, published=False), browse(cast.secretary)
    path = f"/notices/{notice.id}"
    past = f"{clock.now - timedelta(days=1):%Y-%m-%dT%H:%M}"
    assert secretary.post_form(path, {"publish_at": past}, action="/schedule").page.texts("#publish_at-error")
    page = secretary.post_form(path, {"publish_at": "2026-09-16T09:00"}, action="/schedule").page
    assert "Will be published automatically: Sep 16 09:00" in page.text
    assert "This is a draft" in secretary.post_form(page, action="/unschedule").page.text


def test_what_would_reach_nobody_is_refused_with_a_sentence(cast: Cast, staff: Actor, browse: Browse) -> None:
    notice = make_notice(staff, published=False, audience=named(cast.rival_firm.name))
    cast.rival_firm.status = "left"
    database.session.commit()
    answer = browse(cast.secretary).post_form(f"/notices/{notice.id}", action="/publish")
    assert answer.status_code == 422
    assert "No firm would receive" in answer.page.text
    assert notice.state == "draft"


def test_pages_of_thirty_follow_each_other(cast: Cast, staff: Actor, browse: Browse, clock: Clock) -> None:
    for number in range(35):
        make_notice(staff, title=f"第{number:02}号")
        clock.advance(minutes=1)
    member = browse(cast.member)
    for number in range(30, 35):
        member.post(f"/notices/{number + 1}/open")
    first = member.get("/notices/").page
    seen = first.texts("#rows a") + member.get(first.one("#more a").attributes["href"]).page.texts("#rows a")
    assert seen == [f"第{number:02}号" for number in [*range(29, -1, -1), *range(34, 29, -1)]]
    for wrong in ("x", "1~2", "3~2026-09-15~1", "9~2026-09-15T00:00:00+00:00~99999999999", "\0~\0~\0", "~~"):
        assert member.get("/notices/", query_string={"after": wrong}).status_code == 200


def test_few_queries_at_any_size(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Browse, actor: Callable[..., Actor]
) -> None:
    give_accounts(make_crowd(20, 2))
    allowed = {
        "member": {"/notices/": 6, "/notices/{id}": 9, "/": 12},
        "secretary": {"/notices/": 7, "/notices/{id}": 14, "/notices/{id}/receipts": 12, "/notices/{id}/edit": 8},
        "leader": {"/notices/": 5},
    }
    for number in (1, 24):
        for _one in range(number):
            notice = make_notice(staff)
            draft = make_notice(staff, published=False)
            questions.ask(notice.id, "几点？", actor=actor(cast.member))
        db.session.commit()
        for name, pages in allowed.items():
            client = browse(getattr(cast, name))
            for path, most in pages.items():
                address = path.format(id=draft.id if path.endswith("edit") else notice.id)
                with queries(db) as seen:
                    assert client.get(address).status_code == 200
                assert len(seen) <= most, f"{name} {path}: {len(seen)} queries\n" + "\n".join(seen)


def test_a_draft_is_deleted_found_again_and_brought_back(cast: Cast, browse: Browse, staff: Actor) -> None:
    draft, desk = make_notice(staff, published=False), browse(cast.secretary)
    assert "Deleted draft" not in desk.get("/notices/").page.text
    page = desk.post_form(f"/notices/{draft.id}", action="/discard").page
    assert "This draft was deleted" in page.text and not page.css("form[action$='/publish']")
    assert not desk.get("/notices/").page.texts("#rows a")
    assert desk.get("/notices/?show=discarded").page.texts("#rows a") == [draft.title]
    page = desk.post_form(page, action="/restore").page
    assert page.css("form[action$='/publish']")
