"""Settings of the application: from environment variables, and what the administrator has set beside them."""

import os
import re
import secrets
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from .network.hosts import NOBODY, Networks, bracketed, own_address, public_address
from .network.mail_server import MailServer

ROOT = Path(__file__).resolve().parent.parent
MEBIBYTE = 1024 * 1024
DATABASES = ("postgres://", "postgresql://", "postgresql+psycopg://", "sqlite:///")
_LIKE_DATABASE = "postgresql+psycopg://user:password@host/name; leave it out for SQLite"
_LIKE_MAIL_SERVER = "smtp://user:password@host:587?starttls; leave it out where no mail is sent"
_PLAIN = ("secret_key", "demo_password", "htmx_url", "chamber_name", "chamber_phone", "mail_from", "redis_url", "host")
"""Settings that are taken as they are."""
KEPT = (1, 400)
"""The fewest and the most days, weeks or months of backups."""
IDENTITY_YEARS = (1, 10)
"""The fewest and the most years for which an ended complaint says whose it is."""
SECURE_COOKIE, PLAIN_COOKIE = "__Host-chamber", "chamber"
ALL_INTERFACES = ("0.0.0.0", "::", "[::]")  # noqa: S104


@dataclass(frozen=True)
class Settings:
    """Each setting with its environment variable; the defaults serve one machine in the office."""

    instance_path: Path = ROOT / "instance"
    """INSTANCE_PATH: database, uploads and generated secrets."""
    database_url: str = ""
    """DATABASE_URL: empty = SQLite in the instance folder; postgresql+psycopg://… for PostgreSQL."""
    secret_key: str = ""
    """SECRET_KEY: signs cookies; empty = created once and stored, mode 600, in the instance folder."""
    public_url: str = ""
    """PUBLIC_URL: what members' phones open (https://…): links, QR pictures, secure cookies."""
    allowed_hosts: frozenset[str] = frozenset()
    """ALLOWED_HOSTS: names that it may be opened under, beside PUBLIC_URL, HOST and this machine's own."""
    trusted_proxy: Networks = NOBODY
    """TRUSTED_PROXY: addresses whose X-Forwarded headers count; empty: nobody's."""
    demo_password: str = ""
    """DEMO_PASSWORD: of all demo accounts; empty = random, stored in the instance folder."""
    htmx_url: str = ""
    """HTMX_URL: another address of htmx.min.js; the same file is expected."""
    server_timing: bool = False
    """SERVER_TIMING=1: each answer says milliseconds, queries and query time."""
    chamber_name: str = "梧桐街道商会"
    """CHAMBER_NAME: shown on every page and print."""
    chamber_phone: str = ""
    """CHAMBER_PHONE: the secretariat's number that members are told; empty = none."""
    max_upload: int = 20 * MEBIBYTE
    """MAX_UPLOAD_MB: MiB that one file, and all files of a form together, may have."""
    smtp_url: str = ""
    """SMTP_URL: smtp://user:password@host:587?starttls, or smtps://…; empty = no mail is sent."""
    mail_from: str = ""
    """MAIL_FROM: the sender, `name <address>`; empty = chamber@ the host of the public address."""
    mail_timeout: int = 15
    """MAIL_TIMEOUT: seconds that each step of the dialogue with the mail server may take."""
    mail_pause: int = 60
    """MAIL_PAUSE: seconds before a message is tried a second time; each pause after it is twice as long."""
    bot_gateway: str = ""
    """BOT_GATEWAY: what group bots call instead of the services' own hosts, with the same paths; empty = those."""
    redis_url: str = ""
    """REDIS_URL: the queue of the worker; empty = a file in the instance folder."""
    backup_path: Path | None = None
    """BACKUP_PATH: where archives are kept; empty = `backups` in the instance folder."""
    backup_second: Path | None = None
    """BACKUP_SECOND: a second folder, on another machine or disk; gets them encrypted only."""
    backup_key: str = ""
    """BACKUP_KEY: the public key (age1…) that archives are encrypted to; the private one is never on this machine."""
    backup_days: int = 14
    """BACKUP_DAYS, BACKUP_WEEKS, BACKUP_MONTHS: of so many days, weeks and months the newest archive is kept."""
    backup_weeks: int = 8
    backup_months: int = 12
    identity_years: int = 3
    """IDENTITY_YEARS: so many years after the end of a complaint its identity is erased, unless it is held."""
    testing: bool = False
    """Not from the environment: cheap password hashes for the test suite."""
    host: str = "127.0.0.1"
    """HOST: address that the web server binds to; a set-up link without PUBLIC_URL names it."""
    port: int = 8000
    """PORT: port that the web server binds to."""
    given: frozenset[str] = frozenset()
    """What stands in the environment, also where it says the same as the default: it wins over what is stored."""
    extra: dict[str, object] = field(default_factory=dict)
    """Not from the environment: Flask settings that a test overrides."""

    @classmethod
    def from_environment(cls) -> Self:
        """Read every setting from the environment; an empty variable counts as not given."""
        env = {name: value.strip() for name, value in os.environ.items() if value.strip()}
        return cls(
            instance_path=Path(env.get("INSTANCE_PATH", ROOT / "instance")).resolve(),
            database_url=_checked(env, "DATABASE_URL", _is_database, _LIKE_DATABASE),
            public_url=_public_url(env),
            allowed_hosts=frozenset(_list(env.get("ALLOWED_HOSTS", "").lower())),
            trusted_proxy=_networks(env, "TRUSTED_PROXY"),
            server_timing=env.get("SERVER_TIMING", "") == "1",
            max_upload=_number(env, "MAX_UPLOAD_MB", 20, 1, 10_000) * MEBIBYTE,
            smtp_url=_checked(env, "SMTP_URL", _is_mail_server, _LIKE_MAIL_SERVER),
            mail_timeout=_number(env, "MAIL_TIMEOUT", cls.mail_timeout, 1, 300),
            mail_pause=_number(env, "MAIL_PAUSE", cls.mail_pause, 1, 3600),
            bot_gateway=_base_address(env, "BOT_GATEWAY"),
            backup_path=_folder(env, "BACKUP_PATH"),
            backup_second=_second_folder(env),
            backup_key=_checked(env, "BACKUP_KEY", _is_public_key, "age1… (`flask backup-key` makes a pair of keys)"),
            backup_days=_number(env, "BACKUP_DAYS", cls.backup_days, *KEPT),
            backup_weeks=_number(env, "BACKUP_WEEKS", cls.backup_weeks, *KEPT),
            backup_months=_number(env, "BACKUP_MONTHS", cls.backup_months, *KEPT),
            identity_years=_number(env, "IDENTITY_YEARS", cls.identity_years, *IDENTITY_YEARS),
            port=_number(env, "PORT", cls.port, 1, 65535),
            given=frozenset(name.lower() for name in env),
            **{name: env.get(name.upper(), getattr(cls, name)) for name in _PLAIN},
        )

    def address(self) -> str:
        """The address that links and QR pictures start with."""
        host = own_address() if self.host in ALL_INTERFACES else self.host
        return self.public_url or f"http://{bracketed(host)}:{self.port}"

    def mail_sender(self) -> str:
        """The bare address that mail comes from."""
        return parseaddr(self.mail_from)[1] or f"chamber@{self.mail_id()}"

    def mail_id(self) -> str:
        """The host that message numbers and the own address end with, as mail writes it."""
        host = urlsplit(self.address()).hostname or "localhost"
        return f"[IPv6:{host}]" if ":" in host else host.encode("idna").decode()

    def resolved_database_url(self) -> str:
        """DATABASE_URL with the psycopg driver named, or the SQLite file of the instance folder."""
        if not self.database_url:
            return f"sqlite:///{self.instance_path / 'chamber.sqlite3'}"
        for plain in ("postgres://", "postgresql://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url

    def restrict_permissions(self) -> None:
        """Close the instance folder, and the files that this process creates, to the machine's other users."""
        os.umask(0o077)
        try:
            self.instance_path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            sys.exit(f"INSTANCE_PATH cannot be used: {error.strerror}: {self.instance_path}")
        with suppress(PermissionError):
            self.instance_path.chmod(0o700)
            for path in self.instance_path.glob("chamber.sqlite3*"):
                path.chmod(0o600)

    def flask_config(self) -> dict[str, object]:
        """The settings as Flask and its extensions want them."""
        self.instance_path.mkdir(mode=0o700, parents=True, exist_ok=True)
        secure = urlsplit(self.public_url).scheme == "https"
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key or stored_secret(self.instance_path / "secret_key"),
            "SQLALCHEMY_DATABASE_URI": self.resolved_database_url(),
            # What fails is logged with its statement; the words of a complaint in it are for no log of the machine.
            # 500 statements take 15 MiB more in each process, and save one compilation in fifty pages.
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True, "query_cache_size": 200},
            "SESSION_COOKIE_NAME": SECURE_COOKIE if secure else PLAIN_COOKIE,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": secure,
            "PERMANENT_SESSION_LIFETIME": 60 * 60 * 24 * 14,
            "SESSION_REFRESH_EACH_REQUEST": False,
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_CHECK_DEFAULT": False,
            # More than a form may carry: one that carries too much is answered with all that was typed, not cut off.
            "MAX_CONTENT_LENGTH": 3 * self.max_upload,
            "MAX_FORM_MEMORY_SIZE": 2 * MEBIBYTE,
            "MAX_FORM_PARTS": 2000,
            "BABEL_DEFAULT_LOCALE": "zh_CN",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
            "TESTING": self.testing,
            **self.extra,
        }


