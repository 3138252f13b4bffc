"""What somebody asks figures of: a period, some cases, by what they are parted; within what they may know."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from ...rights import Actor
from .. import rights
from ..access.visibility import visible_to
from ..models import Case
from ..words import Kind
from . import conditions, periods
from .periods import Period

MOST_LETTERS = 60
CHOICES = ("kind", "category", "department", "community")
OPEN_KINDS = (Kind.REQUEST, Kind.SUGGESTION)
"""What is neither of them, or confidential, is told to the leader and the president in yearly totals only."""


@dataclass(frozen=True)
class Asked:
    """A period, and of each of `CHOICES` the value that the cases have; empty for all."""

    period: Period
    kind: str = ""
    category: str = ""
    department: str = ""
    community: str = ""
    by: str = ""
    """By which of `conditions.DIMENSIONS` the cases are parted."""
    offered: tuple[str, ...] = field(default=CHOICES, compare=False)
    """What this person can choose."""

    @property
    def address(self) -> dict[str, str]:
        """The values of an address that ask the same."""
        chosen = {name: getattr(self, name) for name in (*CHOICES, "by")}
        return {**self.period.address, **{name: value for name, value in chosen.items() if value}}

    def with_key(self, key: str) -> "Asked":
        """One of the parts alone."""
        changes: dict[str, Any] = {self.by: key} if self.by else {}
        return replace(self, **changes)


def offered_to(actor: Actor) -> tuple[str, ...]:
    """By what this person may choose and part cases; Forbidden for whom there are yearly totals only."""
    reach = rights.FIGURES.demand(actor, rights.YES, rights.OF_SEEN, rights.OF_DEPARTMENT, rights.CUT)
    # Category and community together would tell a department whose case it is.
    return ("kind",) if reach is rights.OF_DEPARTMENT else CHOICES


def asked(actor: Actor, args: Mapping[str, str]) -> Asked:
    """What an address asks for, without what this person can't choose. DomainError where it names no period."""
    names = offered_to(actor)
    values = {name: args.get(name, "").strip()[:MOST_LETTERS] for name in names}
    kinds = kinds_for(actor)
    if values["kind"] not in kinds:
        values["kind"] = ""
    by = args.get("by", "")
    return Asked(periods.asked(args), **values, by=by if by in names else "", offered=names)


def kinds_for(actor: Actor) -> tuple[Kind, ...]:
    """The kinds that this person can choose; retaliation only where it is asked of alone, by who may."""
    match rights.FIGURES.of(actor):
        case rights.CUT:
            return OPEN_KINDS
        case rights.OF_DEPARTMENT:
            return conditions.PUBLIC_KINDS
    return (*conditions.PUBLIC_KINDS, Kind.RETALIATION)


def scope(actor: Actor, wanted: Asked) -> ColumnElement[bool]:
    """The rows of `conditions.rows` that are counted: of the cases that this person sees, those that were asked for."""
    parts = [visible_to(actor)]
    reach = rights.FIGURES.of(actor)
    if reach is rights.CUT:
        parts += [Case.kind.in_(OPEN_KINDS), Case.confidential.is_(False)]
        if wanted.community or wanted.by == "community":
            # Where a suggestion has no name, the place of its firm could say whose it is.
            parts.append(or_(Case.kind != Kind.SUGGESTION, Case.show_name))
    elif reach is rights.OF_DEPARTMENT:
        parts.append(conditions.keys("department") == str(actor.department_id))
    parts.append(Case.kind == wanted.kind if wanted.kind else Case.kind.in_(conditions.PUBLIC_KINDS))
    parts += [
        conditions.keys(name) == value
        for name in CHOICES[1:]
        if name in wanted.offered and (value := getattr(wanted, name))
    ]
    return and_(*parts)
