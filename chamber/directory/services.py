"""The directory of departments: search, create, edit, and note that an entry was verified."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from .. import clock
from ..audit import services as audit
from ..errors import Conflict, DomainError, at_field
from ..extensions import db, find_one
from ..language.codes import uscc
from ..language.phones import phone, show_phone
from ..language.text import checked_text, clean, excerpt
from ..registry.finds import Hit
from ..rights import Actor
from ..search import index, tokens
from . import popular, rights
from .models import Circle, Department, DepartmentKind, DepartmentPerson
from .signals import renamed

VERIFY_EVERY = timedelta(days=180)
"""After that the directory asks the secretariat to call and verify the entry."""

MAX_PEOPLE = 40


@dataclass(frozen=True)
class Person:
    """A person whom firms may ring, as typed."""

    name: str
    title: str = ""
    duty: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Details:
    """What the directory says about a department, as typed."""

    name: str
    short_name: str = ""
    popular_names: str = ""
    duties: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""
    uscc: str = ""
    kind: str = DepartmentKind.DEPARTMENT.value
    position: int = 0
    people: tuple[Person, ...] = ()


TEXTS = ("name", "short_name", "popular_names", "duties", "phone", "address", "hours", "uscc")


def unverified(_actor: Actor) -> ScalarSelect[int]:
    """How many entries nobody has verified for half a year, as a part of a query."""
    oldest = clock.today() - VERIFY_EVERY
    stale = (Department.verified_on < oldest) | Department.verified_on.is_(None)
    return select(func.count()).select_from(Department).where(stale).scalar_subquery()


def can_edit(actor: Actor) -> bool:
    """The secretariat keeps the directory."""
    return rights.EDIT.allows(actor)


def departments(query: str = "", *, actor: Actor) -> list[Department]:
    """All departments in their order, or those in which every word of the query is found."""
    rights.READ.demand(actor)
    rows = select(Department).where(found(actor, query)).options(selectinload(Department.people))
    return list(db.session.scalars(rows.order_by(Department.position, Department.id)))


def found(actor: Actor, typed: str) -> ColumnElement[bool]:
    """Condition: departments in which every word of this is found."""
    circles = (Circle.OPEN, Circle.EDITORS) if can_edit(actor) else (Circle.OPEN,)
    return index.holds("directory", Department.id, typed, *circles)


def hits(_actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These departments as the search shows them."""
    rows = db.session.scalars(select(Department).where(Department.id.in_(ids)))
    return {
        row.id: Hit(row.name, "directory.department", {"department_id": row.id}, excerpt(row.duties, 60))
        for row in rows
    }


def docs(ids: Sequence[int]) -> dict[int, str]:
    """By what each of these departments is found."""
    rows = select(Department).where(Department.id.in_(ids)).options(selectinload(Department.people))
    return {row.id: _doc(row) for row in db.session.scalars(rows)}


def put(row: Department) -> None:
    """Let the department be found by what the directory says of it now."""
    index.put("directory", {row.id: _doc(row)})


def _doc(row: Department) -> str:
    people = row.people
    words = (word for person in people for word in (person.title, person.duty))
    return tokens.doc(
        tokens.named(Circle.OPEN, row.name, row.short_name),
        tokens.named(Circle.OPEN, *(person.name for person in people), person=True),
        tokens.written(Circle.OPEN, row.duties, row.address, row.hours, *words),
        tokens.coded(Circle.OPEN, *_dialled(row.phone), *(part for one in people for part in _dialled(one.phone))),
        tokens.written(Circle.EDITORS, *popular.parted(row.popular_names)),
    )


def _dialled(number: str) -> Iterator[str]:
    """A stored number as it is dialled here, and its extension, which is found alone too."""
    whole, _sign, extension = show_phone(number).partition("-")
    yield from (whole + extension, extension)


def find(department_id: int, *, actor: Actor) -> Department:
    """The department with this number; NotFound where there is none."""
    rights.READ.demand(actor)
    return _find(department_id)


def _find(department_id: int, *, lock: bool = False) -> Department:
    missing = _("This department is not in the directory.")
    return find_one(select(Department).where(Department.id == department_id), missing, lock=lock, fresh=True)


