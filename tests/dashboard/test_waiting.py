"""The list of the secretariat that gets empty: lines of all features, and what got done today."""

from collections.abc import Callable
from datetime import timedelta

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.events import registration
from chamber.events.door import check_in
from chamber.members.record import corrections
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import make_member
from tests.factories.cases import Drive
from tests.factories.events import make_event

SignIn = Callable[[Account], Client]


def test_all_that_waits_for_the_secretariat_stands_in_one_list_with_one_button_each(
    one_of_each: Drive, sign_in: SignIn
) -> None:
    desk = sign_in(one_of_each.cast.secretary)
    page = desk.get("/").page
    buttons = [link.attributes["aria-label"] for link in page.css("main .line-act a")]
    assert sorted(label.partition(":")[0] for label in buttons) == [
        "Accept and assign", "Answer", "Check in at the door", "Look at the application", "Review the correction",
        "See why",
    ]  # fmt: skip
    assert page.heading == "6 tasks left for today"
    assert len(page.css("main .btn--primary")) == 2, "one of the list, one to enter a case"
    assert "明天的会" not in [link.text() for link in page.css("main ul.lines")[0].css("a")]
    for link in page.css("main .line-act a"):
        assert desk.get(link.attributes["href"] or "").status_code == 200


def test_the_list_takes_no_more_queries_the_more_waits(
    one_of_each: Drive, db: SQLAlchemy, sign_in: SignIn, queries: list[str]
) -> None:
    desk = sign_in(one_of_each.cast.secretary)
    for number in range(12):
        make_member(f"第{number}家申请的有限公司", 100 + number, status="applicant")
    db.session.commit()
    queries.clear()
    page = desk.get("/").page
    assert len(queries) <= 12, "\n".join(queries)
    assert page.heading == "18 tasks left for today"
    assert page.link("Applicants: all 13") == "/members/?status=applicant"
    assert len(page.css("main ul.lines")[1].css("[data-row]")) == 12, "beside the event of today"
    assert "13" in desk.get("/members/?status=applicant").page.texts("#count")[0]


def test_no_line_without_a_limit_stands_before_what_is_late_or_in_its_place(
    one_of_each: Drive, clock: Clock, sign_in: SignIn
) -> None:
    for number in range(12):
        one_of_each.submit(title=f"第{number}件")
    clock.advance(days=9)
    desk = sign_in(one_of_each.cast.secretary)
    page = desk.get("/").page
    places = [link.attributes["href"] or "" for link in page.css("main .line-act a")]
    assert len(places) == 12 and all(place.startswith("/cases/") for place in places)
    for part in ("Cases: all 13", "Applicants: all 1", "Questions about notices: all 1"):
        assert page.link(part)
    answer = desk.post_form(places[0].replace("/accept", "/contact"), {"text": "已电话联系"})
    assert answer.page.css("#toasts a")[0].attributes["href"] == places[1]


def test_what_runs_today_stands_apart_above_the_list_until_nothing_else_waits(
    one_of_each: Drive, db: SQLAlchemy, sign_in: SignIn
) -> None:
    desk = sign_in(one_of_each.cast.secretary)
    page = desk.get("/").page
    today, first = page.css("main ul.lines")[:2]
    assert [link.text(strip=True) for link in today.css(".line-act a")] == ["Check in at the door"]
    assert not today.css(".btn--primary") and len(first.css(".btn--primary")) == 1
    assert page.texts("main h2")[:2] == ["Events of today", "Do first"]
    assert page.one("#running").tag == "section", "what the sum of today's events leads to"


def test_the_list_gets_empty_and_says_so(
    one_of_each: Drive, db: SQLAlchemy, actor: Callable[..., Actor], sign_in: SignIn
) -> None:
    drive, staff = one_of_each, actor(one_of_each.cast.secretary)
    desk = sign_in(drive.cast.secretary)
    home = desk.get("/").page
    drive.accept()
    desk.post_form(home.link("Answer"), {"q1-answer": "九点"}, press="Send the answer")
    desk.post_form(home.link("Review the correction"), press="Mark as dealt with")
    desk.post_form(home.link("Look at the application"), action="/admit")
    db.session.execute(text("UPDATE bot_messages SET state = 'sent'"))
    db.session.execute(text("UPDATE events SET state = 'done' WHERE title = '今天的会'"))
    db.session.commit()
    page = desk.get("/").page
    assert page.heading == "All clear for today"
    assert "Nothing is waiting for you." in page.text
    assert staff


def test_what_got_done_today_counts_all_kinds_of_work_and_each_thing_once(
    one_of_each: Drive, clock: Clock, db: SQLAlchemy, actor: Callable[..., Actor], sign_in: SignIn
) -> None:
    drive, cast, staff = one_of_each, one_of_each.cast, actor(one_of_each.cast.secretary)
    clock.advance(days=1)
    desk = sign_in(cast.secretary)
    assert "What you finish today is listed here." in desk.get("/").words
    meeting = make_event(
        staff, title="当天的会", starts_at=clock.now + timedelta(hours=1), ends_at=clock.now + timedelta(hours=2)
    )
    for person in (cast.member, cast.rival):
        row = registration.register(meeting.id, actor=actor(person))
        check_in.check_in(row.id, actor=staff)
    corrections.settle(1, "", actor=staff)
    db.session.commit()
    drive.accept()
    desk.post_form("/members/3", action="/admit")
    page = desk.get("/").page
    lines = page.texts("#done li")
    assert page.texts("#done .card-note") == [str(len(lines))]
    assert any("× 2" in line and "当天的会" in line for line in lines)
    assert len([line for line in lines if "当天的会" in line]) == 1
    assert any(drive.reference in line for line in lines)
    assert any("新来的有限公司" in line for line in lines)
    assert len(lines) == 4
    assert sign_in(cast.handler).get("/").page.texts("#done .card-note") == ["0"]


def test_what_one_no_longer_sees_is_not_listed_as_done(drive: Drive, db: SQLAlchemy, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    desk = sign_in(drive.cast.secretary)
    assert drive.reference in desk.get("/").page.texts("#done li")[0]
    respondents.recuse(drive.reference, drive.cast.secretary.id, "亲属", actor=drive.who("secretary"))
    db.session.commit()
    page = desk.get("/").page
    assert page.texts("#done .card-note") == ["0"] and drive.reference not in page.text
