"""The demo chamber: built once, on an empty database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select, update

from .. import clock
from ..accounts import passwords
from ..accounts.models import Account
from ..cases.doing import daily
from ..config import stored_secret
from ..extensions import db, unit_of_work
from ..notifications.models import Notification
from .announcements import plan_notices
from .matters import plan_cases
from .meetings import plan_events
from .people import plan_people
from .roster import FIRMS, plan_roster
from .timeline import Timeline
from .world import World

SHOWN = ("secretary", "member", "handler", "leader", "president", "supervisor", "admin")
"""The accounts that show a role each."""
TYPED = 9
"""Random bytes of the password: people type it on a phone, so it has 12 characters."""


@dataclass(frozen=True)
class Seeded:
    """What was built."""

    members: int
    cases: int
    events: int
    acts: int


def password() -> str:
    """DEMO_PASSWORD, or the one kept in the instance folder; DomainError where it is too weak for an account."""
    settings = current_app.config["SETTINGS"]
    word = settings.demo_password or stored_secret(settings.instance_path / "demo_password", TYPED)
    for username in SHOWN:
        passwords.check(word, username=username)
    return word


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return db.session.scalar(select(Account.id).limit(1)) is None


def accounts_line() -> str:
    """The demo's accounts and where their password is (tried, not guessed); empty in a chamber that is no demo."""
    query = select(Account.username, Account.password_hash).where(Account.username.in_(SHOWN))
    hashes = {row.username: row.password_hash for row in db.session.execute(query)}
    if len(hashes) != len(SHOWN):
        return ""
    settings = current_app.config["SETTINGS"]
    kept = settings.instance_path / "demo_password"
    words = {
        f"in {kept}": kept.read_text().strip() if kept.exists() else "",
        "that of DEMO_PASSWORD": settings.demo_password,
    }
    left, parts = list(SHOWN), []
    for place, word in words.items():
        if fitting := [name for name in left if word and passwords.verify(hashes[name], word)]:
            parts.append(f"{', '.join(fitting)}; password: {place}")
            left = [name for name in left if name not in fitting]
    if left:
        parts.append(f"{', '.join(left)}; password: the one given when the demo was built, or chosen since")
    if settings.demo_password and not any("that of DEMO_PASSWORD" in part for part in parts):
        parts.append("DEMO_PASSWORD counts only when the demo is built")
    return f"Demo accounts: {'. '.join(parts)}"


def seed(word: str) -> Seeded:
    """Build the demo chamber as of now in an empty database; all accounts get the password `word`."""
    world = World(Timeline(clock.now()), word)
    plan_people(world)
    plan_roster(world)
    events = plan_events(world)
    plan_notices(world)
    cases = plan_cases(world)
    with _without_waiting_for_the_disk():
        acts = world.timeline.run()
        daily.run()
        _read_the_bells(world.timeline)
    return Seeded(FIRMS, cases, events, acts)


def _read_the_bells(timeline: Timeline) -> None:
    """Everybody has read what is older than the last working day but one."""
    old = Notification.at < timeline.at(timeline.working_day(2))
    with unit_of_work():
        db.session.execute(update(Notification).where(old).values(read_at=Notification.at))


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """A demo that a power cut spoils is built anew, so SQLite need not wait for the disk at each of its commits."""
    if db.engine.dialect.name != "sqlite":
        yield
        return
    try:
        _set_pragma("synchronous=OFF")
        yield
    finally:
        _set_pragma("synchronous=FULL")


def _set_pragma(setting: str) -> None:
    db.session.rollback()
    connection = db.engine.raw_connection()
    connection.cursor().execute(f"PRAGMA {setting}")
    connection.close()
