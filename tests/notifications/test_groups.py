"""What bots say in groups: what concerns all firms, once, by day, and never anything of a case."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from chamber.cases.words import Kind as CaseKind
from chamber.clock import LOCAL
from chamber.events import services as events
from chamber.extensions import db
from chamber.notices import publishing
from chamber.notices.details import Correction
from chamber.notices.models import NoticeKind
from chamber.notifications import groups, outbox, sources, webhooks
from chamber.notifications import services as notifications
from chamber.notifications.dispatch import State
from chamber.notifications.models import Bot, BotMessage, Service
from chamber.notifications.sources import Happened
from chamber.notifications.table import BY_ACT, TABLE, Kind, Line, To
from chamber.notifications.webhooks import Secret
from chamber.permissions import Actor
from tests.client import release
from tests.conftest import Clock
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import MARKS, Drive
from tests.factories.events import details, make_event
from tests.factories.notices import make_notice, named
from tests.factories.notifications import make_bot
from tests.notifications.group_services import DINGTALK, FEISHU, SIGNING, WECOM, Groups, group_services
from tests.notifications.post_office import post_office
from tests.notifications.test_worker import Workers

HANG = pytest.param("hang", marks=pytest.mark.thorough)
SECRETS = {Service.WECOM: WECOM, Service.DINGTALK: DINGTALK, Service.FEISHU: FEISHU}


@pytest.fixture
def said(app: Flask, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Groups]:
    """The three services on this machine, and a bot in a group of each; nobody waits long for an answer."""
    with group_services() as (services, address):
        given = replace(app.config["SETTINGS"], bot_gateway=address, public_url="https://chamber.example.cn")
        monkeypatch.setitem(app.config, "SETTINGS", given)
        monkeypatch.setattr(webhooks, "SECONDS", 1)
        for service, key in SECRETS.items():
            make_bot(f"群 {service}", service, Secret(key))
        yield services


@pytest.fixture
def staff(cast: Cast, clock: Clock) -> Actor:
    """The secretariat."""
    return actor_as(cast.secretary)


def states() -> list[str]:
    """Of all messages to groups, in their order."""
    db.session.expire_all()
    return list(db.session.scalars(select(BotMessage.state).order_by(BotMessage.id)))


def test_an_event_is_told_in_each_group_once_by_title_and_link(said: Groups, staff: Actor) -> None:
    event = make_event(staff, title="惠企政策学习会", place="三楼会议室")
    for _again in range(2):
        outbox.drain()
    texts = {one.service: one.text for one in said.heard}
    assert len(said.heard) == 3 and set(texts) == set(SECRETS)
    for text in texts.values():
        first, link = text.split("\n")
        assert first.startswith("梧桐街道商会: A new event: 惠企政策学习会")
        assert link == f"https://chamber.example.cn/events/{event.id}"
        assert "三楼" not in text
    assert states() == [State.SENT] * 3


def test_a_change_of_time_and_a_cancellation_are_told_but_not_a_change_of_words(
    said: Groups, staff: Actor, clock: Clock
) -> None:
    event = make_event(staff)
    outbox.drain()
    events.edit(event.id, details(agenda="新的议程"), version=event.version, actor=staff)
    db.session.commit()
    outbox.drain()
    assert len(said.of("wecom")) == 1
    events.edit(event.id, details(agenda="新的议程", place="五楼"), version=event.version, actor=staff)
    db.session.commit()
    events.call_off(event.id, reason="台风", actor=staff)
    db.session.commit()
    outbox.drain()
    told = said.of("wecom")
    assert ["Called off" in text for text in told] == [False, True], "the change is no news once all is called off"
    assert "台风" not in told[-1]


def test_a_notice_to_all_is_told_with_its_corrections_and_one_to_some_never(
    said: Groups, staff: Actor, cast: Cast
) -> None:
    make_notice(staff, title="只给一家企业的通知", audience=named(cast.firm.name))
    notice = make_notice(staff, title="年度备案")
    outbox.drain()
    publishing.correct(notice.id, Correction("年度备案", "周一前。", None, "日期"), version=notice.version, actor=staff)
    db.session.commit()
    outbox.drain()
    publishing.withdraw(notice.id, reason="有误", actor=staff)
    db.session.commit()
    outbox.drain()
    told = said.of("feishu")
    assert [text.split(": ")[1].split(",")[0] for text in told] == ["A new notice", "Corrected", "Withdrawn"]
    assert all(f"https://chamber.example.cn/notices/{notice.id}" in text for text in told)
    assert "只给一家" not in "".join(one.text for one in said.heard)


def test_nothing_of_a_case_ever_reaches_a_group(drive: Drive, said: Groups) -> None:
    drive.submit(CaseKind.COMPLAINT)
    drive.answered()
    outbox.drain()
    assert db.session.query(BotMessage).count() == 0
    assert said.calls == 0


def test_not_even_a_line_put_into_the_table_by_mistake_tells_a_group_of_a_case(
    drive: Drive, said: Groups, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not [line for line in TABLE if line.to == To.GROUPS and line.kind not in (Kind.EVENTS, Kind.NOTICES)]
    assert {kind for kind, source in sources._sources.items() if source.public} == {"event", "notice"}
    mistake = Line("case.submit", To.GROUPS, Kind.WORK, BY_ACT["case.submit"][0].words)
    monkeypatch.setitem(BY_ACT, "case.submit", (*BY_ACT["case.submit"], mistake))
    case = drive.submit(CaseKind.COMPLAINT)
    assert db.session.query(BotMessage).count() == 0
    monkeypatch.setitem(groups.BY_NAME, mistake.name, mistake)
    db.session.add(_row(db.session.query(Bot).first(), line=mistake.name, subject=f"case:{case.id}"))
    db.session.commit()
    outbox.drain()
    assert (said.calls, states()) == (0, [State.DROPPED])
    assert not [mark for mark in MARKS.values() if mark in str(said.heard)]


def _row(bot: Bot | None, **fields: object) -> BotMessage:
    now = datetime(2026, 9, 15, 2, tzinfo=groups.clock.UTC)
    values = {"key": "case", "state": State.WAITING, "due_at": now, "give_up_at": now + timedelta(days=1), **fields}
    return BotMessage(bot_id=bot.id if bot else 0, **values)


def test_the_same_happening_told_twice_is_said_once(said: Groups, staff: Actor, clock: Clock) -> None:
    event = make_event(staff)
    happened = Happened("event.published", event.id, "again", clock.now)
    for _again in range(2):
        notifications.tell("event", happened)
    db.session.commit()
    outbox.drain()
    assert len(said.of("wecom")) == 2, "of the publication, and of what was told twice"


def test_what_happens_in_the_evening_is_said_on_the_next_working_morning_unless_it_is_urgent(
    said: Groups, staff: Actor, clock: Clock
) -> None:
    clock.set(datetime(2026, 9, 30, 20, 30, tzinfo=LOCAL))
    make_notice(staff, title="节后再说")
    make_notice(staff, title="今晚台风", kind="urgent", urgent_reason="台风")
    outbox.drain()
    assert ["今晚台风" in text for text in said.of("dingtalk")] == [True]
    clock.set(datetime(2026, 10, 8, 7, 59, tzinfo=LOCAL))
    outbox.drain()
    assert len(said.of("dingtalk")) == 1
    clock.set(datetime(2026, 10, 8, 8, 0, tzinfo=LOCAL))
    outbox.drain()
    assert "节后再说" in said.of("dingtalk")[1]


def test_a_wrong_secret_fails_at_once_and_holds_up_no_other_group(said: Groups, staff: Actor, clock: Clock) -> None:
    for bot in db.session.query(Bot):
        if bot.service != Service.FEISHU:
            bot.secret = groups.keep(Secret("0" * 32))
    db.session.commit()
    make_event(staff)
    outbox.drain()
    assert states() == [State.FAILED, State.FAILED, State.SENT]
    errors = db.session.scalars(select(BotMessage.error).order_by(BotMessage.id)).all()
    assert [error.split()[:2] for error in errors[:2]] == [["unknown", "93000"], ["unknown", "300005"]]
    assert said.calls == 3
    assert [bool(bot.error) for bot in db.session.query(Bot).order_by(Bot.id)] == [True, True, False]


@pytest.mark.parametrize("fate", ["500", HANG, "drop", "moved", "page", "busy"])
def test_a_service_in_trouble_is_tried_again_later_and_only_an_unheard_answer_is_uncertain(
    said: Groups, staff: Actor, clock: Clock, fate: str
) -> None:
    said.fate = lambda service: fate if service == "wecom" else "ok"
    make_event(staff)
    outbox.drain()
    assert states() == [State.WAITING, State.SENT, State.SENT]
    assert said.calls == 3, "where a service would send us on is not asked"
    row = db.session.scalars(select(BotMessage)).first()
    assert row and row.due_at == clock.now + timedelta(minutes=1)
    assert row.uncertain == (fate in ("hang", "drop"))
    said.fate = lambda _service: "ok"
    clock.advance(minutes=1)
    outbox.drain()
    assert states() == [State.SENT] * 3


def test_a_service_that_nobody_reaches_is_given_up_after_a_day(
    app: Flask, said: Groups, staff: Actor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = replace(app.config["SETTINGS"], bot_gateway="http://127.0.0.1:9")
    monkeypatch.setitem(app.config, "SETTINGS", given)
    make_event(staff)
    began = clock.now
    while State.WAITING in states():
        outbox.drain()
        clock.advance(minutes=10)
    assert timedelta(hours=20) < clock.now - began < timedelta(hours=26)
    rows = db.session.query(BotMessage).all()
    assert {(row.state, row.error, row.uncertain) for row in rows} == {(State.FAILED, "unreachable", False)}


@pytest.mark.thorough
def test_groups_and_mail_take_turns_so_that_neither_keeps_the_other_waiting(
    app: Flask, said: Groups, cast: Cast, staff: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    said.fate = lambda _service: "hang"
    cast.rival.email, cast.member.email = "rival@example.com", "member@example.com"
    db.session.commit()
    calls_before_each_mail: list[int] = []

    def fate() -> str:
        calls_before_each_mail.append(said.calls)
        return "ok"

    with post_office() as (office, url):
        office.fate = fate
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=url))
        make_event(staff)
        outbox.drain()
        assert office.recipients() == {"rival@example.com": 1, "member@example.com": 1}
    assert calls_before_each_mail == [0, 1]


def test_a_silent_or_removed_bot_says_nothing_also_of_what_waited(said: Groups, staff: Actor) -> None:
    make_event(staff)
    wecom, dingtalk, _feishu = db.session.query(Bot).order_by(Bot.id)
    wecom.is_active, dingtalk.removed_at = False, groups.clock.now()
    db.session.commit()
    outbox.drain()
    make_event(staff)
    outbox.drain()
    assert [len(said.of(service)) for service in SECRETS] == [0, 0, 2]
    assert states() == [State.DROPPED, State.DROPPED, State.SENT, State.SENT]


def test_signed_messages_are_taken_and_unsigned_ones_explained(said: Groups, staff: Actor) -> None:
    said.signed = True
    for bot in db.session.query(Bot):
        signing = SIGNING if bot.service != Service.WECOM else ""
        bot.secret = groups.keep(Secret(SECRETS[Service(bot.service)], signing))
    db.session.commit()
    make_event(staff)
    outbox.drain()
    assert len(said.heard) == 3
    for bot in db.session.query(Bot):
        bot.secret = groups.keep(Secret(SECRETS[Service(bot.service)]))
    db.session.commit()
    make_event(staff)
    outbox.drain()
    assert states()[3:] == [State.SENT, State.FAILED, State.FAILED]
    errors = db.session.scalars(select(BotMessage.error).order_by(BotMessage.id)).all()
    assert [error.split()[0] for error in errors[4:]] == ["guarded", "guarded"]


def test_a_title_rings_nobody_and_is_no_template(said: Groups, staff: Actor) -> None:
    make_event(staff, title='{{ 7*7 }} <at user_id="all">所有人</at>')
    outbox.drain()
    assert all("{{ 7*7 }}" in one.text for one in said.heard)
    assert "<at" not in said.of("feishu")[0]


def test_another_key_of_the_server_opens_no_secret_and_says_what_to_do(
    app: Flask, said: Groups, staff: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECRET_KEY", "another")
    make_event(staff)
    outbox.drain()
    assert said.calls == 0
    assert set(db.session.scalars(select(BotMessage.error))) == {"unreadable"}


@pytest.mark.parametrize("fate", ["ok", "500", HANG, "drop", "echo"])
def test_no_secret_stands_in_the_log_or_in_a_reason(
    said: Groups, staff: Actor, caplog: pytest.LogCaptureFixture, fate: str
) -> None:
    caplog.set_level(logging.DEBUG)
    said.fate = lambda _service: fate
    make_event(staff)
    outbox.drain()
    kept = [*db.session.scalars(select(BotMessage.error)), *db.session.scalars(select(Bot.error)), caplog.text]
    for secret in SECRETS.values():
        assert secret not in "\n".join(kept)


def test_a_fault_of_our_own_betrays_no_secret_and_is_tried_again(
    said: Groups, staff: Actor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(address: str, **_more: object) -> Callable[..., object]:
        raise RuntimeError(f"no way to {address}")

    monkeypatch.setattr(webhooks.requests, "post", broken)
    make_event(staff)
    outbox.drain()
    assert states() == [State.WAITING] * 3
    assert "RuntimeError" in caplog.text
    assert not [secret for secret in SECRETS.values() if secret in caplog.text]


@pytest.mark.thorough
def test_two_worker_processes_say_each_thing_once_and_log_no_secret(
    app: Flask, said: Groups, staff: Actor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        # Urgent, as the workers go by the clock on the wall, where it may be night.
        make_notice(staff, title=f"第{number}次预警", kind=NoticeKind.URGENT, urgent_reason="台风")
    release()
    monkeypatch.setenv("BOT_GATEWAY", app.config["SETTINGS"].bot_gateway)
    workers = Workers(app, folder, "", "")
    try:
        end = time.monotonic() + 60
        while set(states()) != {State.SENT} and time.monotonic() < end:
            release()
            time.sleep(0.2)
    finally:
        release()
        workers.stop()
    assert Counter(one.service for one in said.heard) == dict.fromkeys(SECRETS, 10)
    assert len(set(said.of("wecom"))) == 10
    assert not [secret for secret in SECRETS.values() if secret in workers.log()]