def needs_verifying(row: Department) -> bool:
    """Whether nobody has looked at this entry for half a year."""
    return row.verified_on is None or row.verified_on + VERIFY_EVERY < clock.today()


def create(details: Details, *, actor: Actor) -> Department:
    """Add a department; DomainError where a word is missing or too long, Conflict where the name is taken.

    Where no popular names were typed it gets the usual ones: they decide who is recognised in a complaint.
    """
    rights.EDIT.demand(actor)
    details = _cleaned(details)
    if not details.popular_names:
        details = replace(details, popular_names=popular.proposed(details.name))
    row = Department(verified_on=clock.today())
    db.session.add(row)
    _fill(row, details)
    audit.record("directory.created", "directory", row.id, actor=actor, after=_logged(row))
    return row


def edit(department_id: int, details: Details, *, actor: Actor, version: int) -> Department:
    """Change a department; `version` is the one that the form showed. Conflict where somebody was quicker."""
    rights.EDIT.demand(actor)
    details = _cleaned(details)
    row = locked(department_id, version)
    before = _logged(row)
    _fill(row, details)
    old, new = audit.changes(before, _logged(row))
    if new:
        audit.record("directory.edited", "directory", row.id, actor=actor, before=old, after=new)
    if not new.keys().isdisjoint(("name", "short_name")):
        renamed.send(None, department_id=row.id)
    return row


def verify(department_id: int, *, actor: Actor) -> Department:
    """Note that somebody has checked today that all of this is right."""
    rights.EDIT.demand(actor)
    row = find(department_id, actor=actor)
    before, row.verified_on = row.verified_on, clock.today()
    audit.record(
        "directory.verified",
        "directory",
        row.id,
        actor=actor,
        before={"verified_on": before.isoformat() if before else None},
        after={"verified_on": row.verified_on.isoformat()},
    )
    return row


def locked(department_id: int, version: int) -> Department:
    """The department, locked until the transaction ends; Conflict where it is not at this version any more."""
    row = _find(department_id, lock=True)
    if row.version != version:
        raise Conflict(_("Someone else has changed this department since you opened the page."))
    return row


def _fill(row: Department, details: Details) -> None:
    for name in (*TEXTS, "kind", "position"):
        setattr(row, name, getattr(details, name))
    row.people = [
        DepartmentPerson(name=one.name, title=one.title, duty=one.duty, phone=one.phone, position=place)
        for place, one in enumerate(details.people)
    ]
    if row.id:
        # People are rows of their own: without this a change of them alone would not count up the version.
        flag_modified(row, "name")
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict(_("There is a department of this name already."), field="name") from None
    put(row)


def _cleaned(details: Details) -> Details:
    if details.kind not in set(DepartmentKind):
        raise DomainError(_("Please choose one."), field="kind")
    people = tuple(_cleaned_person(one) for one in details.people if any(map(clean, vars(one).values())))
    if len(people) > MAX_PEOPLE:
        raise DomainError(_("A department can have at most %(count)s people here.", count=MAX_PEOPLE), field="people")
    return replace(
        details,
        name=checked_text(details.name, 120, "name", _("Please enter a name.")),
        short_name=checked_text(details.short_name, 40, "short_name"),
        popular_names=checked_text("、".join(popular.parted(details.popular_names)), popular.LONGEST, "popular_names"),
        duties=checked_text(details.duties, 4000, "duties", lines=True),
        phone=_number(details.phone, "phone", phone),
        address=checked_text(details.address, 200, "address"),
        hours=checked_text(details.hours, 120, "hours"),
        uscc=_number(details.uscc, "uscc", uscc),
        position=min(max(details.position, 0), 9999),
        people=people,
    )


def _cleaned_person(one: Person) -> Person:
    return Person(
        name=checked_text(one.name, 60, "people", _("Please enter a name.")),
        title=checked_text(one.title, 60, "people"),
        duty=checked_text(one.duty, 200, "people"),
        phone=_number(one.phone, "people", phone),
    )


def _number(typed: str, field: str, read: Callable[[str], str]) -> str:
    if not clean(typed):
        return ""
    with at_field(field):
        return read(typed)


def _logged(row: Department) -> dict[str, object]:
    people = [[one.name, one.title, one.duty, one.phone] for one in row.people]
    return {**{name: getattr(row, name) for name in (*TEXTS, "kind", "position")}, "people": people}
