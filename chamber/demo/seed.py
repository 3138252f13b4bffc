"""Build the demo chamber in an empty database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select, update

from .. import clock
from ..accounts import passwords
from ..accounts.models import Account
from ..cases.doing import daily
from ..cases.retention import erasing
from ..config import stored_secret
from ..extensions import db, unit_of_work
from ..notifications.models import Notification
from .answers.planning import plan_answers
from .cases import enter_old, plan_cases, signed_paper
from .events import plan_events
from .late import answer_slips, issue_reports
from .measures import plan_measures
from .notices import plan_notices
from .people import plan_people
from .roster import FIRMS, plan_roster
from .standing import plan_standing
from .themes import plan_themes
from .timeline import Timeline
from .world import World

ROLE_ACCOUNTS = ("secretary", "member", "handler", "leader", "president", "supervisor", "admin")
"""One account per role."""
PASSWORD_BYTES = 9
"""Gives 12 characters, short enough to type on a phone."""


@dataclass(frozen=True)
class SeedSummary:
    """What was built."""

    members: int
    cases: int
    events: int
    acts: int


def password() -> str:
    """DEMO_PASSWORD, or a random one stored in the instance folder; DomainError if too weak."""
    settings = current_app.config["SETTINGS"]
    word = settings.demo_password or stored_secret(settings.instance_path / "demo_password", PASSWORD_BYTES)
    for username in ROLE_ACCOUNTS:
        passwords.check(word, username)
    return word


def is_empty() -> bool:
    """Whether there is no account yet."""
    return db.session.scalar(select(Account.id).limit(1)) is None


def accounts_line() -> str:
    """The demo's accounts, and which known password each has now; "" if this is no demo."""
    query = select(Account.username, Account.password_hash).where(Account.username.in_(ROLE_ACCOUNTS))
    hashes = {row.username: row.password_hash for row in db.session.execute(query)}
    if len(hashes) != len(ROLE_ACCOUNTS):
        return ""
    settings = current_app.config["SETTINGS"]
    path = settings.instance_path / "demo_password"
    words = {
        f"in {path}": path.read_text().strip() if path.exists() else "",
        "that of DEMO_PASSWORD": settings.demo_password,
    }
    left, parts = list(ROLE_ACCOUNTS), []
    for place, word in words.items():
        if matching := [name for name in left if word and passwords.verify(hashes[name], word)]:
            parts.append(f"{', '.join(matching)}; password: {place}")
            left = [name for name in left if name not in matching]
    if left:
        parts.append(f"{', '.join(left)}; password: the one given when the demo was built, or chosen since")
    if settings.demo_password and not any("that of DEMO_PASSWORD" in part for part in parts):
        parts.append("DEMO_PASSWORD counts only when the demo is built")
    return f"Demo accounts: {'. '.join(parts)}"


def seed(word: str) -> SeedSummary:
    """Build the demo chamber as of now; `word` becomes the password of all accounts."""
    world = World(Timeline(clock.now()), word)
    plan_people(world)
    plan_standing(world)
    plan_roster(world)
    events = plan_events(world)
    plan_notices(world)
    cases = plan_cases(world)
    plan_measures(world, signed_paper())
    plan_themes(world)
    plan_answers(world)
    with without_disk_sync():
        acts = world.timeline.run()
        cases += enter_old(world)
        daily.run()
        erasing.erase_each_day()
        answer_slips(world)
        issue_reports(world)
        _mark_old_notifications_read(world.timeline)
    return SeedSummary(FIRMS, cases, events, acts)


def _mark_old_notifications_read(timeline: Timeline) -> None:
    """Mark everything older than the last working day but one as read."""
    old = Notification.at < timeline.at(timeline.working_day(2))
    with unit_of_work():
        db.session.execute(update(Notification).where(old).values(read_at=Notification.at))


@contextmanager
def without_disk_sync() -> Iterator[None]:
    """Let SQLite not wait for the disk: a demo spoilt by a power cut is built again."""
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
