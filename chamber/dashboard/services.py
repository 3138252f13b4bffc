"""What each role must do now, put together from the queries of the lists."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import ScalarSelect, func, select, text

from .. import clock, registry
from ..accounts.models import NEVER_USED, Account, SignInFailure
from ..cases.lists import tallies, today
from ..cases.lists.listing import SeenLine
from ..cases.lists.tallies import Figures
from ..cases.lists.today import Day, Finished
from ..directory.models import Department, DepartmentHandler
from ..extensions import db
from ..members.models import Contact, Member, Term
from ..registry import Card, Column
from ..rights import CASE_ROLES, Actor, Role


@dataclass(frozen=True)
class Drawn:
    """A card of a feature, with what its template shows."""

    template: str
    data: Any


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
    chores: dict[str, int] = field(default_factory=dict)
    cards: dict[str, list[Drawn]] = field(default_factory=dict)
    """What the features put on it, by column."""


def home(actor: Actor) -> Home:
    """Everything of a person's home page, in at most ten queries."""
    parts: dict[str, Any] = {"role": actor.role}
    if actor.role in CASE_ROLES:
        parts["figures"] = tallies.figures(actor)
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
    parts["chores"] = _numbers(actor)
    return Home(**parts, cards=_cards(actor, parts["chores"]))


def _cards(actor: Actor, numbers: dict[str, int]) -> dict[str, list[Drawn]]:
    columns: dict[str, list[Drawn]] = {column.value: [] for column in Column}
    for card in _cards_of(actor):
        data = card.load(actor) if card.load else numbers[card.template]
        columns[card.columns[actor.role]].append(Drawn(card.template, data))
    return columns


def _cards_of(actor: Actor) -> list[Card]:
    return [card for card in registry.cards(actor.role) if card.right is None or card.right.allows(actor)]


def _count(model: Any, *conditions: Any) -> ScalarSelect[int]:
    return select(func.count()).select_from(model).where(*conditions).scalar_subquery()


def _any(model: Any, *conditions: Any, most: int = 1) -> ScalarSelect[int]:
    """How many such rows there are, `most` where there are more: found without counting them all."""
    rows = select(model.id).where(*conditions).limit(most).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()


def _numbers(actor: Actor) -> dict[str, int]:
    """All that a home counts, in one query."""
    query = _counts(actor, clock.today())
    return {} if query is None else dict(db.session.execute(query).one()._mapping)


@lru_cache(maxsize=500)
def _counts(actor: Actor, today: date) -> Any:
    """What the cards of this home count, and its own: as of one day, as some count from there."""
    counts = {card.template: card.count(actor) for card in _cards_of(actor) if card.count}
    if actor.role == Role.ADMIN:
        counts |= _chores(today)
    if actor.role == Role.SECRETARIAT:
        counts |= _first_steps()
    return select(*(count.label(name) for name, count in counts.items())) if counts else None


def _chores(today: date) -> dict[str, ScalarSelect[int]]:
    """What an administrator looks after: accounts, departments that nobody leads, failed sign-ins of today."""
    is_open = Account.disabled_at.is_(None)
    led = (
        select(DepartmentHandler.department_id)
        .join(Account, Account.id == DepartmentHandler.account_id)
        .where(DepartmentHandler.is_lead, is_open)
    )
    start = datetime.combine(today, time(), clock.LOCAL)
    return {
        "accounts": _any(Account, is_open, most=2),
        "never_used": _any(Account, text(NEVER_USED), most=1000),
        "without_lead": _count(Department, Department.id.not_in(led)),
        "failures": _count(SignInFailure, SignInFailure.at >= start),
    }


def _first_steps() -> dict[str, ScalarSelect[int]]:
    """What a young chamber lacks: 0 where there is none of it."""
    return {
        "members": _any(Member),
        "departments": _any(Department),
        "terms": _any(Term),
        "invited": _any(Contact, Contact.account_id.is_not(None)),
    }