def settings() -> Settings:
    """The settings of this application as they are now: of the environment, else as stored, else the defaults."""
    found: Settings = current_app.extensions["stored_settings"].over(current_app.config["SETTINGS"])
    return found


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        sys.exit(f"{name} must be a number from {least} to {most}, but is {text!r}.")
    return int(text)


def _list(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _networks(env: Mapping[str, str], name: str) -> Networks:
    text = env.get(name, "")
    try:
        return Networks(text)
    except ValueError:
        sys.exit(f"{name} must be addresses such as 127.0.0.1 or 10.0.0.0/24, with commas between, but is {text!r}.")


def _checked(env: Mapping[str, str], name: str, fits: Callable[[str], bool], wanted: str) -> str:
    """An address, where one is given; the message does not repeat it, as it may hold a password."""
    text = env.get(name, "")
    try:
        is_fine = not text or fits(text)
    except (ArgumentError, ValueError):
        is_fine = False
    if not is_fine:
        sys.exit(f"{name} must look like {wanted}.")
    return text


def _is_database(text: str) -> bool:
    return text.startswith(DATABASES) and bool(make_url(text))


def _is_mail_server(text: str) -> bool:
    return bool(MailServer.of(text))


def _is_public_key(text: str) -> bool:
    return bool(re.fullmatch(r"age1[0-9a-z]{58}", text))


def _folder(env: Mapping[str, str], name: str) -> Path | None:
    return Path(env[name]).resolve() if name in env else None


def _second_folder(env: Mapping[str, str]) -> Path | None:
    if "BACKUP_SECOND" in env and "BACKUP_KEY" not in env:
        sys.exit("BACKUP_SECOND needs BACKUP_KEY: what leaves this machine leaves it encrypted.")
    return _folder(env, "BACKUP_SECOND")


def _base_address(env: Mapping[str, str], name: str) -> str:
    text = env.get(name, "").rstrip("/")
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        sys.exit(f"{name} must look like https://gateway.example.cn, but is {text!r}.")
    return text


def _public_url(env: Mapping[str, str]) -> str:
    text = env.get("PUBLIC_URL", "")
    try:
        return public_address(text) if text else ""
    except ValueError:
        sys.exit(
            "PUBLIC_URL must begin with http:// or https:// and name a host, without a path: https://chamber.example"
        )


def stored_secret(path: Path, size: int = 32) -> str:
    """The secret in this file, created once (`size` random bytes, mode 600); safe if two processes start at once."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(size))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
