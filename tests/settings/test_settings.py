"""Settings: changed on their page, in force everywhere at once, and never against what is set on the machine."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.audit.models import AuditRow, AuditValue
from chamber.backup import folders
from chamber.config import Settings, settings
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.network.hosts import Networks
from chamber.rights import Actor
from chamber.settings import services, stored
from chamber.settings.declared import all_settings
from chamber.settings.services import Typed
from tests.client import Client
from tests.database import queries
from tests.factories.accounts import Cast, actor_as


@pytest.fixture
def keeper_of_machine(cast: Cast) -> Actor:
    """The administrator."""
    return actor_as(cast.admin)


def change(db: SQLAlchemy, key: str, actor: Actor, version: int = 0, **values: str) -> bool:
    group = services.group_of(key, actor=actor)
    done = services.change(group, Typed(values, version), actor=actor)
    db.session.commit()
    return done


def test_the_name_of_the_chamber_is_changed_on_a_page(app: Flask, sign_in: Callable[..., Client], cast: Cast) -> None:
    office = sign_in(cast.admin)
    answer = office.post_form(
        "/settings/chamber", {"chamber_name": "江心街道商会", "chamber_phone": "0577-88 12 34 56"}
    )
    assert answer.page.url == "/settings/"
    for page in (answer.page, Client(app).get("/login").page):
        assert "江心街道商会" in page.text and "梧桐" not in page.text
    own = sign_in(cast.member).get(f"/members/{cast.firm.id}").page
    assert own.link("0577-88 12 34 56") == "tel:0577-88123456"


def test_nothing_is_changed_by_saving_what_is_so_already(db: SQLAlchemy, keeper_of_machine: Actor, app: Flask) -> None:
    assert not change(db, "chamber", keeper_of_machine, chamber_name="梧桐街道商会", chamber_phone="")
    assert db.session.scalar(select(AuditRow.id).where(AuditRow.act == "settings.changed")) is None
    with pytest.raises(NotFound):
        services.group_of("nothing", actor=keeper_of_machine)


def test_the_log_says_what_was_and_what_is(db: SQLAlchemy, keeper_of_machine: Actor) -> None:
    assert change(db, "backup", keeper_of_machine, backup_days="30", backup_weeks="8", backup_months="12")
    row = db.session.scalars(select(AuditRow).where(AuditRow.act == "settings.changed")).one()
    assert (row.subject, row.actor_id) == ("settings:backup", keeper_of_machine.account_id)
    values = db.session.get_one(AuditValue, row.id).values
    assert values == {"before": {"backup_days": "14"}, "after": {"backup_days": "30"}}


def test_only_the_administrator_sees_and_changes_them(db: SQLAlchemy, cast: Cast, keeper_of_machine: Actor) -> None:
    group = services.group_of("chamber", actor=keeper_of_machine)
    for account in (cast.secretary, cast.member, cast.leader, cast.supervisor):
        for look in (
            lambda actor: services.group_of("chamber", actor=actor),
            lambda actor: services.shown(group, actor=actor),
            lambda actor: services.change(group, Typed({"chamber_name": "别的商会"}, 0), actor=actor),
        ):
            with pytest.raises(Forbidden):
                look(actor_as(account))
    assert settings().chamber_name == "梧桐街道商会"


def test_of_two_administrators_the_slower_one_is_told(
    sign_in: Callable[..., Client], cast: Cast, db: SQLAlchemy, keeper_of_machine: Actor
) -> None:
    office = sign_in(cast.admin)
    form = office.get("/settings/chamber")
    change(db, "chamber", keeper_of_machine, chamber_name="江心街道商会", chamber_phone="")
    answer = office.post_form(form, {"chamber_name": "南门街道商会"})
    assert answer.status_code == 409
    assert "江心街道商会" in answer.page.text
    assert answer.page.css('[name="chamber_name"]')[0].attributes["value"] == "南门街道商会"
    assert settings().chamber_name == "江心街道商会"
    office.post_form(answer, {"chamber_name": "南门街道商会"})
    assert settings().chamber_name == "南门街道商会"
    with pytest.raises(Conflict):
        change(db, "chamber", keeper_of_machine, chamber_name="北门街道商会", chamber_phone="")


@pytest.mark.parametrize(
    ("key", "field", "wrong"),
    [
        ("chamber", "chamber_name", "　\t\x00"),
        ("chamber", "chamber_name", "长" * 10_000),
        ("chamber", "chamber_phone", "javascript:alert(1)"),
        ("chamber", "chamber_phone", "1" * 41),
        *(
            ("address", "public_url", address)
            for address in (
                "javascript:alert(1)",
                "ftp://chamber.example",
                "https://",
                "https://chamber.example/path",
                "https://chamber.example?x=1",
                "https://user@chamber.example",
                "https://chamber.example:99999",
                "https://chamber.example:0",
                "https://chamber.example\r\nX: y",
                "https://a b.example",
                "https://<b>.example",
                "https://999.1.1.1",
                "https://[::1",
                "https://" + "a" * 300,
                "chamber.example",
            )
        ),
        *(
            ("address", "trusted_proxy", proxy)
            for proxy in ("proxy.example", "127.0.0.1/33", "10.0.0.1/8", "0.0.0.0/0")
        ),
        *(("backup", "backup_days", number) for number in ("", "0", "-1", "401", "1e9", "１", "9" * 5000, "x\0")),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field_and_nothing_is_changed(
    sign_in: Callable[..., Client], cast: Cast, db: SQLAlchemy, key: str, field: str, wrong: str
) -> None:
    office, before = sign_in(cast.admin), settings()
    answer = office.post_form(f"/settings/{key}", {field: wrong})
    assert answer.status_code == 422
    assert answer.page.css(f"#{field}-error")
    assert settings() is before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://Chamber.Example/ ", "https://chamber.example"),
        ("http://192.168.3.9:8080", "http://192.168.3.9:8080"),
        ("http://[FE80::1]:8000", "http://[fe80::1]:8000"),
        ("https://商会.中国", "https://xn--6oq43m.xn--fiqs8s"),
        ("", ""),
    ],
)
def test_a_public_address_is_stored_in_one_spelling(
    db: SQLAlchemy, keeper_of_machine: Actor, typed: str, kept: str
) -> None:
    change(db, "address", keeper_of_machine, public_url="http://before.example")
    change(db, "address", keeper_of_machine, 1, public_url=typed, trusted_proxy="127.0.0.1" if typed else "")
    assert settings().public_url == kept


def test_links_and_hosts_follow_the_public_address(sign_in: Callable[..., Client], cast: Cast, app: Flask) -> None:
    office = sign_in(cast.admin)
    elsewhere = {"base_url": "https://chamber.example.cn"}
    assert Client(app).get("/login", **elsewhere).status_code == 400
    office.post_form("/settings/address", {"public_url": "https://chamber.example.cn", "trusted_proxy": "127.0.0.1"})
    assert settings().address() == "https://chamber.example.cn"
    answer = Client(app).get("/login", **elsewhere)
    assert answer.status_code == 200 and answer.headers["Strict-Transport-Security"]
    assert Client(app).get("/login", base_url="http://other.example.cn").status_code == 400


def test_a_wrong_public_address_locks_nobody_out(app: Flask, cast: Cast, db: SQLAlchemy) -> None:
    actor = actor_as(cast.admin)
    change(db, "address", actor, public_url="https://right.example", trusted_proxy="127.0.0.1")
    office = Client(app)
    with_host = {"base_url": "https://right.example"}
    group = services.group_of("address", actor=actor)
    services.change(
        group,
        Typed({"public_url": "https://wrong.example", "trusted_proxy": "127.0.0.1"}, 2, reached_as="right.example:443"),
        actor=actor,
    )
    db.session.commit()
    assert office.get("/login", **with_host).status_code == 200, "under which it was saved"
    plain = Client(app).sign_in(cast.admin)
    assert plain.get("/settings/").status_code == 200, "a plain request under a name of this machine"
    services.change(group, Typed({"public_url": ""}, 3, reached_as="right.example"), actor=actor)
    db.session.commit()
    assert office.get("/login", **with_host).status_code == 200, "also where it was emptied"


@pytest.mark.parametrize(
    ("base_url", "secure"),
    [("https://chamber.example", True), ("http://chamber.example", True), ("http://localhost", False)],
)
def test_a_session_under_the_public_address_has_a_cookie_for_encrypted_connections(
    app: Flask, db: SQLAlchemy, keeper_of_machine: Actor, base_url: str, secure: bool
) -> None:
    change(db, "address", keeper_of_machine, public_url="https://chamber.example", trusted_proxy="127.0.0.1")
    cookie = app.test_client().get("/login?lang=en", base_url=base_url).headers["Set-Cookie"]
    assert cookie.startswith("__Host-chamber=" if secure else "chamber=")
    assert ("Secure" in cookie) is secure


def test_a_proxy_is_believed_once_it_is_stated(
    app: Flask, cast: Cast, sign_in: Callable[..., Client], db: SQLAlchemy, keeper_of_machine: Actor
) -> None:
    said = {"X-Forwarded-Host": "chamber.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    change(db, "address", keeper_of_machine, public_url="http://elsewhere.example", trusted_proxy="")
    assert Client(app).get("/login", headers=said).status_code == 200
    office = sign_in(cast.admin)
    refused = office.post_form("/settings/address", {"public_url": "https://elsewhere.example"})
    assert "address of the proxy" in refused.page.css("#trusted_proxy-error")[0].text()
    assert settings().public_url == "http://elsewhere.example"
    office.post_form(refused, {"trusted_proxy": "127.0.0.1， ::1"})
    assert str(settings().trusted_proxy) == "127.0.0.1, ::1"
    assert Client(app).get("/login", headers=said).status_code == 400, "believed, and no name of this chamber"


def test_what_is_set_on_the_machine_wins_and_is_said(
    app_with: Callable[..., Flask], cast: Cast, db: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKUP_WEEKS", "8")
    assert "backup_weeks" in Settings.from_environment().given
    actor = actor_as(cast.admin)
    change(db, "chamber", actor, chamber_name="江心街道商会", chamber_phone="12345")
    change(db, "backup", actor, backup_days="30", backup_weeks="9", backup_months="12")
    other = app_with(chamber_name="南门街道商会", given=frozenset({"backup_weeks"}))
    with other.app_context():
        own = settings()
        assert (own.chamber_name, own.chamber_phone) == ("南门街道商会", "12345")
        assert (own.backup_days, own.backup_weeks) == (30, 8)
    office = Client(other).sign_in(cast.admin)
    page = office.get("/settings/").page
    assert "set on the machine (CHAMBER_NAME)" in page.text and "南门街道商会" in page.text
    form = office.get("/settings/chamber")
    assert not form.page.css('[name="chamber_name"]')
    office.post("/settings/chamber", data={"chamber_name": "别的", "chamber_phone": "6", "version": "2"})
    with other.app_context():
        assert (settings().chamber_name, settings().chamber_phone) == ("南门街道商会", "12345")


def test_backups_are_kept_as_long_as_it_says(db: SQLAlchemy, keeper_of_machine: Actor, app: Flask) -> None:
    first = datetime(2026, 6, 3, 2, tzinfo=UTC)
    dated = {Path(f"{day}"): first - timedelta(days=day) for day in range(60)}
    change(db, "backup", keeper_of_machine, backup_days="3", backup_weeks="1", backup_months="1")
    assert folders.kept(dated) == {Path("0"), Path("1"), Path("2")}


def test_a_change_reaches_other_applications_without_a_query_at_each_request(
    app_with: Callable[..., Flask], db: SQLAlchemy, keeper_of_machine: Actor
) -> None:
    other = app_with()
    with other.app_context():
        assert settings().chamber_name == "梧桐街道商会"
    change(db, "chamber", keeper_of_machine, chamber_name="江心街道商会", chamber_phone="")
    with other.app_context():
        assert settings().chamber_name == "江心街道商会"
    with queries(db) as seen:
        for _time in range(10):
            settings()
    assert len(seen) == 1, "once after the change"


def test_a_lost_mark_is_noticed_by_the_worker(
    app_with: Callable[..., Flask], db: SQLAlchemy, keeper_of_machine: Actor, app: Flask
) -> None:
    other = app_with()
    with other.app_context():
        settings()
    settings()
    group = services.group_of("chamber", actor=keeper_of_machine)
    services.change(group, Typed({"chamber_name": "江心街道商会"}, 0), actor=keeper_of_machine)
    db.session.info.pop("settings_changed")
    db.session.commit()
    with other.app_context():
        assert settings().chamber_name == "梧桐街道商会"
    assert stored.notice_each_minute() == 0
    with other.app_context():
        assert settings().chamber_name == "江心街道商会"


def test_what_is_rolled_back_is_in_force_nowhere(db: SQLAlchemy, keeper_of_machine: Actor, app: Flask) -> None:
    group = services.group_of("chamber", actor=keeper_of_machine)
    services.change(group, Typed({"chamber_name": "江心街道商会"}, 0), actor=keeper_of_machine)
    db.session.rollback()
    assert settings().chamber_name == "梧桐街道商会"
    with pytest.raises(DomainError):
        services.change(group, Typed({"chamber_name": ""}, 0), actor=keeper_of_machine)


def test_each_row_is_a_setting_of_the_application() -> None:
    names = [setting.name for setting in all_settings()]
    assert len(set(names)) == len(names) and max(map(len, names)) <= 40
    for setting in all_settings():
        assert setting.value_in(
            Settings(
                smtp_url="smtp://u:p@mail.example:26", mail_from="a", public_url="b", trusted_proxy=Networks("::1")
            )
        ) or (setting.name == "chamber_phone")
        assert hasattr(Settings, setting.variable.lower())
