"""What the tests of messages begin with: a mail server, services of groups, and who acts."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from chamber.extensions import db
from chamber.notifications.sending import webhooks
from chamber.notifications.sending.webhooks import Secret
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast, actor_as
from tests.factories.notifications import make_bot
from tests.notifications.group_services import SECRETS, Groups, group_services
from tests.notifications.post_office import PostOffice, post_office


@pytest.fixture
def post(app: Flask, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server, and an application that knows it; everybody has an address."""
    for name in ("secretary", "member", "handler", "rival", "leader"):
        getattr(cast, name).email = f"{name}@example.com"
    db.session.commit()
    with post_office() as (office, url):
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=url, mail_timeout=1))
        yield office


@pytest.fixture
def chats(app: Flask, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Groups]:
    """The three services on this machine, and a bot in a group of each; nobody waits long for an answer."""
    with group_services() as (services, address):
        given = replace(app.config["SETTINGS"], bot_gateway=address, public_url="https://chamber.example.cn")
        monkeypatch.setitem(app.config, "SETTINGS", given)
        monkeypatch.setattr(webhooks, "TIMEOUT", 1)
        for service, key in SECRETS.items():
            make_bot(f"群 {service}", service, Secret(key))
        yield services


@pytest.fixture
def staff(cast: Cast, clock: Clock) -> Actor:
    """The secretariat."""
    return actor_as(cast.secretary)
