"""The page of the group bots: setting up, testing, switching off, what did not get through; and no secret anywhere."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.config import Settings
from chamber.errors import DomainError
from chamber.notifications.models import Bot, BotMessage, Service
from chamber.notifications.sending import calling, outbox, webhooks
from chamber.notifications.sending.dispatch import State
from chamber.notifications.sending.webhooks import Secret
from tests.client import Client
from tests.committed import committed
from tests.conftest import Clock
from tests.database import queries
from tests.factories.accounts import Cast, actor_as
from tests.factories.addresses import address_of
from tests.factories.events import make_event
from tests.factories.notices import make_notice
from tests.factories.notifications import failed_bot_message, make_bot
from tests.notifications.group_services import ADDRESSES, DINGTALK, FEISHU, SIGNING, WECOM, Groups, group_services

SignIn = Callable[[Account], Client]
PAGE = "/notifications/bots/"


@pytest.fixture
def chats(app: Flask, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Groups]:
    """The three services on this machine."""
    with group_services() as (services, address):
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], bot_gateway=address))
        monkeypatch.setattr(webhooks, "TIMEOUT", 1)
        yield services


def add(person: Client, service: str, name: str = "会员群", **fields: str) -> Any:
    """Set a bot up as the secretariat does."""
    values = {"name": name, "service": service, "address": ADDRESSES[service], **fields}
    return person.post_form("/notifications/bots/new", values, press="Add the bot")


@pytest.mark.parametrize("service", list(Service))
def test_a_bot_is_set_up_from_what_was_copied_and_tested_at_once(
    chats: Groups, cast: Cast, sign_in: SignIn, service: str
) -> None:
    secretary = sign_in(cast.secretary)
    assert "No bot is set up: nothing is posted to any group." in secretary.get(PAGE).words
    assert "not tested yet" in add(secretary, service).words
    answer = secretary.post_form(PAGE, press="Send a test")
    assert "The test has arrived in “会员群”." in answer.get_data(as_text=True)
    assert "works" in answer.page.texts(".lines .badge")[0]
    assert [it.text for it in chats.received] == [
        "梧桐街道商会: This is a test. News for all firms will be posted here."
    ]


def test_a_button_pressed_twice_says_one_test(chats: Groups, cast: Cast, clock: Clock, sign_in: SignIn) -> None:
    secretary = sign_in(cast.secretary)
    add(secretary, "wecom")
    secretary.post_form(PAGE, press="Send a test")
    assert "a moment ago" in secretary.post_form(PAGE, press="Send a test").get_data(as_text=True)
    assert chats.calls == 1
    clock.advance(seconds=5)
    secretary.post_form(PAGE, press="Send a test")
    assert chats.calls == 2


def test_a_test_that_does_not_get_through_says_why_and_what_to_do(chats: Groups, cast: Cast, sign_in: SignIn) -> None:
    secretary = sign_in(cast.secretary)
    add(secretary, "wecom", address="0" * 32)
    answer = secretary.post_form(PAGE, press="Send a test")
    words = answer.words
    toast = "The test was not delivered to “会员群”. The service does not know this bot"
    assert toast in answer.get_data(as_text=True)
    assert "enter its present address under “Change”" in words
    assert "93000 invalid webhook url" in words
    secretary.post_form("/notifications/bots/1/edit", {"address": ADDRESSES["wecom"]}, press="Save")
    assert "The test has arrived" in secretary.post_form(PAGE, press="Send a test").get_data(as_text=True)


@pytest.mark.parametrize(
    ("service", "pasted", "reason"),
    [
        ("wecom", ADDRESSES["dingtalk"], "the address of a DingTalk bot"),
        ("wecom", "https://evil.example/cgi-bin/webhook/send?key=0123456789abcdef", "not the address of a WeCom bot"),
        ("wecom", "https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=" + WECOM, "not the address"),
        ("dingtalk", "http://127.0.0.1:8000/robot/send?access_token=" + DINGTALK, "not the address"),
        ("feishu", ADDRESSES["feishu"] + "/../../../other", "not the address"),
        ("feishu", "", "not the address"),
        ("feishu", "file:///etc/passwd", "not the address"),
    ],
)
def test_only_addresses_of_the_three_services_are_taken(
    cast: Cast, chats: Groups, sign_in: SignIn, service: str, pasted: str, reason: str
) -> None:
    answer = add(sign_in(cast.secretary), service, address=pasted)
    assert answer.status_code == 422
    assert reason in answer.words
    assert chats.calls == 0


def test_the_bare_key_or_an_address_broken_over_lines_is_understood(app: Flask) -> None:
    assert webhooks.parse(Service.WECOM, WECOM) == Secret(WECOM)
    assert webhooks.parse(Service.FEISHU, f"  {ADDRESSES['feishu'][:30]}\n{ADDRESSES['feishu'][30:]}　") == Secret(
        FEISHU
    )
    assert webhooks.parse(Service.DINGTALK, DINGTALK, SIGNING) == Secret(DINGTALK, SIGNING)
    with pytest.raises(DomainError, match="WeCom has no signing secret"):
        webhooks.parse(Service.WECOM, WECOM, SIGNING)


def test_without_a_gateway_the_services_own_hosts_are_called(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], bot_gateway=""))
    called: list[str] = []

    def asked(address: str, **_more: object) -> None:
        called.append(address)
        raise calling.requests.ConnectTimeout

    monkeypatch.setattr(calling.requests, "post", asked)
    for service, key in ((Service.WECOM, WECOM), (Service.DINGTALK, DINGTALK), (Service.FEISHU, FEISHU)):
        with pytest.raises(calling.TemporaryFailure):
            calling.send(service, Secret(key), "好")
    assert called == list(ADDRESSES.values())


@pytest.mark.parametrize(
    "address", ["ftp://gateway.example.cn", "gateway.example.cn", "https://gateway.example.cn/?a=b"]
)
def test_a_gateway_that_is_no_address_stops_the_start(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("BOT_GATEWAY", address)
    with pytest.raises(SystemExit, match="BOT_GATEWAY must look like"):
        Settings.from_environment()
    monkeypatch.setenv("BOT_GATEWAY", "https://gateway.example.cn/bots/")
    assert Settings.from_environment().bot_gateway == "https://gateway.example.cn/bots"


def test_the_secret_is_in_no_row_page_or_log(
    db: SQLAlchemy, cast: Cast, chats: Groups, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secretary = sign_in(cast.secretary)
    pages = [add(secretary, "dingtalk", signing=SIGNING).get_data(as_text=True)]
    chats.fate = lambda _service: "echo"
    pages += [secretary.post_form(PAGE, press="Send a test").get_data(as_text=True)]
    wrong = {"name": "", "address": ADDRESSES["dingtalk"], "signing": SIGNING}
    pages += [secretary.post_form("/notifications/bots/1/edit", wrong).get_data(as_text=True)]
    pages += [secretary.get(path).get_data(as_text=True) for path in (PAGE, "/notifications/bots/1/edit", "/log")]
    rows = [
        str(row)
        for table in db.metadata.sorted_tables
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"'))
    ]
    for secret in (DINGTALK, SIGNING):
        assert secret not in "\n".join([*pages, *rows, caplog.text])
    assert "***" in pages[1], "the service said the address back"


def test_the_secret_is_in_no_byte_of_the_database_file(
    db: SQLAlchemy, cast: Cast, chats: Groups, sign_in: SignIn
) -> None:
    add(sign_in(cast.secretary), "wecom")
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's files are not ours to read; the rows are looked through in another test")
    file = Path(str(db.engine.url.database))
    whole = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert "会员群".encode() in whole
    assert WECOM.encode() not in whole


def test_everything_is_in_the_log_in_words(db: SQLAlchemy, cast: Cast, chats: Groups, sign_in: SignIn) -> None:
    secretary = sign_in(cast.secretary)
    add(secretary, "feishu")
    secretary.post_form("/notifications/bots/1/edit", {"name": "负责人群", "address": FEISHU}, press="Save")
    secretary.post_form(PAGE, press="Send a test")
    for act in ("off", "off", "on", "remove"):
        assert secretary.post(f"/notifications/bots/1/{act}").status_code == 303
    acts = [row.act for row in db.session.query(AuditRow).where(AuditRow.kind == "bot").order_by(AuditRow.id)]
    verbs = ("added", "edited", "tested", "switched_off", "switched_on", "removed")
    assert acts == [f"bot.{verb}" for verb in verbs], "a second press changes nothing"
    words = secretary.get("/admin/log?q=bot:1").words
    for said_there in ("added the group bot", "sent a test through the group bot", "负责人群", "Feishu"):
        assert said_there in words
    bot = db.session.get(Bot, 1)
    assert bot and (bot.secret, bot.fingerprint) == ("", None)
    assert "No bot is set up" in secretary.get(PAGE).words


def test_one_bot_is_not_set_up_twice_but_again_after_it_was_removed(chats: Groups, cast: Cast, sign_in: SignIn) -> None:
    secretary = sign_in(cast.secretary)
    add(secretary, "wecom")
    again = add(secretary, "wecom", "另一个群", address=WECOM)
    assert again.status_code == 422 and "already, as “会员群”" in again.words
    secretary.post("/notifications/bots/1/remove")
    assert "is set up" in add(secretary, "wecom", "另一个群").get_data(as_text=True)


def test_what_did_not_get_through_is_named_at_home_and_sent_again(
    db: SQLAlchemy, chats: Groups, cast: Cast, clock: Clock, sign_in: SignIn
) -> None:
    bot = make_bot("负责人群", secret=Secret("0" * 32))
    make_event(actor_as(cast.secretary), title="学习会")
    make_notice(actor_as(cast.secretary), title="备案")
    outbox.send_due()
    secretary = sign_in(cast.secretary)
    home = secretary.get("/").page
    assert home.link("2 messages were not delivered to groups") == PAGE
    page = secretary.get(PAGE).page
    rows = page.texts("#rows tr")
    assert len(rows) == 2 and "备案" in rows[0] and "学习会" in rows[1] and "does not know this bot" in rows[0]
    secretary.post_form(f"/notifications/bots/{bot.id}/edit", {"address": ADDRESSES["wecom"]}, press="Save")
    row = db.session.scalars(select(BotMessage).order_by(BotMessage.id)).first()
    assert row and secretary.post(address_of("notifications.say_again", message_id=row.id)).status_code == 303
    with committed() as changed:
        assert secretary.post(address_of("notifications.say_again", message_id=row.id)).status_code == 303
    assert changed == set()
    assert (row.state, row.give_up_at) == (State.WAITING, clock.now + timedelta(hours=24))
    assert secretary.post(f"/notifications/bots/{bot.id}/again").status_code == 303
    outbox.send_due()
    assert len(chats.of("wecom")) == 2
    assert "not delivered" not in secretary.get("/").words


def test_what_may_have_arrived_is_only_sent_again_one_by_one(
    db: SQLAlchemy, chats: Groups, cast: Cast, sign_in: SignIn
) -> None:
    bot = make_bot()
    row = failed_bot_message(bot, uncertain=True, error="silent")
    secretary = sign_in(cast.secretary)
    assert "may have arrived" in secretary.get(PAGE).words
    secretary.post(f"/notifications/bots/{bot.id}/again")
    assert row.state == State.FAILED


def test_a_bot_that_is_switched_off_offers_no_second_try_and_links_without_a_public_address_are_explained(
    chats: Groups, cast: Cast, sign_in: SignIn
) -> None:
    bot = make_bot()
    failed_bot_message(bot)
    secretary = sign_in(cast.secretary)
    page = secretary.get(PAGE).page
    assert [form for form in page.forms() if "/messages/" in form.action]
    assert "has no public address yet" in page.text
    secretary.post(f"{PAGE}{bot.id}/off")
    assert not [form for form in secretary.get(PAGE).page.forms() if "/messages/" in form.action]


def test_the_page_takes_few_queries_however_many_failed(
    db: SQLAlchemy, chats: Groups, cast: Cast, sign_in: SignIn, clock: Clock
) -> None:
    bot = make_bot()
    for _number in range(35):
        clock.advance(seconds=1)
        failed_bot_message(bot)
    secretary = sign_in(cast.secretary)
    with queries(db) as seen:
        page = secretary.get(PAGE).page
    assert len(page.css("#rows tr")) == 30
    assert len(seen) <= 12, "\n".join(seen)


def test_only_the_secretariat_sees_the_bots(chats: Groups, cast: Cast, sign_in: SignIn) -> None:
    make_bot()
    for name, account in cast.accounts().items():
        person, may = sign_in(account), name == "secretary"
        assert person.get(PAGE).status_code == (200 if may else 403)
        assert ("Group bots" in person.get("/notifications/").words) == may
        if not may:
            assert person.post("/notifications/bots/1/test").status_code == 403
    assert chats.calls == 0


def test_the_help_page_says_what_groups_are_told(cast: Cast, sign_in: SignIn) -> None:
    words = sign_in(cast.member).get("/help/notifications").words
    assert "groups with a bot, if it concerns all firms" in words
