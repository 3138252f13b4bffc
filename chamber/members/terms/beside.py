"""Somebody who holds an office is given another one in the same term: does the first one end, or are both held?"""

from collections.abc import Collection
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select, tuple_

from ...errors import DomainError
from ...extensions import db
from ...rights import Actor
from .. import positions, rights
from ..models import RANK, Beside, Member, Office, Position
from ..record.fields import required_day


def settle(
    given: Collection[tuple[int, str]], term_id: int, began_on: date | str | None, choice: str | None, *, actor: Actor
) -> None:
    """Before these members are given these offices: end what they hold in this term, or leave it, by `Beside`.

    DomainError at `beside`, with who holds what, where it was not chosen. What would have begun on that day or later
    was never held: it is taken away. `choice` None: nobody was asked, and both are held.
    """
    if choice in (None, Beside.BOTH):
        return
    held = _held(given, term_id)
    if held and choice != Beside.ENDS:
        raise DomainError(_already(held), field="beside")
    for row in held:
        if row.began_on < required_day(began_on, "began_on"):
            positions.end(row.member_id, row.id, began_on, actor=actor)
        else:
            positions.take_away(row.member_id, row.id, version=positions.mark_of(row), actor=actor)


def already(member_id: int, *, actor: Actor) -> str:
    """That the member holds an office now, as a sentence, for the page that gives it another one; "" where not."""
    rights.EDIT.demand(actor)
    held = _running(Position.member_id == member_id)
    return _already(held) if held else ""


def _held(given: Collection[tuple[int, str]], term_id: int) -> list[Position]:
    return _running(
        Position.term_id == term_id,
        Position.member_id.in_({member_id for member_id, _office in given}),
        tuple_(Position.member_id, Position.office).not_in(list(given)),
    )


def _running(*which: ColumnElement[bool]) -> list[Position]:
    query = (
        select(Position)
        .join(Member, Member.id == Position.member_id)
        .where(Position.ended_on.is_(None), Position.office != Office.MEMBER, *which)
    )
    return sorted(db.session.scalars(query), key=lambda row: (row.member.name_key, RANK[Office(row.office)]))


def _already(held: list[Position]) -> str:
    known = [_("%(name)s (%(office)s)", name=row.member.label, office=Office(row.office).label) for row in held]
    return _(
        "Already in office in this term: %(who)s. Please choose whether that office ends or both are held.",
        who=_(", ").join(known),
    )
