"""What a mail says and carries: its number, title, deadline and link; one for each press; the link that stops it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.header import decode_header, make_header
from email.message import Message

import pytest
from flask import Flask
from sqlalchemy import select

from chamber import clock as now
from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.config import Settings
from chamber.events import registration, services
from chamber.extensions import db
from chamber.jobs import running
from chamber.members.record import corrections
from chamber.notices.writing import publishing
from chamber.notifications.models import Delivery, NotificationChoice
from chamber.notifications.sending import outbox, stopping
from chamber.secrecy.sealing import sealed_number
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import MARKS, Drive
from tests.factories.events import details, make_event
from tests.factories.jobs import make_job
from tests.factories.notices import make_form, make_notice
from tests.notifications.post_office import PostOffice, words


def to(post: PostOffice, name: str) -> list[Message]:
    """What somebody got."""
    return [message for message in post.taken if message["To"] == f"{name}@example.com"]


def decoded(message: Message) -> str:
    """The subject of a mail."""
    return str(make_header(decode_header(message["Subject"])))


def public(app: Flask, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Let the product be reached there."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], public_url=address))


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://chamber.example.cn", "chamber.example.cn"),
        ("http://[2001:db8::1]:8000", "[IPv6:2001:db8::1]"),
        ("https://商会.example.cn", "xn--6oq43m.example.cn"),
    ],
)
def test_the_number_of_a_mail_and_its_sender_are_valid(address: str, host: str) -> None:
    own = Settings(public_url=address)
    assert (own.mail_id(), own.mail_sender()) == (host, f"chamber@{host}")


def test_each_mail_has_a_number_of_its_own(post: PostOffice, cast: Cast) -> None:
    make_notice(actor_as(cast.secretary))
    make_notice(actor_as(cast.secretary))
    outbox.send_due()
    numbers = [message["Message-ID"] for message in post.taken]
    assert len(set(numbers)) == len(numbers) == 4
    assert all(number.count("@") == 1 and number[0] + number[-1] == "<>" for number in numbers)


def test_a_mail_names_title_deadline_and_page_of_a_notice(post: PostOffice, cast: Cast, clock: Clock) -> None:
    form = make_form(actor_as(cast.secretary), title="用工情况调查")
    outbox.send_due()
    for part in words(to(post, "member")[0]).split("<html"):
        assert "用工情况调查" in part
        assert "Answers until 9月18日 10:00." in part
        assert f"/notices/{form.id}" in part
    clock.advance(days=6)
    publishing.withdraw(form.id, reason="有误", actor=actor_as(cast.secretary))
    db.session.commit()
    outbox.send_due()
    assert "Answers until" not in words(to(post, "member")[-1])


def test_a_mail_names_deadline_and_page_of_an_event(post: PostOffice, cast: Cast) -> None:
    closes = now.now() + timedelta(days=2)
    event = make_event(actor_as(cast.secretary), title="惠企政策学习会", registration_closes_at=closes)
    outbox.send_due()
    said = words(to(post, "member")[0])
    assert "惠企政策学习会" in said and f"/events/{event.id}" in said
    assert "Registration until" in said and "Sep 17" in said.replace("9月17日", "Sep 17")


def test_what_one_press_causes_is_one_mail_for_each_person(post: PostOffice, cast: Cast) -> None:
    staff = actor_as(cast.secretary)
    first, second = (make_notice(staff, published=False, title=title) for title in ("第一份", "第二份"))
    for notice in (first, second):
        publishing.publish(notice.id, actor=staff)
    db.session.commit()
    make_notice(staff, title="第三份")
    outbox.send_due()
    both, last = to(post, "member")
    assert all(title in words(both) for title in ("第一份", "第二份")) and "第三份" not in words(both)
    assert "第三份" in words(last)
    assert len(to(post, "rival")) == 2
    assert set(db.session.scalars(select(Delivery.state))) == {"sent"}


def test_what_one_press_caused_is_tried_again_as_one_mail(post: PostOffice, cast: Cast, clock: Clock) -> None:
    staff = actor_as(cast.secretary)
    for notice in [make_notice(staff, published=False, title=title) for title in ("第一份", "第二份")]:
        publishing.publish(notice.id, actor=staff)
    db.session.commit()
    post.fate = lambda: "later"
    assert outbox.send_due() == 2, "one for each person"
    post.fate = lambda: "ok"
    clock.advance(minutes=2)
    outbox.send_due()
    assert [len(to(post, name)) for name in ("member", "rival")] == [1, 1]


def link(message: Message) -> str:
    """The address that stops such mail, without the host."""
    return "/notifications/stop/" + str(message["List-Unsubscribe"]).strip("<>").rpartition("/")[2]


def test_one_press_in_a_mail_program_stops_such_mail_without_signing_in(
    app: Flask, post: PostOffice, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    public(app, monkeypatch, "https://chamber.example.cn")
    make_notice(actor_as(cast.secretary))
    outbox.send_due()
    message = to(post, "member")[0]
    assert message["List-Unsubscribe"].startswith("<https://chamber.example.cn/notifications/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for _again in range(2):
        answer = client.post(link(message), data={"List-Unsubscribe": "One-Click"}, csrf=False)
        assert answer.status_code == 200, "no redirect: mail programs do not follow one"
    make_notice(actor_as(cast.secretary), title="之后")
    make_event(actor_as(cast.secretary))
    outbox.send_due()
    assert ["之后" in words(one) for one in to(post, "member")] == [False, False], "the event is another matter"
    assert any("之后" in words(one) for one in to(post, "rival"))
    logged = db.session.scalars(select(AuditRow).where(AuditRow.act == "account.messages_chosen")).all()
    assert len(logged) == 1


def test_the_link_asks_for_a_press_and_leads_to_the_choices(
    post: PostOffice, cast: Cast, client: Client, sign_in: Callable[[Account], Client]
) -> None:
    make_notice(actor_as(cast.secretary))
    outbox.send_due()
    path = link(to(post, "member")[0])
    page = client.get(f"{path}?lang=en").page
    assert page.link("Sign in and choose for each kind of message") == "/notifications/settings"
    assert not db.session.scalars(select(NotificationChoice)).all(), "a look stops nothing"
    assert "You will get no more mail about: Notices" in client.post_form(page, press="Stop this mail").page.text
    assert not client.get(path).page.css("main form")
    assert cast.member.name not in page.text and "example.com" not in page.text
    assert client.get(path[:-3] + "xyz").status_code == 404


def test_without_a_closed_line_no_mail_program_presses(post: PostOffice, cast: Cast) -> None:
    make_notice(actor_as(cast.secretary))
    outbox.send_due()
    assert post.taken[0]["List-Unsubscribe"] and not post.taken[0]["List-Unsubscribe-Post"]


def test_what_may_not_be_switched_off_says_so_and_goes_on(post: PostOffice, cast: Cast, client: Client) -> None:
    path = stopping.path(cast.member.id, ["limits", "notices"])
    page = client.post(f"{path}?lang=en", csrf=False).page
    assert "cannot be switched off: Deadlines" in page.text
    assert "no more mail about: Notices, and questions about them. It still" in page.text, "of what goes on it says so"
    stored = {row.kind: row.manner for row in db.session.query(NotificationChoice)}
    assert stored == {"notices": "bell"}
    alone = client.get(stopping.path(cast.member.id, ["limits"])).page
    assert "cannot be switched off" in alone.text and not alone.css("main form")


def test_a_mail_about_a_case_links_to_the_messages_and_tells_nothing(post: PostOffice, cast: Cast) -> None:
    drive = Drive(cast)
    drive.submit()
    drive.accept()
    outbox.send_due()
    for message in post.taken:
        said = words(message)
        assert not [mark for mark in (*MARKS.values(), drive.reference, "/cases/") if mark in said]
        assert "/notifications/" in said


def test_the_subject_of_a_change_is_short_and_the_text_has_old_and_new(post: PostOffice, cast: Cast) -> None:
    staff = actor_as(cast.secretary)
    event = make_event(staff, title="惠企政策学习会")
    registration.register(event.id, actor=actor_as(cast.member))
    db.session.commit()
    outbox.send_due()
    post.taken.clear()
    same = {"title": event.title, "starts_at": event.starts_at, "ends_at": event.ends_at}
    services.edit(event.id, details(**same, place="五楼"), version=event.version, actor=staff)
    db.session.commit()
    outbox.send_due()
    (changed,) = to(post, "member")
    assert decoded(changed).endswith("惠企政策学习会: place changed")
    assert "街道三楼会议室 → 五楼" in words(changed)


def test_a_mail_about_work_of_one_s_own_names_it_and_no_matter(post: PostOffice, cast: Cast) -> None:
    staff, member = actor_as(cast.secretary), actor_as(cast.member)
    asked = corrections.ask(cast.firm.id, "地址已搬到瓯江路 9 号", actor=member)
    corrections.settle(asked.id, "已改", actor=staff)
    job = make_job(staff)
    running.run_all()
    outbox.send_due()
    said = words(to(post, "member")[-1])
    assert "My firm" in said and f"/members/{cast.firm.id}#corrections" in said and "瓯江路" not in said
    done = words(to(post, "secretary")[-1])
    assert "Export the roster" in done and f"/jobs/{sealed_number(job, 'address', 'jobs')}" in done
    assert not [one for one in (said, done) if "matter" in one]
