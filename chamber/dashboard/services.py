"""The home page of each role: collects counts and the cards of all features."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from flask_babel import LazyString
from sqlalchemy import ScalarSelect, func, select, text

from .. import clock, registry
from ..accounts.models import NEVER_USED, Account, SignInFailure
from ..directory.models import Department, DepartmentHandler, DepartmentKind
from ..events.models import Event, EventState
from ..extensions import db
from ..members.models import Contact, Member, Office, Position, Term
from ..members.services import IN_DIRECTORY
from ..members.standing.models import StandingVersion
from ..members.standing.words import LegalForm
from ..notices.models import Notice, NoticeState
from ..registry.homes import Card, Column, Fact
from ..rights import Actor, Role
from .finished import WORKING, Finished, finished_today
from .waiting import Waiting, waiting

FEW = 5
"""A smaller number is not told where a fact hides few."""


@dataclass(frozen=True)
class CardData:
    """A card's template and the data for it."""

    template: str
    data: Any


@dataclass(frozen=True)
class FactData:
    """A number of the strip; `number` is None where it is too small to be told."""

    label: LazyString
    number: int | None
    of: int | None
    endpoint: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Home:
    """A home page."""

    counts: dict[str, int]
    facts: list[FactData]
    """The strip on top."""
    cards: dict[str, list[CardData]]
    """Column → cards of the features."""
    waiting: Waiting | None
    """The list that gets empty; None where the cards of a role show what waits."""
    finished: list[Finished] | None
    """What this person finished today; None where the role has no such list."""


def home(actor: Actor) -> Home:
    """A person's home page, in at most twelve queries."""
    counts = _all_counts(actor)
    loaded = cache(lambda load: load(actor))
    columns: dict[str, list[CardData]] = {column.value: [] for column in Column}
    for card in _cards_of(actor):
        data = loaded(card.load) if card.load else _counted(card, actor, counts)
        columns[card.columns[actor.role]].append(CardData(card.template, data))
    done = finished_today(actor) if actor.role in WORKING else None
    line = waiting(actor, loaded) if actor.role == Role.SECRETARIAT else None
    return Home(counts, _facts(actor, counts), columns, line, done)


def _counted(card: Card, actor: Actor, counts: dict[str, int]) -> Any:
    """The number of a card, or its numbers by their keys."""
    if card.counts is None:
        return counts[card.template]
    return {key: counts[f"{card.template} {key}"] for key in card.counts(actor)}


def _facts(actor: Actor, counts: dict[str, int]) -> list[FactData]:
    return [
        FactData(
            one.label,
            None if one.hides_few and counts[one.name] < FEW else counts[one.name],
            counts[f"{one.name}_of"] if one.of else None,
            one.endpoint,
            one.values,
        )
        for one in _facts_of(actor)
    ]


def _facts_of(actor: Actor) -> list[Fact]:
    return [one for one in registry.facts(actor.role) if one.right.allows(actor)]


def _cards_of(actor: Actor) -> list[Card]:
    return [card for card in registry.cards(actor.role) if card.right is None or card.right.allows(actor)]


def _count(model: Any, *conditions: Any) -> ScalarSelect[int]:
    return select(func.count()).select_from(model).where(*conditions).scalar_subquery()


def _count_up_to(model: Any, *conditions: Any, most: int = 1) -> ScalarSelect[int]:
    """The number of rows, at most `most`: without counting them all."""
    rows = select(model.id).where(*conditions).limit(most).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()


def _all_counts(actor: Actor) -> dict[str, int]:
    """All counts of a home page, in one query."""
    query = _counts(actor, clock.today())
    return {} if query is None else dict(db.session.execute(query).one()._mapping)


@lru_cache(maxsize=200)
def _counts(actor: Actor, today: date) -> Any:
    """Query of the counts of this home page and its cards; cached per day, as some counts depend on it."""
    cards = _cards_of(actor)
    counts = {card.template: card.count(actor) for card in cards if card.count}
    for card in cards:
        if card.counts:
            counts |= {f"{card.template} {key}": number for key, number in card.counts(actor).items()}
    for one in _facts_of(actor):
        counts[one.name] = one.count(actor)
        if one.of:
            counts[f"{one.name}_of"] = one.of(actor)
    if actor.role == Role.ADMIN:
        counts |= _admin_counts(today)
    if actor.role == Role.SECRETARIAT:
        counts |= _setup_counts()
    return select(*(count.label(name) for name, count in counts.items())) if counts else None


def _admin_counts(today: date) -> dict[str, ScalarSelect[int]]:
    """For administrators: accounts, departments without a lead, failed sign-ins today (Shanghai)."""
    is_open = Account.disabled_at.is_(None)
    led = (
        select(DepartmentHandler.department_id)
        .join(Account, Account.id == DepartmentHandler.account_id)
        .where(DepartmentHandler.is_lead, is_open)
    )
    return {
        "accounts": _count_up_to(Account, is_open, most=2),
        "never_used": _count_up_to(Account, text(NEVER_USED), most=1000),
        "without_lead": _count(Department, Department.id.not_in(led), Department.kind != DepartmentKind.PROVIDER),
        "failures": _count(SignInFailure, SignInFailure.at >= clock.midnight(today)),
    }


def _setup_counts() -> dict[str, ScalarSelect[int]]:
    """What a chamber has on its way from preparation to being founded: 0 if there is none."""
    running = select(Term.id).where(Term.ended_on.is_(None))
    council = (Position.ended_on.is_(None), Position.term_id.in_(running), Position.office != Office.MEMBER)
    newest = select(func.max(StandingVersion.version)).scalar_subquery()
    is_founded = (StandingVersion.version == newest, StandingVersion.legal_form != LegalForm.PREPARING)
    return {
        "standing": select(func.coalesce(newest, 0)).scalar_subquery(),
        "founded": select(func.count()).select_from(StandingVersion).where(*is_founded).scalar_subquery(),
        "members": _count_up_to(Member, Member.status.in_(IN_DIRECTORY)),
        "departments": _count_up_to(Department),
        "terms": _count_up_to(Term),
        "council": _count_up_to(Position, *council),
        "invited": _count_up_to(Contact, Contact.account_id.is_not(None)),
        "notices": _count_up_to(Notice, Notice.state != NoticeState.DRAFT),
        "meetings": _count_up_to(Event, Event.state.in_((EventState.PUBLISHED, EventState.DONE))),
    }
