"""A test mail: it arrives, or the page says in a sentence why not."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.audit.models import AuditRow, AuditValue
from chamber.errors import DomainError, Forbidden
from chamber.settings import services, trial
from chamber.settings.services import Typed
from tests.client import Answer, Client
from tests.factories.accounts import Cast, actor_as
from tests.notifications.post_office import PostOffice, post_office, words
from tests.server import free_port

FORGET = frozenset({"mail_password"})


def enter(db: SQLAlchemy, cast: Cast, **values: str) -> None:
    actor = actor_as(cast.admin)
    group = services.group_of("mail", actor=actor)
    given = {"mail_host": "127.0.0.1", "mail_security": "none", "mail_from": "商会 <chamber@example.cn>", **values}
    services.change(group, Typed(given, services.shown(group, actor=actor).version, FORGET), actor=actor)
    cast.admin.email = "admin@example.cn"
    db.session.commit()


@pytest.fixture
def office(sign_in: Callable[..., Client], cast: Cast) -> Client:
    """The administrator's browser."""
    return sign_in(cast.admin)


def press(office: Client) -> Answer:
    return office.post_form("/settings/", {}, action="/settings/mail/test", follow=True)


def test_a_test_arrives_at_the_administrators_own_address(db: SQLAlchemy, cast: Cast, office: Client) -> None:
    with post_office() as (post, url):
        enter(db, cast, mail_port=url.rpartition(":")[2])
        assert "took the test for admin@example.cn" in press(office).get_data(as_text=True)
    (message,) = post.taken
    assert message["To"] == "admin@example.cn" and "chamber@example.cn" in message["From"]
    assert "arrives here" in words(message)
    row = db.session.scalars(select(AuditRow).where(AuditRow.act == "settings.mail_tested")).one()
    assert db.session.get_one(AuditValue, row.id).values == {"after": {"arrived": True}}


@contextmanager
def silent_server() -> Iterator[str]:
    """A port where nobody says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield str(listening.getsockname()[1])


def said(db: SQLAlchemy, cast: Cast, office: Client, **values: str) -> str:
    enter(db, cast, **values)
    return press(office).get_data(as_text=True)


def test_each_trouble_is_said_in_a_sentence(
    db: SQLAlchemy, cast: Cast, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "MOST_SECONDS", 1)
    with post_office() as (post, url):
        port = url.rpartition(":")[2]
        assert "does not let this system sign in" in said(
            db, cast, office, mail_port=port, mail_user="u", mail_password="p"
        )
        assert "No encrypted connection" in said(db, cast, office, mail_port=port, mail_security="starttls")
        assert "No encrypted connection" in said(db, cast, office, mail_port=port, mail_security="tls")
        for fate, sentence in (
            ("later", "takes no messages at the moment"),
            ("spam", "refuses the message"),
            ("stranger", "does not let this system sign in"),
            ("drop", "connection to the mail server was lost"),
        ):
            post.fate = lambda fate=fate: fate  # type: ignore[misc]
            assert sentence in said(db, cast, office, mail_port=port), fate
    assert "cannot be reached" in said(db, cast, office, mail_port="1")
    with silent_server() as port:
        assert "does not answer" in said(db, cast, office, mail_port=port)

    def unknown(*_args: object, **_kwargs: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    text = said(db, cast, office, mail_host="smtp.example.cn")
    assert "no mail server of this name" in text and "Traceback" not in text
    assert db.session.scalars(select(AuditValue.values).order_by(AuditValue.row_id)).all()[-1] == {
        "after": {"arrived": False}
    }


def test_a_certificate_that_nobody_vouches_for_is_no_encryption(
    db: SQLAlchemy, cast: Cast, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Distrusted(ssl.SSLContext):
        def wrap_socket(self, *_args: object, **_kwargs: object) -> ssl.SSLSocket:
            raise ssl.SSLCertVerificationError(1, "certificate verify failed")

    monkeypatch.setattr(ssl, "create_default_context", lambda: Distrusted(ssl.PROTOCOL_TLS_CLIENT))
    with post_office() as (_post, url):
        text = said(db, cast, office, mail_port=url.rpartition(":")[2], mail_security="tls")
    assert "No encrypted connection" in text and "certificate verify failed" in text


def test_a_password_goes_to_a_server_that_knows_it(db: SQLAlchemy, cast: Cast, office: Client) -> None:
    seen: list[tuple[bytes, bytes]] = []

    def check(_mechanism: str, login: bytes, password: bytes) -> bool:
        seen.append((login, password))
        return password == b"pass %"

    post, port = PostOffice(), free_port()
    server = Controller(
        post, hostname="127.0.0.1", port=port, auth_callback=check, auth_require_tls=False, auth_required=True
    )
    server.start()
    try:
        assert "took the test" in said(
            db, cast, office, mail_port=str(port), mail_user="chamber", mail_password="pass %"
        )
        assert "sign in" in said(db, cast, office, mail_port=str(port), mail_user="chamber", mail_password="wrong")
    finally:
        server.stop()
    assert seen[0] == (b"chamber", b"pass %") and len(post.taken) == 1


def test_without_a_server_or_an_own_address_there_is_no_button(
    db: SQLAlchemy, cast: Cast, sign_in: Callable[..., Client], office: Client
) -> None:
    actor = actor_as(cast.admin)
    assert not [form for form in office.get("/settings/").page.forms() if form.action.endswith("/test")]
    with pytest.raises(DomainError, match="mail server first"):
        trial.send_test(actor=actor)
    enter(db, cast, mail_port="1")
    cast.admin.email = None
    db.session.commit()
    page = office.get("/settings/").page
    assert "enter your own e-mail address" in page.text
    assert not [form for form in page.forms() if form.action.endswith("/test")]
    with pytest.raises(DomainError, match="own e-mail address"):
        trial.send_test(actor=actor)
    with pytest.raises(Forbidden):
        trial.send_test(actor=actor_as(cast.secretary))
