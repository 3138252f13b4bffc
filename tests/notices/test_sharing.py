"""The text for a WeChat group, the public link, and what stands on top of a corrected notice."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.models import Account
from chamber.errors import Conflict
from chamber.extensions import db as database
from chamber.language.dates import in_language, local_time
from chamber.notices.answers import receiving
from chamber.notices.models import Notice
from chamber.notices.writing import publishing, sharing
from chamber.notices.writing.details import Correction
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.notices import make_form, make_notice, named
from tests.notices.reading import acts

Act = Callable[..., Actor]
Browse = Callable[[Account], Client]


def test_the_text_for_a_group_is_plain_short_and_ends_with_the_link(cast: Cast, actor: Act, staff: Actor) -> None:
    notice = make_notice(
        staff, kind="urgent", urgent_reason="台风", body="# 停工\n\n**立即**[停工](https://a.cn)。\n\n" + "长" * 400
    )
    text = sharing.message(notice)
    assert text.startswith("[Urgent] 关于年度用工备案的通知\n\n停工\n立即停工。\n长长")
    assert text.endswith(f"/notices/{notice.id}")
    assert "…" in text and "**" not in text
    assert cast.firm.name in sharing.reminder(notice, staff, 1)
    for account in (cast.member, cast.rival):
        receiving.confirm(notice.id, actor=actor(account))
    assert sharing.reminder(notice, staff, 0) == ""


def test_a_public_link_works_until_it_is_closed_and_never_again(db: SQLAlchemy, staff: Actor) -> None:
    notice = make_notice(staff)
    for _again in range(2):
        publishing.set_public_link(notice.id, True, actor=staff)
    token = notice.public_token or ""
    assert publishing.by_link(token) is notice
    assert token in sharing.message(notice)
    publishing.set_public_link(notice.id, False, actor=staff)
    assert publishing.by_link(token) is None
    publishing.set_public_link(notice.id, True, actor=staff)
    assert notice.public_token not in (None, token)
    db.session.commit()
    assert acts(db).count("notice.link_opened") == 2
    with pytest.raises(Conflict):
        publishing.set_public_link(make_notice(staff, published=False).id, True, actor=staff)


@pytest.mark.parametrize("receipt", ["confirmed", "form", "read"])
def test_with_a_public_link_the_text_still_leads_members_to_their_receipt(staff: Actor, receipt: str) -> None:
    notice = make_form(staff) if receipt == "form" else make_notice(staff, receipt=receipt)
    publishing.set_public_link(notice.id, True, actor=staff)
    own, public = sharing.address(notice), sharing.public_address(notice)
    lines = sharing.message(notice).split("\n")
    assert [line for line in lines if line.startswith("http")] == [own, public]
    assert lines[lines.index(public) - 1] == "Whoever has no account can read it here:"
    plain = make_notice(staff, receipt="none")
    publishing.set_public_link(plain.id, True, actor=staff)
    assert sharing.message(plain).count("http") == 1, "who only reads needs no second link"


def test_the_text_is_in_the_language_of_the_notice(staff: Actor, app_with: Callable[..., Flask]) -> None:
    english = make_form(staff, title="Typhoon drill", body="Please read.").id
    chinese = make_form(staff, title="防台演练通知", body="请阅读。").id
    database.session.commit()
    with app_with(translated=True).app_context():
        in_english, in_chinese = (database.session.get_one(Notice, number) for number in (english, chinese))
        for of_page, day in (("en", "Sep 18 10:00"), ("zh_CN", "9月18日 10:00")):
            with in_language(of_page):
                assert "Please open the link and fill in the form by Sep 18 10:00:" in sharing.message(in_english)
                assert "请于 9月18日 10:00 前打开链接填报：" in sharing.message(in_chinese)
                assert "we are still waiting for 2 firms" in sharing.reminder(in_english, staff, 2)
                assert "2 家" in sharing.reminder(in_chinese, staff, 2)
                assert local_time(in_english.answer_until) == day, "the page itself keeps its language"


def test_a_table_comes_out_as_lines(staff: Actor) -> None:
    table = "日程：\n\n| 时间 | 内容 |\n|---|---|\n| 9:00 | 签到 |\n| 9:30 | **开会** |\n\n请准时。"
    assert "日程：\n时间 | 内容\n9:00 | 签到\n9:30 | 开会\n请准时。" in sharing.message(make_notice(staff, body=table))


def test_after_the_deadline_the_text_says_so(staff: Actor, clock: Clock) -> None:
    form = make_form(staff)
    publishing.set_public_link(form.id, True, actor=staff)
    assert "fill in the form" in sharing.message(form)
    clock.advance(days=4)
    for text in (sharing.message(form), sharing.reminder(form, staff, 2)):
        assert "The form closed on 9月18日 10:00." in text and "fill in" not in text
        assert sharing.address(form) in text


def test_the_public_page_sends_whoever_has_signed_in_to_the_own_one(cast: Cast, staff: Actor, browse: Browse) -> None:
    notice = make_notice(staff, audience=named(cast.firm.name))
    publishing.set_public_link(notice.id, True, actor=staff)
    link = sharing.public_address(notice).partition("/notices/")[2]
    for account in (cast.member, cast.secretary):
        answer = browse(account).get(f"/notices/{link}", follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/notices/{notice.id}")
    assert browse(cast.rival).get(f"/notices/{link}").page.heading == notice.title, "it is no firm of theirs"


def test_the_public_page_says_what_members_do_here(cast: Cast, staff: Actor, client: Client, clock: Clock) -> None:
    form = make_form(staff)
    publishing.set_public_link(form.id, True, actor=staff)
    path = f"/notices/public/{form.public_token}?lang=en"
    assert client.get(path).page.link("Sign in and fill in the form") == f"/notices/{form.id}"
    clock.advance(days=4)
    page = client.get(path).page
    assert "The form is closed." in page.text and page.link("Sign in to answer or ask")


def test_a_correction_stands_on_top(cast: Cast, staff: Actor, browse: Browse, client: Client) -> None:
    notice = make_notice(staff)
    publishing.set_public_link(notice.id, True, actor=staff)
    pages = (browse(cast.member), f"/notices/{notice.id}"), (client, f"/notices/public/{notice.public_token}?lang=en")
    assert not any("Corrected" in reader.get(path).page.text for reader, path in pages)
    for note in ("日期改为周四", "地点改为三楼"):
        correction = Correction(notice.title, f"新文 {note}", None, note)
        publishing.correct(notice.id, correction, version=notice.version, actor=staff)
    for reader, path in pages:
        text = reader.get(path).page.text
        said = text.index("Corrected Sep 15 10:00: 地点改为三楼")
        assert said < text.index("新文 地点改为三楼")
