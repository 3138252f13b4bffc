"""Whom a respondent typed as free text names: a department, the secretariat, leader or supervisor, a firm."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from flask import current_app
from sqlalchemy import select

from ...accounts.models import Account, AccountRole
from ...directory.models import Department, DepartmentHandler, DepartmentPerson
from ...extensions import db
from ...members.models import Contact, Member, Office
from ...rights import Role
from ..words import RespondentKind
from .firms import Firm, firms_in, towns_in
from .hits import Hit, Rank, Said, Whom
from .offices import offices_in
from .people import Person, bosses_in, in_full, people_in
from .units import Unit, departments_in, places_in
from .wordings import OUTSIDE, STAFF

UNITS = {
    Role.SECRETARIAT: RespondentKind.SECRETARIAT,
    Role.LEADER: RespondentKind.LEADER,
    Role.SUPERVISOR: RespondentKind.SUPERVISOR,
}

PRESIDENT = "会长"


@dataclass(frozen=True)
class Meant:
    """Whom a text may mean: a unit, a department or a firm."""

    kind: RespondentKind
    department_id: int | None = None
    member_id: int | None = None
    sure: bool = False
    """By a full or official name, or one that only one of them bears; nothing that the author says lifts its denial."""


def recognised(text: str, *, but: int) -> list[Meant]:
    """All whom a text may mean, the likeliest first; `but` never: the author's own firm.

    Rather too many step back than that one reads a complaint against itself.
    """
    said = Said(text)
    if not said.text:
        return []
    places = _places()
    hits = [*_staff(said, places), *_firms(said, places, but)]
    if said.spaced != said.text:
        apart = Said(text, joined=False)
        hits += _staff(apart, places)
    return _in_order(hits)


def could_be_staff(text: str) -> bool:
    """Whether somebody of the chamber or the street office may be meant: not where only an outside firm is named."""
    said = Said(text)
    return not OUTSIDE.search(said.text) or STAFF.search(said.text) is not None or any(_staff(said, _places()))


def _in_order(hits: list[Hit]) -> list[Meant]:
    bearers: dict[str, set[Whom]] = defaultdict(set)
    ranks: dict[Whom, set[Rank]] = defaultdict(set)
    for hit in hits:
        bearers[hit.phrase].add(hit.whom)
        ranks[hit.whom].add(hit.rank)
    sure = {hit.whom for hit in hits if hit.sure and len(bearers[hit.phrase]) == 1}

    def likely(whom: Whom) -> float:
        best, *others = sorted(ranks[whom], reverse=True)
        return best + sum(others) / 10

    return [Meant(*whom, sure=whom in sure) for whom in sorted(ranks, key=likely, reverse=True)]


def _places() -> frozenset[str]:
    names = db.session.scalars(select(Department.name))
    return places_in([current_app.config["SETTINGS"].chamber_name, *names])


def _staff(said: Said, places: frozenset[str]) -> Iterator[Hit]:
    rows = db.session.execute(select(Department.id, Department.name, Department.short_name, Department.popular_names))
    units = [Unit(Whom(RespondentKind.DEPARTMENT, id_), *names) for id_, *names in rows]
    of_units = list(departments_in(said, units, places))
    named = [hit.phrase for hit in of_units if hit.sure]
    return chain(of_units, offices_in(said, places, named), people_in(said, _people()))


def _people() -> list[Person]:
    of_units = (
        select(Account.name, AccountRole.role)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role.in_(UNITS))
    )
    handlers = select(Account.name, DepartmentHandler.department_id).join(
        DepartmentHandler, DepartmentHandler.account_id == Account.id
    )
    listed = select(DepartmentPerson.name, DepartmentPerson.department_id, DepartmentPerson.title)
    found = [Person(row.name, Whom(UNITS[Role(row.role)])) for row in db.session.execute(of_units)]
    for query in (handlers, listed):
        for name, department, *title in db.session.execute(query):
            found.append(Person(name, Whom(RespondentKind.DEPARTMENT, department), *title))
    return found


def _firms(said: Said, places: frozenset[str], but: int) -> Iterator[Hit]:
    columns = (Member.id, Member.name, Member.bare_name, Member.short_name, Member.legal_representative, Member.office)
    rows = db.session.execute(select(*columns).where(Member.id != but)).all()
    firms = [Firm(_firm(row.id), row.name, row.bare_name, row.short_name) for row in rows]
    contacts = db.session.execute(select(Contact.member_id, Contact.name).where(Contact.member_id != but))
    bosses = ((row.id, row.legal_representative) for row in rows if row.legal_representative)
    people = [Person(name, _firm(id_)) for id_, name in (*bosses, *contacts)]
    yield from firms_in(said, firms, places | towns_in(firms))
    yield from in_full(said, people)
    yield from bosses_in(said, people)
    if PRESIDENT in said.text:
        presidents = (row.id for row in rows if row.office == Office.PRESIDENT)
        yield from (Hit(_firm(id_), Rank.BY_TITLE_ALONE, PRESIDENT) for id_ in presidents)


def _firm(id_: int) -> Whom:
    return Whom(RespondentKind.MEMBER, None, id_)
