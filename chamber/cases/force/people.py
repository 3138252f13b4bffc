"""Who can sit in a task force: people of the departments at work who see the case; of one that nobody signs in for a
person in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from ...directory.models import Department
from ...errors import DomainError
from ...extensions import db
from ...language.text import checked_text, clean
from ..access import eligible
from ..doing.releasing import refuse_telling
from ..rules.hand import Hand
from . import may

LONGEST_NAME = 40


@dataclass(frozen=True)
class Seat:
    """A person as chosen: an account of a department, or a name where nobody of it signs in."""

    department_id: int
    account_id: int | None = None
    name: str = ""

    @property
    def key(self) -> str:
        """As a form calls the account."""
        return f"{self.department_id}-{self.account_id or 0}"


@dataclass(frozen=True)
class Unit:
    """A department at work on the case, and who of it can sit."""

    id: int
    name: str
    short: str
    is_lead: bool
    accounts: tuple[tuple[int, str], ...]
    """Number and name; empty where nobody of it signs in, or all are kept out."""


def units(hand: Hand) -> list[Unit]:
    """The departments at work on the case, the lead first, each with who can sit."""
    ids = [row.department_id for row in hand.assignments]
    found = {row.id: row for row in db.session.scalars(select(Department).where(Department.id.in_(ids)))}
    free = eligible.handlers_free_for(hand.case, ids)
    return [
        Unit(
            one,
            found[one].name,
            found[one].short_name or found[one].name,
            one == hand.case.lead_department_id,
            tuple((row.account_id, row.name) for row in free if row.department_id == one),
        )
        for one in ids
    ]


def in_words(typed: str, of: Sequence[Unit]) -> list[Seat]:
    """The people of departments that nobody signs in for, one a line: the department, then the name.

    DomainError at `named` for a line of another department, or a name that is too long; a department alone is nobody.
    """
    seats = []
    for line in clean(typed, lines=True).splitlines():
        words = line.strip()
        unit = next((one for one in of for name in (one.name, one.short) if words.startswith(name)), None)
        if unit is None or unit.accounts:
            raise DomainError(
                _("“%(line)s” does not begin with one of these departments: %(names)s.", line=words, names=_names(of))
                if _names(of)
                else _("Somebody of each of these departments signs in: please tick them above."),
                field="named",
            )
        name = words.removeprefix(unit.name if words.startswith(unit.name) else unit.short).strip(" ：:，,")
        if name:
            seats.append(Seat(unit.id, None, checked_text(name, LONGEST_NAME, "named")))
    return seats


def _names(of: Sequence[Unit]) -> str:
    return _(", ").join(one.short for one in of if not one.accounts)


def checked(hand: Hand, lead: Seat | None, others: Iterable[Seat]) -> list[Seat]:
    """The seats, the lead first, each person once.

    DomainError where somebody cannot sit, the lead is none of the lead department, or too few departments have people.
    """
    of = {one.id: one for one in units(hand)}
    seats = list(dict.fromkeys([*([lead] if lead else []), *others]))
    for seat in seats:
        unit = of.get(seat.department_id)
        if unit is None or (seat.account_id is None) == bool(unit.accounts):
            raise DomainError(_("Please choose people of the departments at work."), field="people")
        if seat.account_id is not None and seat.account_id not in dict(unit.accounts):
            raise DomainError(_("Please choose people of the departments at work."), field="people")
    first = lead or next((one for one in seats if of[one.department_id].is_lead), None)
    if first is None or not of[first.department_id].is_lead:
        raise DomainError(_("Please choose who leads it: somebody of the lead department."), field="lead")
    if len({one.department_id for one in seats}) < may.LEAST:
        raise DomainError(_("Please choose people of at least two departments."), field="people")
    refuse_telling(hand.case, {"named": "\n".join(one.name for one in seats)})
    return [first, *(one for one in seats if one != first)]
