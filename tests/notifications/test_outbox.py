"""Mail: to the right person, with no more than it may say, once; and what happens when sending fails."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from chamber import clock as now
from chamber.cases.words import Kind as CaseKind
from chamber.clock import LOCAL
from chamber.events import registration
from chamber.extensions import db
from chamber.messages import Manner
from chamber.notices.models import NoticeKind
from chamber.notifications.models import Delivery, NotificationChoice
from chamber.notifications.sending import dispatch, mail, outbox
from chamber.notifications.sending.outbox import State
from tests.conftest import Clock
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import MARKS, Drive
from tests.factories.events import make_event
from tests.factories.notices import make_notice
from tests.notifications.post_office import PostOffice, words


def states() -> list[str]:
    """The states of all deliveries, in their order."""
    db.session.expire_all()
    return list(db.session.scalars(select(Delivery.state).order_by(Delivery.id)))


def test_a_message_about_a_case_says_only_that_there_is_news(post: PostOffice, cast: Cast) -> None:
    drive = Drive(cast)
    drive.submit()
    drive.accept()
    outbox.send_due()
    assert set(post.recipients()) == {"member@example.com", "secretary@example.com", "handler@example.com"}
    for message in post.taken:
        said = words(message)
        assert not [mark for mark in (*MARKS.values(), drive.reference, "瓯新") if mark in said]
        assert "sign in" in said
        assert message["List-Unsubscribe"] and message.is_multipart()


def test_a_message_about_an_event_names_it(post: PostOffice, cast: Cast) -> None:
    event = make_event(actor_as(cast.secretary), title="惠企政策学习会")
    registration.register(event.id, actor=actor_as(cast.rival))
    db.session.commit()
    outbox.send_due()
    assert post.recipients() == {"member@example.com": 1, "rival@example.com": 2}
    assert all("惠企政策学习会" in words(message) for message in post.taken)


def test_a_title_cannot_become_a_header_or_a_template(post: PostOffice, cast: Cast) -> None:
    make_event(actor_as(cast.secretary), title="会议\r\nBcc: all@example.com {{ 7*7 }} <b>粗</b>")
    outbox.send_due()
    assert set(post.recipients()) == {"member@example.com", "rival@example.com"}
    message = post.taken[0]
    assert message["Bcc"] is None
    assert "{{ 7*7 }}" in words(message)
    assert "<b>粗" not in words(message).split("<html", 1)[1]


@pytest.mark.parametrize(
    "address",
    ["a@example.cn\r\nBcc: b@example.cn", "a@example.cn>\r\nRCPT TO:<b@example.cn", "a@example.cn, b@example.cn"],
)
def test_an_address_that_is_more_than_one_goes_nowhere_and_keeps_no_other_waiting(
    post: PostOffice, cast: Cast, address: str
) -> None:
    # Past the forms, which refuse it: an old roster, or a hand in the database.
    cast.member.email, cast.rival.name = address, "曾\r\nBcc: all@example.com {{ 7*7 }}"
    db.session.commit()
    make_event(actor_as(cast.secretary))
    outbox.send_due()
    assert post.recipients() == {"rival@example.com": 1}
    assert post.taken[0]["Bcc"] is None
    assert "{{ 7*7 }}" in words(post.taken[0])
    assert sorted(states()) == [State.FAILED, State.SENT]
    failed = db.session.execute(outbox.failed()).one()
    assert failed[0].error == mail.Trouble.ADDRESS


@pytest.mark.parametrize(("kind", "leaves_by_night"), [(NoticeKind.NOTICE, False), (NoticeKind.URGENT, True)])
@pytest.mark.parametrize("failed_by_day", [True, False], ids=["tried by day", "the worker stood still"])
def test_what_is_late_waits_for_the_morning_too_unless_it_is_urgent(
    post: PostOffice, cast: Cast, clock: Clock, kind: NoticeKind, leaves_by_night: bool, failed_by_day: bool
) -> None:
    cast.rival.email = None
    clock.set(datetime(2026, 9, 30, 19, 59, 30, tzinfo=LOCAL))
    make_notice(actor_as(cast.secretary), kind=kind, urgent_reason="台风")
    post.fate = lambda: "later"
    if failed_by_day:
        assert outbox.send_due() == 1
    clock.advance(minutes=2)
    assert outbox.send_due() == leaves_by_night
    clock.set(datetime(2026, 10, 1, 10, tzinfo=LOCAL))
    assert outbox.send_due() == leaves_by_night, "a day off"
    if not failed_by_day and not leaves_by_night:
        clock.set(datetime(2026, 10, 8, 8, tzinfo=LOCAL))
        assert outbox.send_due() == 1
        assert states() == [State.WAITING], "first tried after the holiday, it has a whole day from then"
    post.fate = lambda: "ok"
    clock.set(datetime(2026, 10, 8, 8, 5, tzinfo=LOCAL))
    outbox.send_due()
    assert states() == [State.SENT]


def test_a_day_of_messages_is_one_digest_and_the_bell_alone_sends_nothing(
    post: PostOffice, cast: Cast, clock: Clock
) -> None:
    db.session.add_all(
        [
            NotificationChoice(account_id=cast.member.id, kind="events", manner=Manner.DAILY),
            NotificationChoice(account_id=cast.rival.id, kind="events", manner=Manner.BELL),
        ]
    )
    db.session.commit()
    for title in ("第一次学习会", "第二次学习会"):
        make_event(actor_as(cast.secretary), title=title)
    outbox.send_due()
    assert not post.taken
    clock.set(datetime(2026, 9, 16, 8, 31, tzinfo=LOCAL))
    outbox.send_due()
    assert post.recipients() == {"member@example.com": 1}
    assert all(title in words(post.taken[0]) for title in ("第一次学习会", "第二次学习会"))


def test_who_lost_the_right_by_the_time_of_sending_gets_nothing(post: PostOffice, cast: Cast) -> None:
    drive = Drive(cast)
    drive.submit(CaseKind.REQUEST)
    case = drive.case
    case.supervisor_runs = True
    db.session.commit()
    outbox.send_due()
    assert set(post.recipients()) == {"member@example.com"}
    assert sorted(states()) == [State.DROPPED, State.SENT]


def test_a_server_in_trouble_is_tried_again_later_and_holds_up_nobody(
    post: PostOffice, cast: Cast, clock: Clock
) -> None:
    fates = iter(["later", "drop", "ok", "ok", "ok", "ok"])
    post.fate = lambda: next(fates)
    cast.rival.email = "nobody@example.com"
    db.session.commit()
    make_event(actor_as(cast.secretary))
    make_event(actor_as(cast.secretary), title="第二次")
    db.session.commit()
    assert outbox.send_due() == 4
    assert sorted(states()) == [State.FAILED, State.FAILED, State.WAITING, State.WAITING]
    waiting = db.session.scalars(select(Delivery).where(Delivery.state == State.WAITING).order_by(Delivery.id)).all()
    assert "451" in waiting[0].error
    assert [row.uncertain for row in waiting] == [False, True]
    assert {row.due_at for row in waiting} == {now.now() + timedelta(minutes=1)}
    clock.advance(minutes=2)
    outbox.send_due()
    assert sorted(states()) == [State.FAILED, State.FAILED, State.SENT, State.SENT]
    failed = db.session.execute(outbox.failed()).all()
    assert {row.name for row in failed} == {cast.rival.name} and all("550" in row[0].error for row in failed)


@pytest.mark.parametrize(
    ("fate", "url", "trouble"),
    [
        ("later", "smtp://127.0.0.1:{port}", "busy 451"),
        ("spam", "smtp://127.0.0.1:{port}", "refused 554"),
        ("stranger", "smtp://127.0.0.1:{port}", "sign-in 530"),
        ("drop", "smtp://127.0.0.1:{port}", "broken"),
        ("ok", "smtp://somebody:wrong@127.0.0.1:{port}", "sign-in"),
        ("ok", "smtp://127.0.0.1:1", "unreachable"),
    ],
)
def test_what_went_wrong_is_kept_by_its_kind(
    app: Flask, post: PostOffice, cast: Cast, monkeypatch: pytest.MonkeyPatch, fate: str, url: str, trouble: str
) -> None:
    own = app.config["SETTINGS"]
    given = url.format(port=own.smtp_url.rpartition(":")[2])
    monkeypatch.setitem(app.config, "SETTINGS", replace(own, smtp_url=given))
    post.fate = lambda: fate
    make_event(actor_as(cast.secretary))
    outbox.send_due()
    errors = list(db.session.scalars(select(Delivery.error)))
    assert [error.startswith(trouble) for error in errors] == [True, True], errors


def test_after_a_day_of_trouble_it_is_given_up_visibly_and_can_be_sent_again(
    post: PostOffice, cast: Cast, clock: Clock
) -> None:
    post.fate = lambda: "later"
    make_event(actor_as(cast.secretary))
    tries = 0
    while State.WAITING in states() and tries < 200:
        outbox.send_due()
        clock.advance(minutes=10)
        tries += 1
    assert set(states()) == {State.FAILED}
    assert timedelta(hours=20) < now.now() - datetime(2026, 9, 15, 2, tzinfo=now.UTC) < timedelta(hours=26)
    row = db.session.scalars(select(Delivery)).first()
    assert row and dispatch.send_again(Delivery, Delivery.id == row.id)
    db.session.commit()
    post.fate = lambda: "ok"
    outbox.send_due()
    assert states().count(State.SENT) == 1
    assert not dispatch.send_again(Delivery, Delivery.id == row.id)


def test_a_line_that_breaks_after_the_text_is_marked_uncertain_and_sent_again_under_its_number(
    post: PostOffice, cast: Cast, clock: Clock
) -> None:
    fates = iter(["drop after", "ok"])
    post.fate = lambda: next(fates, "ok")
    drive = Drive(cast)
    cast.member.email = None
    db.session.commit()
    drive.submit(CaseKind.REQUEST)
    outbox.send_due()
    clock.advance(minutes=2)
    outbox.send_due()
    assert len({message["Message-ID"] for message in post.taken}) == 1
    assert len(post.taken) == 2
    row = db.session.scalars(select(Delivery)).one()
    assert row.state == State.SENT and row.uncertain


def test_a_claim_of_a_dead_worker_runs_out_and_is_marked(post: PostOffice, cast: Cast, clock: Clock) -> None:
    drive = Drive(cast)
    drive.submit(CaseKind.REQUEST)
    taken = dispatch.claim(outbox.BY_MAIL)
    assert taken is not None
    assert outbox.send_due() == 1, "the other message goes, the claimed one stays with who claimed it"
    clock.advance(minutes=1)
    assert outbox.send_due() == 1
    assert states() == [State.SENT, State.SENT]
    assert [row.uncertain for row in db.session.scalars(select(Delivery).order_by(Delivery.id))] == [True, False]
