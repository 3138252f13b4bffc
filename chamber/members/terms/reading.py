"""Reading the terms of the chamber and the offices held in them."""

import hashlib
import json
from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, selectinload

from ...errors import found
from ...extensions import db, lock_area
from ...rights import Actor
from .. import rights
from ..models import RANK, Member, Office, Position, Term
from ..services import FORMER
from .naming import next_name


def terms(*, actor: Actor) -> list[Term]:
    """All terms, the newest first, for who may change them."""
    rights.EDIT.demand(actor)
    return every_term()


def every_term() -> list[Term]:
    """The same for a service that has asked for the right."""
    return list(db.session.scalars(select(Term).order_by(Term.began_on.desc(), Term.id.desc())))


def likely_name(*, actor: Actor) -> str:
    """What the next term is probably called; empty where nobody can guess it."""
    newest = next(iter(terms(actor=actor)), None)
    return next_name(newest.name) if newest else ""


def current_term() -> Term | None:
    """The current term; None if there is none."""
    return next((term for term in every_term() if term.ended_on is None), None)


def find(term_id: int, *, actor: Actor) -> Term:
    """A term, for the secretariat; NotFound if there is none."""
    rights.EDIT.demand(actor)
    return found(db.session.get(Term, term_id), _("Term not found."))


def lock_terms() -> None:
    """Let nobody else begin, end or fill a term until the transaction ends."""
    lock_area("terms")
    db.session.scalars(select(Term).with_for_update().execution_options(populate_existing=True)).all()


def offices_of(term: Term, *, actor: Actor) -> list[Position]:
    """Every office that is or was held in a term, the highest first, for its page."""
    rights.EDIT.demand(actor)
    return offices_in([term.id])


def offices_in(term_ids: Iterable[int], *, lock: bool = False) -> list[Position]:
    """Every office that is or was held in these terms, the highest first."""
    return _offices(Position.term_id.in_(list(term_ids)), lock=lock)


def offices_held_in(term_ids: Iterable[int], *, lock: bool = False) -> list[Position]:
    """The offices in these terms that somebody holds now, the highest first."""
    return _offices(Position.term_id.in_(list(term_ids)), Position.ended_on.is_(None), lock=lock)


def _offices(*which: ColumnElement[bool], lock: bool) -> list[Position]:
    query = (
        select(Position)
        .join(Position.member)
        .where(*which)
        .options(contains_eager(Position.member), selectinload(Position.contact))
    )
    if lock:
        query = query.with_for_update(of=Position).execution_options(populate_existing=True)
    rows = db.session.scalars(query).all()
    return sorted(rows, key=lambda row: (RANK[Office(row.office)], row.member.name_key, row.id))


def office_counts(*, actor: Actor) -> dict[int, int]:
    """How many offices are or were held in each term."""
    rights.EDIT.demand(actor)
    query = select(Position.term_id, func.count()).group_by(Position.term_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def mark(term_ids: Iterable[int]) -> str:
    """A mark of all terms and of each office in these: another one as soon as any of them was changed."""
    rows = offices_in(term_ids)
    days = [[term.id, term.name, str(term.began_on), str(term.ended_on)] for term in every_term()]
    offices = [
        [row.id, row.member_id, row.office, row.contact_id, str(row.began_on), str(row.ended_on), _has_left(row.member)]
        for row in sorted(rows, key=lambda row: row.id)
    ]
    return hashlib.sha256(json.dumps([days, offices]).encode()).hexdigest()[:32]


def _has_left(member: Member) -> bool:
    return member.status in FORMER
