"""Officers of a running term, many at once: named one a line under their office, by firm, by person, or by both."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from ...errors import Conflict, DomainError, Several
from ...extensions import db
from ...language.text import clean
from ...rights import Actor
from .. import positions, rights
from ..models import RANK, Contact, Member, Position
from ..roster import called
from . import reading
from .beside import settle

MAX_NAMES = 200
_PARTS = re.compile(r"[\s,，、:：;；()（）/]+")


class _Officer(NamedTuple):
    """Whom a line under an office names."""

    line: str
    office: str
    firms: dict[int, str]
    """The firms that may be meant, and what they are called."""
    contact_id: int | None
    problem: str
    """What is wrong with the line, as a sentence."""


def elect(
    term_id: int, typed: Mapping[str, str], began_on: date | str | None, *, actor: Actor, beside: str | None = None
) -> list[Position]:
    """Give offices of a running term to all who are named, by office; `beside`: see `beside.settle`.

    Several, with a sentence on each line that names nobody or somebody who cannot have the office: then nobody has one.
    """
    rights.EDIT.demand(actor)
    if reading.find(term_id, actor=actor).ended_on is not None:
        raise Conflict(_("This term has ended already."))
    officers = list(_named(typed))
    if not officers:
        raise DomainError(_("Please name at least one firm or person."))
    if len(officers) > MAX_NAMES:
        raise DomainError(_("At most %(most)s can be named at once.", most=MAX_NAMES))
    if wrong := [DomainError(one.problem, field=one.office) for one in officers if one.problem]:
        raise Several(*wrong)
    # All in one order before the term, as one appointment does it: two at work at once never wait for each other.
    members = sorted({next(iter(one.firms)) for one in officers})
    db.session.scalars(select(Member).where(Member.id.in_(members)).order_by(Member.id).with_for_update()).all()
    given = {(next(iter(one.firms)), one.office) for one in officers}
    settle(given, term_id, began_on, beside, actor=actor)
    return _appointed(officers, term_id, began_on, actor)


def give(
    member_id: int,
    *,
    office: str,
    term_id: int,
    began_on: date | str | None,
    contact_id: int | None,
    beside: str,
    actor: Actor,
) -> Position:
    """Appoint one member, as `positions.appoint`, after `beside.settle`."""
    rights.EDIT.demand(actor)
    settle({(member_id, office)}, term_id, began_on, beside, actor=actor)
    named: dict[str, Any] = {"contact_id": contact_id, "office": office, "term_id": term_id}
    return positions.appoint(member_id, began_on=began_on, actor=actor, **named)


def _appointed(officers: list[_Officer], term_id: int, began_on: date | str | None, actor: Actor) -> list[Position]:
    given, wrong = [], []
    for one in officers:
        named: dict[str, Any] = {"contact_id": one.contact_id, "office": one.office, "term_id": term_id}
        try:
            given.append(positions.appoint(next(iter(one.firms)), began_on=began_on, actor=actor, **named))
        except DomainError as error:
            if error.field == "began_on":
                raise
            wrong.append(DomainError(_("“%(line)s”: %(reason)s", line=one.line, reason=error), field=one.office))
    if wrong:
        raise Several(*wrong)
    return given


def _named(typed: Mapping[str, str]) -> Iterator[_Officer]:
    lines = [(office, line) for office in RANK for line in map(clean, typed.get(office, "").splitlines()) if line]
    words = {word for _office, line in lines for word in _PARTS.split(line)}
    query = select(Contact).where(Contact.name.in_(words), Contact.left_at.is_(None)).order_by(Contact.id)
    people, roster = db.session.scalars(query).all(), called.on_roster() if lines else []
    for office, line in lines:
        yield _officer(line, office, people, roster)


def _officer(line: str, office: str, people: Sequence[Contact], roster: Sequence[called.Named]) -> _Officer:
    words = _PARTS.split(line)
    there = {one.id: one.name for one in roster}
    here = [one for one in people if one.name in words and one.member_id in there]
    rest = " ".join(word for word in words if word not in {one.name for one in here})
    firms = called.called(rest, roster) if rest else {one.member_id: there[one.member_id] for one in here}
    persons = [one for one in here if one.member_id in firms]
    if len({one.member_id for one in persons}) == 1:
        firms = {persons[0].member_id: there[persons[0].member_id]}
    problem = " ".join(called.problems({line: firms}))
    if here and not persons and not problem:
        problem = _("“%(line)s”: this person is no contact of the firm.", line=line)
    return _Officer(line, office, firms, persons[0].id if persons else None, problem)
