"""What each role must do now, put together from the queries of the lists."""

from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, ScalarSelect, bindparam, func, select, text

from .. import clock
from ..accounts.models import NEVER_USED, Account, SignInFailure
from ..audit.models import AuditSeal
from ..cases import tallies, today
from ..cases.lists import SeenLine
from ..cases.models import PublishedSuggestion
from ..cases.publishing import published
from ..cases.tallies import Figures
from ..cases.today import Day, Finished
from ..directory.models import Department, DepartmentHandler
from ..directory.services import VERIFY_EVERY
from ..events import listing
from ..events import rights as event_rights
from ..events.listing import EventLine
from ..extensions import UtcDateTime, db
from ..jobs import services as jobs
from ..members.models import Contact, Member, Term
from ..notices import listing as notices
from ..notices import rights as notice_rights
from ..notices.listing import NoticeLine
from ..notices.models import NoticeQuestion
from ..notifications import mending
from ..notifications import rights as notification_rights
from ..notifications.mending import Outlook
from ..rights import CASE_ROLES, Actor, Role


@dataclass(frozen=True)
class Home:
    """One person's home; what a role does not need stays empty."""

    role: Role
    waiting: list[SeenLine] = field(default_factory=list)
    late: list[SeenLine] = field(default_factory=list)
    disputed: list[SeenLine] = field(default_factory=list)
    latest: list[SeenLine] = field(default_factory=list)
    figures: Figures | None = None
    due_days: list[Day] = field(default_factory=list)
    finished: list[Finished] = field(default_factory=list)
    events: list[EventLine] | None = None
    """None where events are not open to the person."""
    notices: list[NoticeLine] | None = None
    """What a firm has not read or confirmed yet; None for who gets no notices."""
    notices_waiting: int = 0
    """How many those are, also beyond the first ones."""
    suggestions: list[PublishedSuggestion] = field(default_factory=list)
    seal: AuditSeal | None = None
    chores: dict[str, int] = field(default_factory=dict)
    outlook: Outlook | None = None
    """How it stands with messages, for whoever mends what fails."""


def home(actor: Actor) -> Home:
    """Everything of a person's home page, in at most ten queries."""
    parts: dict[str, Any] = {"role": actor.role}
    if actor.role in CASE_ROLES:
        parts["figures"] = tallies.figures(actor)
    if event_rights.READ.allows(actor):
        parts["events"] = listing.coming(actor, limit=3)
    if notice_rights.RECEIVE.allows(actor):
        parts["notices"], parts["notices_waiting"] = notices.waiting(actor)
    if actor.role in (Role.SECRETARIAT, Role.HANDLER, Role.LEADER, Role.SUPERVISOR):
        parts["waiting"] = today.waiting(actor)
    if actor.role in (Role.SECRETARIAT, Role.HANDLER, Role.SUPERVISOR):
        parts["finished"] = today.finished_today(actor)
    if actor.role in (Role.SECRETARIAT, Role.HANDLER, Role.LEADER):
        parts["due_days"] = today.due_days(actor)
    if actor.role == Role.LEADER:
        parts["late"], parts["disputed"] = today.late(actor), today.disputed(actor)
    if actor.role in (Role.MEMBER, Role.PRESIDENT):
        parts["latest"] = today.own(actor) if actor.role == Role.MEMBER else today.latest(actor)
        parts["suggestions"] = _suggestions(actor)
    if actor.role in (Role.SUPERVISOR, Role.ADMIN):
        parts["seal"] = db.session.scalars(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1)).first()
    if actor.role == Role.ADMIN:
        parts["chores"] = _numbers(_chores(), start=datetime.combine(clock.today(), time(), clock.LOCAL))
    if actor.role == Role.SECRETARIAT:
        parts["chores"] = _numbers(_errands(actor), oldest=clock.today() - VERIFY_EVERY)
    if actor.role in (Role.LEADER, Role.SUPERVISOR):
        parts["chores"] = _numbers(_own_jobs(actor))
    if notification_rights.MEND.allows(actor):
        parts["outlook"] = mending.outlook(actor)
    return Home(**parts)


def _suggestions(actor: Actor) -> list[PublishedSuggestion]:
    query = published(actor).order_by(PublishedSuggestion.published_at.desc(), PublishedSuggestion.id.desc())
    return list(db.session.scalars(query.limit(3)))


def _count(model: Any, *conditions: Any) -> ScalarSelect[int]:
    return select(func.count()).select_from(model).where(*conditions).scalar_subquery()


def _any(model: Any, *conditions: Any, most: int = 1) -> ScalarSelect[int]:
    """How many such rows there are, `most` where there are more: found without counting them all."""
    rows = select(model.id).where(*conditions).limit(most).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()


def _numbers(query: Any, **values: Any) -> dict[str, int]:
    return dict(db.session.execute(query, values).one()._mapping)


def _together(**counts: ColumnElement[int] | ScalarSelect[int]) -> Any:
    return select(*(count.label(name) for name, count in counts.items()))


@lru_cache(maxsize=500)
def _own_jobs(actor: Actor) -> Any:
    return _together(jobs=jobs.under_way(actor))


@cache
def _chores() -> Any:
    """What an administrator looks after: accounts, departments that nobody leads, failed sign-ins from `start`."""
    is_open = Account.disabled_at.is_(None)
    led = (
        select(DepartmentHandler.department_id)
        .join(Account, Account.id == DepartmentHandler.account_id)
        .where(DepartmentHandler.is_lead, is_open)
    )
    return _together(
        accounts=_any(Account, is_open, most=2),
        never_used=_any(Account, text(NEVER_USED), most=1000),
        without_lead=_count(Department, Department.id.not_in(led)),
        failures=_count(SignInFailure, SignInFailure.at >= bindparam("start", type_=UtcDateTime())),
    )


@lru_cache(maxsize=500)
def _errands(actor: Actor) -> Any:
    """What the secretariat keeps up beside cases, and what a young chamber lacks (0 where there is none of it)."""
    oldest = bindparam("oldest", type_=Date())
    return _together(
        members=_any(Member),
        departments=_any(Department),
        terms=_any(Term),
        invited=_any(Contact, Contact.account_id.is_not(None)),
        unverified=_count(Department, (Department.verified_on < oldest) | Department.verified_on.is_(None)),
        jobs=jobs.under_way(actor),
        questions=_count(NoticeQuestion, NoticeQuestion.answered_at.is_(None)),
    )
