"""What home pages show of cases: what waits for a person, what is late, and what got done; the queries of the lists."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Integer, case, cast, func, select

from .. import clock
from ..audit.models import AuditRow
from ..extensions import db
from ..permissions import Actor, Role
from ..workdays import services as workdays
from . import clocks, lists
from .acts import Act
from .lists import SeenLine
from .models import Case
from .visibility import visible
from .words import Kind

FIRST = 8
FINISHING = tuple(
    f"case.{act}"
    for act in (
        Act.CONTACT, Act.ACCEPT, Act.ASSIGN, Act.TAKE, Act.NOT_ACCEPT, Act.ASK_SUPPLEMENT, Act.PUBLISH, Act.RETURN,
        Act.SIGN, Act.DRAFT, Act.NOTE, Act.DECIDE_EXTENSION, Act.DECIDE_OBJECTION, Act.SEND_BACK,
    )
)  # fmt: skip
"""Acts that take something off a desk."""


@dataclass(frozen=True)
class Day:
    """How many cases are due on one of the coming days."""

    day: date
    number: int


def waiting(actor: Actor, limit: int = FIRST) -> list[SeenLine]:
    """What waits for this person, the most urgent first."""
    query = lists.rows(visible(actor) & lists.todo(actor)).order_by(
        Case.step_due_at.is_(None), Case.step_due_at, Case.id
    )
    return [lists.line(actor, row) for row in db.session.execute(query.limit(limit))]


def latest(actor: Actor, limit: int = 4) -> list[SeenLine]:
    """The newest cases that this person sees."""
    query = lists.rows(visible(actor)).order_by(Case.submitted_at.desc(), Case.id.desc())
    return [lists.line(actor, row) for row in db.session.execute(query.limit(limit))]


def late(actor: Actor, limit: int = FIRST) -> list[SeenLine]:
    """What is overdue, whoever has it, the longest first."""
    query = lists.rows(visible(actor) & clocks.late_expression()).order_by(Case.step_due_at, Case.id)
    return [lists.line(actor, row) for row in db.session.execute(query.limit(limit))]


def due_days(actor: Actor, days: int = 5) -> list[Day]:
    """How many steps are due today and on the working days after it; one query."""
    wanted = [clock.today()]
    while len(wanted) < days:
        wanted.append(workdays.add(wanted[-1], 1).day)
    start = datetime.combine(wanted[0], time(), clock.LOCAL).astimezone(UTC)
    end = datetime.combine(wanted[-1] + timedelta(days=1), time(), clock.LOCAL).astimezone(UTC)
    moments = db.session.scalars(
        select(Case.step_due_at).where(
            visible(actor), clocks.waiting_expression(), Case.step_due_at >= start, Case.step_due_at < end
        )
    )
    found = [clock.local(moment).date() for moment in moments if moment]
    return [Day(day, found.count(day)) for day in wanted]


@dataclass(frozen=True)
class Finished:
    """Something that this person got done today."""

    act: str
    reference: str
    at: datetime


def finished_today(actor: Actor) -> list[Finished]:
    """What this person finished today on cases that they still see, newest first."""
    start = datetime.combine(clock.today(), time(), clock.LOCAL).astimezone(UTC)
    # Read from the row and compared as a number: the other way round every case is looked at for every row.
    number = case((AuditRow.kind == "case", cast(func.substr(AuditRow.subject, 6), Integer)))
    rows = db.session.execute(
        select(AuditRow.act, AuditRow.at, Case.reference)
        .join(Case, Case.id == number)
        .where(
            AuditRow.actor_id == actor.account_id,
            AuditRow.at >= start,
            AuditRow.act.in_(FINISHING),
            AuditRow.kind == "case",
            visible(actor),
        )
        .order_by(AuditRow.at.desc())
        .limit(20)
    )
    return [Finished(row.act.removeprefix("case."), row.reference, row.at) for row in rows]


def of_member(actor: Actor, member_id: int, limit: int = 10) -> list[SeenLine]:
    """A firm's cases that this person sees, none of them confidential (nor nameless), newest first."""
    where = visible(actor) & Case.confidential.is_(False) & (Case.member_id == member_id)
    if actor.role != Role.SECRETARIAT:
        where = where & ((Case.kind != Kind.SUGGESTION) | Case.show_name)
    query = lists.rows(where).order_by(Case.submitted_at.desc(), Case.id.desc()).limit(limit)
    return [lists.line(actor, row) for row in db.session.execute(query)]
