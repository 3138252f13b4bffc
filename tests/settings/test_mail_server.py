"""The mail server as the administrator enters it: sealed, never shown, and never sent elsewhere by mistake."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.audit.models import AuditValue
from chamber.config import settings
from chamber.network.mail_server import MailServer
from chamber.rights import Actor
from chamber.settings import services
from chamber.settings.models import StoredSetting
from chamber.settings.services import Typed
from tests.client import Client
from tests.factories.accounts import Cast, actor_as

PASSWORD = "q9 @:/?#%41 tresor"
GOOD = {
    "mail_host": "smtp.example.cn",
    "mail_security": "starttls",
    "mail_port": "",
    "mail_user": "chamber@example.cn",
    "mail_password": PASSWORD,
    "mail_from": "商会, 秘书处 <chamber@example.cn>",
}


@pytest.fixture
def machinist(cast: Cast) -> Actor:
    """The administrator."""
    return actor_as(cast.admin)


def change(db: SQLAlchemy, actor: Actor, forgotten: frozenset[str] = frozenset(), **values: str) -> None:
    group = services.group_of("mail", actor=actor)
    version = services.shown(group, actor=actor).version
    services.change(group, Typed({**GOOD, **values}, version, forgotten), actor=actor)
    db.session.commit()


@pytest.mark.parametrize(
    ("security", "port", "url"),
    [
        ("starttls", "", "smtp://{}@smtp.example.cn:587?starttls"),
        ("tls", "", "smtps://{}@smtp.example.cn:465"),
        ("none", "2525", "smtp://{}@smtp.example.cn:2525"),
    ],
)
def test_what_is_entered_is_the_server_that_mail_goes_to(
    db: SQLAlchemy, machinist: Actor, security: str, port: str, url: str
) -> None:
    change(db, machinist, mail_security=security, mail_port=port)
    found = settings().smtp_url
    assert found == url.format("chamber%40example.cn:q9%20%40%3A%2F%3F%23%2541%20tresor")
    there = MailServer.of(found)
    assert (there.host, there.security, there.password) == ("smtp.example.cn", security, PASSWORD)
    assert there.url == found
    assert settings().mail_sender() == "chamber@example.cn"


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("smtp://mail.example:587?starttls", "starttls", 587),
        ("smtp://mail.example?starttls=1", "starttls", 25),
        ("smtp://mail.example", "none", 25),
        ("smtps://mail.example", "tls", 465),
    ],
)
def test_a_mail_server_of_the_environment_is_protected_as_it_says(url: str, security: str, port: int) -> None:
    there = MailServer.of(url)
    assert (there.security, there.port) == (security, port)


def test_the_password_stands_in_clear_nowhere(
    sign_in: Callable[..., Client], cast: Cast, db: SQLAlchemy, folder: Path
) -> None:
    office = sign_in(cast.admin)
    office.post_form("/settings/mail", GOOD)
    assert settings().smtp_url
    shown = office.get("/settings/").get_data(as_text=True) + office.get("/settings/mail").get_data(as_text=True)
    shown += office.get("/admin/log").get_data(as_text=True)
    assert PASSWORD not in shown and "tresor" not in shown and "stored, and never shown" in shown
    stored = db.session.get_one(StoredSetting, "mail_password").value
    logged = str(list(db.session.scalars(select(AuditValue.values))))
    assert "tresor" not in stored and "tresor" not in logged and "***" in logged
    db.session.commit()
    for file in folder.glob("chamber.sqlite3*"):
        assert b"tresor" not in file.read_bytes()


def test_an_empty_password_keeps_the_stored_one_and_a_tick_deletes_it(
    sign_in: Callable[..., Client], cast: Cast, db: SQLAlchemy
) -> None:
    office = sign_in(cast.admin)
    office.post_form("/settings/mail", GOOD)
    office.post_form("/settings/mail", {"mail_user": "other"})
    assert MailServer.of(settings().smtp_url).password == PASSWORD
    office.post_form("/settings/mail", {"mail_password": "***"})
    assert MailServer.of(settings().smtp_url).password == "***"
    office.post_form("/settings/mail", {"forget_mail_password": "y"})
    assert MailServer.of(settings().smtp_url).password == ""
    assert not office.get("/settings/mail").page.css('[name="forget_mail_password"]')


@pytest.mark.parametrize(
    "elsewhere", [{"mail_host": "smtp.evil.example"}, {"mail_security": "none"}, {"mail_port": "2525"}]
)
def test_a_stored_password_is_sent_to_no_other_server(
    sign_in: Callable[..., Client], cast: Cast, elsewhere: dict[str, str]
) -> None:
    office = sign_in(cast.admin)
    office.post_form("/settings/mail", GOOD)
    before = settings().smtp_url
    answer = office.post_form("/settings/mail", elsewhere)
    assert answer.status_code == 422 and answer.page.css("#mail_password-error")
    assert settings().smtp_url == before
    office.post_form("/settings/mail", {**elsewhere, "mail_password": "new"})
    assert MailServer.of(settings().smtp_url).password == "new"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("mail_host", "smtp.example.cn:25"),
        ("mail_host", "smtp.example.cn\r\nRCPT TO:<x@y>"),
        ("mail_host", "http://smtp.example.cn"),
        ("mail_host", "a" * 64 + ".cn"),
        ("mail_host", ""),
        ("mail_port", "99999"),
        ("mail_port", "0"),
        ("mail_port", "25x"),
        ("mail_user", ""),
        ("mail_user", "长" * 300),
        ("mail_user", "商会"),
        ("mail_password", "口令"),
        ("mail_password", "two\nlines"),
        ("mail_password", "long" * 100),
        ("mail_from", "chamber"),
        ("mail_from", "a@example.cn, b@example.cn"),
        ("mail_from", "x@example.cn\r\nBcc: all@example.cn"),
        ("mail_from", "<script>@example.cn"),
    ],
)
def test_what_no_mail_server_takes_is_refused_at_its_field(
    sign_in: Callable[..., Client], cast: Cast, field: str, wrong: str
) -> None:
    office = sign_in(cast.admin)
    data = {**GOOD, field: wrong, "version": "0"}
    answer = office.post("/settings/mail", data=data)
    assert answer.status_code == 422
    assert answer.page.css(f"#{field}-error"), answer.page.text
    assert (settings().smtp_url, settings().mail_from) == ("", "")


def test_the_environment_says_the_whole_server(
    app_with: Callable[..., Flask], db: SQLAlchemy, cast: Cast, machinist: Actor
) -> None:
    change(db, machinist)
    other = app_with(smtp_url="smtp://someone:hushhush@mail.example:26")
    with other.app_context():
        assert settings().smtp_url == "smtp://someone:hushhush@mail.example:26"
        assert settings().mail_from == str(GOOD["mail_from"]).replace("商会, 秘书处", '"商会, 秘书处"')
        group = services.shown(services.group_of("mail", actor=machinist), actor=machinist)
        assert [one.value for one in group.settings if one.setting.name == "mail_password"] == ["\0"]
    page = Client(other).sign_in(cast.admin).get("/settings/").page
    assert "mail.example" in page.text and "set on the machine (SMTP_URL)" in page.text
    assert "hushhush" not in page.text


def test_a_password_of_another_key_is_said_to_be_lost(
    app_with: Callable[..., Flask], db: SQLAlchemy, cast: Cast, machinist: Actor
) -> None:
    change(db, machinist)
    other = app_with(secret_key="another")
    with other.app_context():
        assert MailServer.of(settings().smtp_url).password == ""
    page = Client(other).sign_in(cast.admin).get("/settings/").page
    assert "cannot be read any more" in page.text
