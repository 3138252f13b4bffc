"""Trouble with groups: a service that refuses or is silent, a bot that is gone, and secrets that never show."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from chamber.extensions import db
from chamber.notices.models import NoticeKind
from chamber.notifications.models import Bot, BotMessage, Service
from chamber.notifications.sending import calling, groups, outbox
from chamber.notifications.sending.dispatch import State
from chamber.notifications.sending.webhooks import Secret
from chamber.rights import Actor
from tests.client import release
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import make_event
from tests.factories.notices import make_notice
from tests.factories.notifications import bot_states
from tests.notifications.group_services import SECRETS, SIGNING, Groups
from tests.notifications.post_office import post_office
from tests.notifications.test_worker import Workers

HANG = pytest.param("hang", marks=pytest.mark.thorough)


def test_a_wrong_secret_fails_at_once_and_holds_up_no_other_group(chats: Groups, staff: Actor, clock: Clock) -> None:
    for bot in db.session.query(Bot):
        if bot.service != Service.FEISHU:
            bot.secret = groups.encrypt(Secret("0" * 32))
    db.session.commit()
    make_event(staff)
    outbox.send_due()
    assert bot_states() == [State.FAILED, State.FAILED, State.SENT]
    errors = db.session.scalars(select(BotMessage.error).order_by(BotMessage.id)).all()
    assert [error.split()[:2] for error in errors[:2]] == [["unknown", "93000"], ["unknown", "300005"]]
    assert chats.calls == 3
    assert [bool(bot.error) for bot in db.session.query(Bot).order_by(Bot.id)] == [True, True, False]


@pytest.mark.parametrize("fate", ["500", HANG, "drop", "moved", "page", "busy"])
def test_a_service_in_trouble_is_tried_again_later_and_only_an_unheard_answer_is_uncertain(
    chats: Groups, staff: Actor, clock: Clock, fate: str
) -> None:
    chats.fate = lambda service: fate if service == "wecom" else "ok"
    make_event(staff)
    outbox.send_due()
    assert bot_states() == [State.WAITING, State.SENT, State.SENT]
    assert chats.calls == 3, "where a service would send us on is not asked"
    row = db.session.scalars(select(BotMessage).order_by(BotMessage.id)).first()
    assert row and row.due_at == clock.now + timedelta(minutes=1)
    assert row.uncertain == (fate in ("hang", "drop"))
    chats.fate = lambda _service: "ok"
    clock.advance(minutes=1)
    outbox.send_due()
    assert bot_states() == [State.SENT] * 3


def test_a_service_that_nobody_reaches_is_given_up_after_a_day(
    app: Flask, chats: Groups, staff: Actor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = replace(app.config["SETTINGS"], bot_gateway="http://127.0.0.1:9")
    monkeypatch.setitem(app.config, "SETTINGS", given)
    make_event(staff)
    began = clock.now
    while State.WAITING in bot_states():
        outbox.send_due()
        clock.advance(minutes=10)
    assert timedelta(hours=20) < clock.now - began < timedelta(hours=26)
    rows = db.session.query(BotMessage).all()
    assert {(row.state, row.error, row.uncertain) for row in rows} == {(State.FAILED, "unreachable", False)}


@pytest.mark.thorough
def test_groups_and_mail_take_turns_so_that_neither_keeps_the_other_waiting(
    app: Flask, chats: Groups, cast: Cast, staff: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats.fate = lambda _service: "hang"
    cast.rival.email, cast.member.email = "rival@example.com", "member@example.com"
    db.session.commit()
    calls_before_each_mail: list[int] = []

    def fate() -> str:
        calls_before_each_mail.append(chats.calls)
        return "ok"

    with post_office() as (office, url):
        office.fate = fate
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=url))
        make_event(staff)
        outbox.send_due()
        assert office.recipients() == {"rival@example.com": 1, "member@example.com": 1}
    assert calls_before_each_mail == [0, 1]


def test_a_silent_or_removed_bot_says_nothing_also_of_what_waited(chats: Groups, staff: Actor) -> None:
    make_event(staff)
    wecom, dingtalk, _feishu = db.session.query(Bot).order_by(Bot.id)
    wecom.is_active, dingtalk.removed_at = False, groups.clock.now()
    db.session.commit()
    outbox.send_due()
    make_event(staff)
    outbox.send_due()
    assert [len(chats.of(service)) for service in SECRETS] == [0, 0, 2]
    assert bot_states() == [State.DROPPED, State.DROPPED, State.SENT, State.SENT]


def test_signed_messages_are_taken_and_unsigned_ones_explained(chats: Groups, staff: Actor) -> None:
    chats.signed = True
    for bot in db.session.query(Bot):
        signing = SIGNING if bot.service != Service.WECOM else ""
        bot.secret = groups.encrypt(Secret(SECRETS[Service(bot.service)], signing))
    db.session.commit()
    make_event(staff)
    outbox.send_due()
    assert len(chats.received) == 3
    for bot in db.session.query(Bot):
        bot.secret = groups.encrypt(Secret(SECRETS[Service(bot.service)]))
    db.session.commit()
    make_event(staff)
    outbox.send_due()
    assert bot_states()[3:] == [State.SENT, State.FAILED, State.FAILED]
    errors = db.session.scalars(select(BotMessage.error).order_by(BotMessage.id)).all()
    assert [error.split()[0] for error in errors[4:]] == ["guarded", "guarded"]


def test_another_key_of_the_server_opens_no_secret_and_says_what_to_do(
    app: Flask, chats: Groups, staff: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECRET_KEY", "another")
    make_event(staff)
    outbox.send_due()
    assert chats.calls == 0
    assert set(db.session.scalars(select(BotMessage.error))) == {"unreadable"}


@pytest.mark.parametrize("fate", ["ok", "500", HANG, "drop", "echo"])
def test_no_secret_stands_in_the_log_or_in_a_reason(
    chats: Groups, staff: Actor, caplog: pytest.LogCaptureFixture, fate: str
) -> None:
    caplog.set_level(logging.DEBUG)
    chats.fate = lambda _service: fate
    make_event(staff)
    outbox.send_due()
    kept = [*db.session.scalars(select(BotMessage.error)), *db.session.scalars(select(Bot.error)), caplog.text]
    for secret in SECRETS.values():
        assert secret not in "\n".join(kept)


def test_a_fault_of_our_own_betrays_no_secret_and_is_tried_again(
    chats: Groups, staff: Actor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(address: str, **_more: object) -> Callable[..., object]:
        raise RuntimeError(f"no way to {address}")

    monkeypatch.setattr(calling.requests, "post", broken)
    make_event(staff)
    outbox.send_due()
    assert bot_states() == [State.WAITING] * 3
    assert "RuntimeError" in caplog.text
    assert not [secret for secret in SECRETS.values() if secret in caplog.text]


@pytest.mark.thorough
def test_two_worker_processes_say_each_thing_once_and_log_no_secret(
    app: Flask, chats: Groups, staff: Actor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        # Urgent, as the workers go by the clock on the wall, where it may be night.
        make_notice(staff, title=f"第{number}次预警", kind=NoticeKind.URGENT, urgent_reason="台风")
    release()
    monkeypatch.setenv("BOT_GATEWAY", app.config["SETTINGS"].bot_gateway)
    workers = Workers(app, folder, "", "")
    try:
        end = time.monotonic() + 60
        while set(bot_states()) != {State.SENT} and time.monotonic() < end:
            release()
            time.sleep(0.2)
    finally:
        release()
        workers.stop()
    assert Counter(one.service for one in chats.received) == dict.fromkeys(SECRETS, 10)
    assert len(set(chats.of("wecom"))) == 10
    assert not [secret for secret in SECRETS.values() if secret in workers.log()]
