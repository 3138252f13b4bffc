"""What each role must do now, put together from the queries of the lists."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from .. import clock
from ..accounts.models import Account, SignInFailure
from ..audit.models import AuditSeal
from ..cases import tallies, today
from ..cases.lists import SeenLine
from ..cases.models import PublishedSuggestion
from ..cases.publishing import published
from ..cases.tallies import Figures
from ..cases.today import Day, Finished
from ..directory.models import Department
from ..events import listing
from ..events.listing import EventLine
from ..extensions import db
from ..permissions import CASE_ROLES, Actor, Permission, Role, can

UNVERIFIED_AFTER = timedelta(days=180)


@dataclass(frozen=True)
class Home:
    """One person's home; what a role does not need stays empty."""

    role: Role
    waiting: list[SeenLine] = field(default_factory=list)
    late: list[SeenLine] = field(default_factory=list)
    latest: list[SeenLine] = field(default_factory=list)
    figures: Figures | None = None
    due_days: list[Day] = field(default_factory=list)
    finished: list[Finished] = field(default_factory=list)
    events: list[EventLine] | None = None
    """None where events are not open to the person."""
    suggestions: list[PublishedSuggestion] = field(default_factory=list)
    seal: AuditSeal | None = None
    chores: dict[str, int] = field(default_factory=dict)


def home(actor: Actor) -> Home:
    """Everything of a person's home page, in at most ten queries."""
    parts: dict[str, Any] = {"role": actor.role}
    if actor.role in CASE_ROLES:
        parts["figures"] = tallies.figures(actor)
    if can(actor, Permission.EVENTS_READ):
        parts["events"] = listing.coming(actor, limit=3)
    if actor.role in (Role.SECRETARIAT, Role.HANDLER, Role.LEADER, Role.SUPERVISOR):
        parts["waiting"] = today.waiting(actor)
        parts["finished"] = today.finished_today(actor)
    if actor.role in (Role.SECRETARIAT, Role.HANDLER, Role.LEADER):
        parts["due_days"] = today.due_days(actor)
    if actor.role == Role.LEADER:
        parts["late"] = today.late(actor)
    if actor.role in (Role.MEMBER, Role.PRESIDENT):
        parts["latest"] = today.latest(actor)
        parts["suggestions"] = _suggestions(actor)
    if actor.role in (Role.SUPERVISOR, Role.ADMIN):
        parts["seal"] = db.session.scalars(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1)).first()
    if actor.role == Role.ADMIN:
        parts["chores"] = _chores()
    return Home(**parts)


def _suggestions(actor: Actor) -> list[PublishedSuggestion]:
    query = published(actor).order_by(PublishedSuggestion.published_at.desc(), PublishedSuggestion.id.desc())
    return list(db.session.scalars(query.limit(3)))


def _chores() -> dict[str, int]:
    """What an administrator looks after: unused accounts, departments not verified lately, failed sign-ins today."""
    start = datetime.combine(clock.today(), time(), clock.LOCAL).astimezone(UTC)
    verified = clock.today() - UNVERIFIED_AFTER
    row = db.session.execute(
        select(
            select(func.count()).select_from(Account).where(Account.disabled_at.is_(None)).scalar_subquery(),
            select(func.count())
            .select_from(Account)
            .where(Account.password_hash == "", Account.disabled_at.is_(None))
            .scalar_subquery(),
            select(func.count())
            .select_from(Department)
            .where((Department.verified_on < verified) | Department.verified_on.is_(None))
            .scalar_subquery(),
            select(func.count()).select_from(SignInFailure).where(SignInFailure.at >= start).scalar_subquery(),
        )
    ).one()
    return dict(zip(("accounts", "never_used", "unverified", "failures"), row, strict=True))
