"""Whom a respondent typed as free text names: a department, the secretariat, leader or supervisor, a firm."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Integer, literal, select, union_all

from ...accounts.models import Account, AccountRole
from ...config import settings
from ...directory.models import Department, DepartmentHandler, DepartmentPerson
from ...extensions import db
from ...members.models import Contact, Member, Office
from ...rights import Role
from ..models import Case, CaseRespondent
from ..words import Kind, RespondentKind
from .firms import Firm, firms_in, towns_in
from .hits import Hit, Rank, Said, Whom
from .offices import offices_in
from .people import Person, bosses_in, in_full, people_in
from .units import Unit, departments_in, names_of, places_in
from .wordings import OUTSIDE, STAFF

UNITS = {
    Role.SECRETARIAT: RespondentKind.SECRETARIAT,
    Role.LEADER: RespondentKind.LEADER,
    Role.SUPERVISOR: RespondentKind.SUPERVISOR,
}

PRESIDENT = "会长"
SAID_AS: dict[str, RespondentKind] = {
    RespondentKind.SOME_CHAMBER: RespondentKind.SECRETARIAT,
    RespondentKind.SOME_STREET: RespondentKind.LEADER,
}
"""As what texts name those of whom only the unit is known."""


@dataclass(frozen=True)
class Meant:
    """Whom a text may mean: a unit, a department or a firm."""

    kind: RespondentKind
    department_id: int | None = None
    member_id: int | None = None
    sure: bool = False
    """By a full or official name, or one that only one of them bears; nothing that the author says lifts its denial."""


def recognised(text: str, *, but: int | None) -> list[Meant]:
    """All whom a text may mean, the likeliest first; `but` never: the author's own firm.

    Rather too many step back than that one reads a complaint against itself.
    """
    said = Said(text)
    if not said.text:
        return []
    units = _units()
    places, staff_in = _places(units), _staff(units)
    hits = [*staff_in(said), *_firms(said, places, but)]
    if said.spaced != said.text:
        hits += staff_in(Said(text, joined=False))
    return _in_order(hits)


def namer(case: Case) -> Callable[[str], list[tuple[str, bool]]]:
    """Finds how a text names whom a case is about, each with whether nothing else can be meant, and other departments.

    Of these nothing is ever sure: who reads the text for departments decides whether they tell whom it is about.
    """
    columns = (CaseRespondent.kind, CaseRespondent.department_id)
    rows = select(*columns).where(CaseRespondent.case_id == case.id, CaseRespondent.removed_at.is_(None))
    if case.kind not in (Kind.COMPLAINT, Kind.RETALIATION):
        return lambda _text: []
    about = {Whom(SAID_AS.get(kind, RespondentKind(kind)), department) for kind, department in db.session.execute(rows)}
    if not about:
        return lambda _text: []
    units = _units()
    places, staff_in = _places(units), _staff(units)
    known = [name for unit in units if unit.whom in about for name in names_of(unit, places)]

    def find(text: str) -> list[tuple[str, bool]]:
        said, found = Said(text), [*known]
        for hit in staff_in(said):
            if hit.whom in about:
                found.append((hit.written or hit.phrase, hit.sure))
            elif hit.sure and hit.whom.department_id:
                found.append((hit.written or hit.phrase, False))
        return found

    return find


def could_be_staff(text: str) -> bool:
    """Whether somebody of the chamber or the street office may be meant: not where only an outside firm is named."""
    said = Said(text)
    return not OUTSIDE.search(said.text) or STAFF.search(said.text) is not None or any(_staff(_units())(said))


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


def _places(units: Iterable[Unit]) -> frozenset[str]:
    return places_in([settings().chamber_name, *(unit.name for unit in units)])


def _staff(units: list[Unit]) -> Callable[[Said], list[Hit]]:
    """A finder of the staff and the departments in texts; asks for them once."""
    places, people = _places(units), _people()

    def find(said: Said) -> list[Hit]:
        of_units = list(departments_in(said, units, places))
        named = [hit.phrase for hit in of_units if hit.sure]
        return [*of_units, *offices_in(said, places, named), *people_in(said, people)]

    return find


def _units() -> list[Unit]:
    rows = db.session.execute(select(Department.id, Department.name, Department.short_name, Department.popular_names))
    return [Unit(Whom(RespondentKind.DEPARTMENT, id_), *names) for id_, *names in rows]


def _people() -> list[Person]:
    nothing, nowhere = literal(""), literal(None, Integer)
    of_units = (
        select(Account.name, AccountRole.role, nowhere.label("department"), nothing.label("title"))
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role.in_(UNITS))
    )
    handlers = select(Account.name, nothing, DepartmentHandler.department_id, nothing).join(
        DepartmentHandler, DepartmentHandler.account_id == Account.id
    )
    listed = select(DepartmentPerson.name, nothing, DepartmentPerson.department_id, DepartmentPerson.title)
    found = []
    for name, role, department, title in db.session.execute(union_all(of_units, handlers, listed)):
        whom = Whom(RespondentKind.DEPARTMENT, department) if department else Whom(UNITS[Role(role)])
        found.append(Person(name, whom, title))
    return found


def _firms(said: Said, places: frozenset[str], but: int | None) -> Iterator[Hit]:
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
