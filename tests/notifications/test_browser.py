"""The group bots in Chromium: on a phone and on a desk, and without JavaScript."""

from collections.abc import Callable, Iterator

import pytest

from chamber.notifications.models import Service
from chamber.notifications.sending.webhooks import Secret
from tests.browser import Tour
from tests.client import release
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.notifications import failed_bot_message, make_bot
from tests.notifications.group_services import ADDRESSES, Groups, group_services
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def chats() -> Iterator[tuple[Groups, str]]:
    """The three services on this machine, and their address."""
    with group_services() as services:
        yield services


@pytest.fixture
def server(cast: Cast, chats: tuple[Groups, str], make_server: Callable[..., Server]) -> Server:
    """A server that finds the services there."""
    return make_server(BOT_GATEWAY=chats[1]).start()


@pytest.mark.parametrize(
    ("width", "javascript", "language"), [(390, True, "zh_CN"), (1280, True, "en"), (390, False, "en")]
)
def test_the_secretariat_sets_a_bot_up_and_tests_it(
    tour: Callable[..., Tour],
    chats: tuple[Groups, str],
    cast: Cast,
    clock: Clock,
    width: int,
    javascript: bool,
    language: str,
) -> None:
    for name, key in (("各街道工作交流群", "0" * 32), ("老群", "1" * 32)):
        bot = make_bot(name, Service.DINGTALK, Secret(key))
    for _number in range(2):
        failed_bot_message(bot)
        clock.advance(seconds=1)
    release()
    words = {
        "en": ("Add a bot", "Name of the group", "Address of the bot (webhook)", "Add the bot", "has arrived in"),
        "zh_CN": ("添加机器人", "群名称", "机器人地址（Webhook）", "添加机器人", "已送达"),
    }[language]
    person = tour(cast.secretary, width=width, javascript=javascript, language=language)
    person.go("/notifications/bots/").follow(words[0])
    person.fill(words[1], "会员企业负责人群")
    person.page.locator("input[name=service][value=wecom]").check()
    person.fill(words[2], ADDRESSES["feishu"]).press(words[3])
    person.see({"en": "This is the address of a Feishu bot", "zh_CN": "这是飞书机器人的地址"}[language])
    person.fill(words[2], ADDRESSES["wecom"]).press(words[3]).see("会员企业负责人群")
    row = person.page.locator(".lines > li", has_text="会员企业负责人群")
    row.locator("form[action$='/test'] button").click()
    person.settle()
    person.see(words[4])
    assert len(chats[0].of("wecom")) == 1
    person.page.locator(".lines > li", has_text="老群").locator("form[action$='/test'] button").click()
    person.settle()
    person.see({"en": "The service does not know this bot", "zh_CN": "平台上没有这个机器人"}[language])
    person.check()
