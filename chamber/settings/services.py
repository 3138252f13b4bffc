"""What the administrator sees of the settings, and changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from ..audit import services as audit
from ..config import Settings
from ..errors import Conflict, DomainError, NotFound, Several
from ..extensions import db, lock_area
from ..rights import Actor
from . import rights
from .declared import GROUPS, REACHED_AS, Group, Setting, opened, sealed
from .models import StoredSetting
from .stored import mark_after_commit
from .words import Kind, Security

_AREA = "settings"
_STORED = "\0"
"""Stands for a secret that nobody is shown; nobody can type it."""


@dataclass(frozen=True)
class Shown:
    """A setting as the page shows it: of a secret only whether there is one."""

    setting: Setting
    value: str
    on_machine: bool
    """Whether the environment says it; then it cannot be changed here."""
    is_lost: bool = False
    """Whether a secret cannot be opened any more, as the key of this server was changed."""

    @property
    def words(self) -> str:
        """The value as it is shown."""
        if self.is_lost:
            return _("cannot be read any more: the key of this server (SECRET_KEY) was changed; please enter it again")
        if self.setting.kind is Kind.SEALED and self.value:
            return _("stored, and never shown")
        label = Security.label_of(self.value) if self.setting.kind is Kind.CHOICE else ""
        return label or self.value or _("none")


@dataclass(frozen=True)
class ShownGroup:
    """The settings of a group as its page shows them."""

    settings: tuple[Shown, ...]
    version: int

    @property
    def is_open(self) -> bool:
        """Whether any of them can be changed here."""
        return not all(one.on_machine for one in self.settings)


@dataclass(frozen=True)
class Typed:
    """What was typed into the form of one group."""

    values: Mapping[str, str]
    version: int
    forgotten: frozenset[str] = frozenset()
    """Secrets that are to be deleted; one that is only left empty stays."""
    reached_as: str = ""
    """The Host under which it was sent."""


def group_of(key: str, *, actor: Actor) -> Group:
    """The group with this key; NotFound where there is none."""
    rights.EDIT.demand(actor)
    found = next((group for group in GROUPS if group.key == key), None)
    if found is None:
        raise NotFound(_("There are no such settings."))
    return found


def shown(group: Group, *, actor: Actor) -> ShownGroup:
    """The settings of a group as they are now."""
    rights.EDIT.demand(actor)
    rows = _rows(group)
    return ShownGroup(tuple(_shown(one, rows.get(one.name)) for one in group.settings), _version(rows))


def _rows(group: Group) -> dict[str, StoredSetting]:
    names = [setting.name for setting in group.settings]
    query = select(StoredSetting).where(StoredSetting.name.in_(names)).execution_options(populate_existing=True)
    return {row.name: row for row in db.session.scalars(query)}


def _version(rows: Mapping[str, StoredSetting]) -> int:
    return sum(row.version for row in rows.values())


def _base() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def _shown(setting: Setting, row: StoredSetting | None) -> Shown:
    base, stored = _base(), row.value if row else ""
    if setting.is_given(base):
        value = setting.value_in(base)
        return Shown(setting, _STORED * bool(value) if setting.kind is Kind.SEALED else value, True)
    if setting.kind is Kind.SEALED:
        return Shown(setting, _STORED * bool(stored), False, bool(stored) and opened(stored) is None)
    return Shown(setting, stored or setting.value_in(base), False)


def change(group: Group, typed: Typed, *, actor: Actor) -> bool:
    """Set what was typed in this group; False where all is so already.

    What is set on the machine stays. DomainErrors at their fields; Conflict where somebody was quicker.
    """
    rights.EDIT.demand(actor)
    open_ones = [setting for setting in group.settings if not setting.is_given(_base())]
    values = _checked(open_ones, typed.values)
    lock_area(_AREA)
    rows = _rows(group)
    if typed.version != _version(rows):
        raise Conflict(_("Someone else has just changed these settings. Below is what you typed; please check it."))
    was = {one.name: _shown(one, rows.get(one.name)).value for one in open_ones}
    secrets = {one.name for one in open_ones if one.kind is Kind.SEALED}
    kept = frozenset(name for name in secrets - typed.forgotten if was[name] and not values[name])
    wanted = {name: was[name] if name in kept else value for name, value in values.items()}
    if group.rule:
        group.rule(was, wanted, kept)
    before, after = audit.changes(was, wanted)
    if not after:
        return False
    for name in after:
        _set(name, sealed(wanted[name]) if name in secrets else wanted[name])
    if "public_url" in after:
        _set(REACHED_AS, urlsplit(f"//{typed.reached_as}").hostname or "")
    for logged in (before, after):
        logged |= {name: "***" for name in secrets & logged.keys() if logged[name]}
    audit.record("settings.changed", "settings", group.key, actor=actor, before=before, after=after)
    mark_after_commit()
    return True


def _checked(open_ones: list[Setting], values: Mapping[str, str]) -> dict[str, str]:
    checked, wrong = {}, []
    for setting in open_ones:
        try:
            checked[setting.name] = setting.check(values.get(setting.name, ""), setting.name)
        except DomainError as error:
            wrong.append(error)
    if wrong:
        raise Several(*wrong) if len(wrong) > 1 else wrong[0]
    return checked


def _set(name: str, value: str) -> None:
    row = db.session.get(StoredSetting, name)
    if row is None:
        db.session.add(StoredSetting(name=name, value=value))
    else:
        row.value = value
