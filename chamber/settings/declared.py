"""The settings that there are: each is one row here, and nothing else is to be written for another one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from ..config import IDENTITY_YEARS, KEPT, Settings
from ..network.mail_server import MailServer
from ..secrecy.encryption import decrypt, encrypt
from . import checks
from .checks import Check, Rule
from .words import Kind

REACHED_AS = "reached_as"
"""The row of the name under which the administrator saved the public address: it stays open, even if that was wrong."""
_PURPOSE = "settings"


@dataclass(frozen=True, eq=False)
class Setting:
    """One setting."""

    name: str
    """Of its row and of its field."""
    label: LazyString
    check: Check
    kind: Kind = Kind.TEXT
    help: LazyString | str = ""
    needed: bool = False
    part: str = ""
    """The part of the mail server that it is; none: the one of `config.Settings` with its name."""

    @property
    def field(self) -> str:
        """The one of `config.Settings` that it is, or belongs to."""
        return "smtp_url" if self.part else self.name

    @property
    def variable(self) -> str:
        """The environment variable that wins over it."""
        return self.field.upper()

    def is_given(self, base: Settings) -> bool:
        """Whether it is set on the machine."""
        return self.field in base.given or getattr(base, self.field) != getattr(Settings, self.field)

    def value_in(self, own: Settings) -> str:
        """What it is, as a text."""
        value = getattr(MailServer.of(own.smtp_url), self.part) if self.part else getattr(own, self.name)
        return str(value or "")

    def read(self, value: str) -> object:
        """What a text stands for."""
        kept = getattr(MailServer, self.part) if self.part else getattr(Settings, self.name)
        return type(kept)(value)


@dataclass(frozen=True, eq=False)
class Group:
    """Settings that are changed together."""

    key: str
    """In its address, and in the log."""
    title: LazyString
    settings: tuple[Setting, ...]
    note: LazyString | str = ""
    rule: Rule | None = None
    """What must hold of them together."""


_ARCHIVES = checks.whole_number(*KEPT)
GROUPS = (
    Group(
        "chamber",
        _l("Chamber"),
        (
            Setting(
                "chamber_name",
                _l("Name of the chamber"),
                checks.text(60, _l("Please enter the name of the chamber.")),
                help=_l("On every page, every print and every message."),
                needed=True,
            ),
            Setting(
                "chamber_phone",
                _l("Phone of the secretariat"),
                checks.phone,
                Kind.PHONE,
                help=_l("Members see it on the page of their own firm."),
            ),
        ),
    ),
    Group(
        "address",
        _l("Public address"),
        (
            Setting(
                "public_url",
                _l("Address that members open"),
                checks.web_address,
                Kind.ADDRESS,
                help=_l("Links, QR pictures and messages begin with it, such as https://chamber.example.cn."),
            ),
            Setting(
                "trusted_proxy",
                _l("Proxy in front"),
                checks.proxies,
                Kind.NAME,
                help=_l(
                    "What makes https of it (nginx, Caddy): its address; 127.0.0.1 where it runs on this machine. "
                    "Nobody else is believed where a visitor comes from."
                ),
            ),
        ),
        rule=checks.https_together,
    ),
    Group(
        "mail",
        _l("Mail"),
        (
            Setting(
                "mail_host",
                _l("Mail server"),
                checks.machine,
                Kind.NAME,
                help=_l("Such as smtp.example.cn. Without one no mail is sent; messages then stay in the product."),
                part="host",
            ),
            Setting("mail_security", _l("Encryption"), checks.security, Kind.CHOICE, part="security"),
            Setting(
                "mail_port",
                _l("Port"),
                checks.whole_number(1, 65535, optional=True),
                Kind.NUMBER,
                help=_l("Left empty: the usual one."),
                part="port",
            ),
            Setting("mail_user", _l("User name there"), checks.user, Kind.NAME, part="user"),
            Setting(
                "mail_password",
                _l("Password or authorization code there"),
                checks.password,
                Kind.SEALED,
                help=_l("It is stored encrypted and never shown again. Left empty, a stored one is kept."),
                part="password",
            ),
            Setting(
                "mail_from",
                _l("Sender"),
                checks.sender,
                Kind.NAME,
                help=_l("An address that the mail server accepts, with a name if you like: Name <chamber@example.cn>"),
            ),
        ),
        rule=checks.mail_together,
    ),
    Group(
        "backup",
        _l("Keeping of backups"),
        (
            Setting("backup_days", _l("Days"), _ARCHIVES, Kind.NUMBER, needed=True),
            Setting("backup_weeks", _l("Weeks"), _ARCHIVES, Kind.NUMBER, needed=True),
            Setting("backup_months", _l("Months"), _ARCHIVES, Kind.NUMBER, needed=True),
        ),
        _l(
            "A backup is made every night. The newest one of so many days, weeks and months is kept; older ones are "
            "deleted after the next backup."
        ),
    ),
    Group(
        "retention",
        _l("Keeping of identities"),
        (
            Setting(
                "identity_years",
                _l("Years kept"),
                checks.whole_number(*IDENTITY_YEARS),
                Kind.NUMBER,
                help=_l("As short as the purpose allows (Personal Information Protection Law, articles 19 and 47)."),
                needed=True,
            ),
        ),
        _l(
            "So many years after a complaint has ended, its author, firm, words and files are erased, unless whoever "
            "runs it keeps them longer with a reason. Figures and the log stay."
        ),
    ),
)


def all_settings() -> list[Setting]:
    """Those of all groups."""
    return [setting for group in GROUPS for setting in group.settings]


def overlaid(base: Settings, values: Mapping[str, str]) -> Settings:
    """These settings, with what is stored wherever the environment says nothing."""
    found: dict[bool, dict[str, Any]] = {True: {}, False: {}}
    for setting in all_settings():
        value = values.get(setting.name, "")
        if setting.kind is Kind.SEALED:
            value = opened(value) or ""
        if value and not setting.is_given(base):
            found[bool(setting.part)][setting.part or setting.name] = setting.read(value)
    mail, plain = MailServer(**found[True]), found[False]
    own = replace(base, **plain, smtp_url=mail.url or base.smtp_url)
    return replace(own, allowed_hosts=own.allowed_hosts.union({values.get(REACHED_AS, "")} - {""}))


def sealed(secret: str) -> str:
    """A secret as it is stored."""
    return encrypt(secret, _PURPOSE) if secret else ""


def opened(stored: str) -> str | None:
    """The secret again; None where the key of this server is another one now."""
    return decrypt(stored, _PURPOSE) if stored else ""
