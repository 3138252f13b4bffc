"""Begin a term, end one, and take either back while nothing in them was changed since."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, DomainError
from ...extensions import db
from ...language.dates import local_date
from ...rights import Actor
from ...tables.cells import as_text
from .. import rights
from ..models import GoingOn, Member, Position, Term
from ..positions import end_running, refresh_offices
from ..record import indexed
from ..record.fields import required_day
from ..services import IN_DIRECTORY
from . import reading


@dataclass(frozen=True)
class Handover:
    """The terms and the offices that end with a new term."""

    terms: list[Term]
    offices: list[Position] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """A mark of what was shown; see `reading.mark`."""
        return reading.mark(term.id for term in self.terms)

    @property
    def by_office(self) -> list[tuple[str, list[Position]]]:
        """The offices, those of one name together, the highest first."""
        return [(office, list(rows)) for office, rows in groupby(self.offices, key=attrgetter("office"))]

    @property
    def may_go_on(self) -> list[Position]:
        """The offices that can be carried over: those of members on the roster."""
        return [row for row in self.offices if row.member.status in IN_DIRECTORY]

    def chosen(self, going_on: str, ticked: Iterable[int]) -> list[Position]:
        """The offices that go on by this choice; DomainError at a wrong field."""
        there = self.may_go_on
        wanted = set(ticked) & {row.id for row in there}
        if going_on not in set(GoingOn):
            raise DomainError(_("Please choose who continues in office."), field="going_on")
        if going_on in (GoingOn.ALL_BUT, GoingOn.ONLY) and not wanted:
            raise DomainError(_("Please tick at least one, or choose all or nobody above."), field="ticked")
        if going_on == GoingOn.NOBODY:
            return []
        return [row for row in there if going_on == GoingOn.ALL or (row.id in wanted) == (going_on == GoingOn.ONLY)]


def handover(*, actor: Actor, lock: bool = False) -> Handover:
    """What a new term would end now."""
    rights.EDIT.demand(actor)
    running = [term for term in reading.every_term() if term.ended_on is None]
    return Handover(running, reading.offices_held_in([term.id for term in running], lock=lock))


def begin(
    name: str,
    began_on: date | str | None,
    *,
    actor: Actor,
    going_on: str = GoingOn.NOBODY,
    ticked: Iterable[int] = (),
    seen: str | None = None,
) -> Term:
    """Begin a term; a running one ends that day with its offices, and those chosen by `going_on` go on in the new one.

    `seen` is the mark of the handover that was shown: Conflict where it is another by now. DomainError at a wrong
    field.
    """
    rights.EDIT.demand(actor)
    reading.lock_terms()
    name, day = _checked_name(name), required_day(began_on, "began_on")
    if any(term.began_on > day or (term.ended_on or day) > day for term in reading.every_term()):
        raise DomainError(_("There is a term that began or ended later."), field="began_on")
    over = handover(actor=actor, lock=True)
    if seen is not None and seen != over.mark:
        raise Conflict(_("Offices have changed since you checked. Please check them again; nothing was saved."))
    chosen = over.chosen(going_on, ticked) if over.offices else []
    for term in over.terms:
        _end(term, day, actor)
    term = _add(name, day)
    db.session.add_all(_carried(row, term) for row in chosen)
    db.session.flush()
    refresh_offices([row.member for row in over.offices])
    indexed.put(row.member_id for row in chosen)
    term.undo = {"began": _to_undo([term, *over.terms], over)}
    counts = {"offices_ended": len(over.offices), "offices_carried": len(chosen)} if over.terms else {}
    audit.record(
        "term.began", "term", term.id, actor=actor, after={"name": name, "began_on": day.isoformat(), **counts}
    )
    return term


def _checked_name(name: str) -> str:
    name = as_text(name)
    if not name or len(name) > 60:
        raise DomainError(_("Please write the name of the term, in at most 60 characters."), field="name")
    if db.session.scalar(select(Term.id).where(Term.name == name)):
        raise _taken()
    return name


def _taken() -> DomainError:
    return DomainError(_("There is a term of this name already."), field="name")


def _add(name: str, day: date) -> Term:
    term = Term(name=name, began_on=day)
    db.session.add(term)
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise _taken() from error
    return term


def _carried(row: Position, term: Term) -> Position:
    person = row.contact if row.contact is not None and row.contact.left_at is None else None
    return Position(
        member_id=row.member_id,
        term_id=term.id,
        contact_id=person.id if person else None,
        office=row.office,
        began_on=max(term.began_on, row.began_on),
    )


def end(term_id: int, ended_on: date | str | None, *, actor: Actor) -> Term:
    """End a running term and its offices. Conflict if it has ended; DomainError at `ended_on`."""
    rights.EDIT.demand(actor)
    reading.lock_terms()
    term = reading.find(term_id, actor=actor)
    if term.ended_on is not None:
        raise Conflict(_("This term has ended already."))
    day = required_day(ended_on, "ended_on")
    over = Handover([term], reading.offices_held_in([term.id], lock=True))
    _end(term, day, actor)
    refresh_offices([row.member for row in over.offices])
    term.undo = {**(term.undo or {}), "ended": _to_undo([term], over)}
    return term


def _end(term: Term, day: date, actor: Actor) -> None:
    if day < term.began_on:
        raise DomainError(_("The term began on %(day)s only.", day=local_date(term.began_on)), field="ended_on")
    term.ended_on = day
    end_running(Position.term_id == term.id, day)
    audit.record("term.ended", "term", term.id, actor=actor, after={"ended_on": day.isoformat()})


def _to_undo(terms: list[Term], over: Handover) -> dict[str, object]:
    return {
        "at": clock.now().isoformat(),
        "terms": [term.id for term in terms],
        "ended_terms": [term.id for term in over.terms],
        "ended_offices": [row.id for row in over.offices],
        "mark": reading.mark(term.id for term in terms),
    }


@dataclass(frozen=True)
class Undo:
    """What can be taken back of a term: that it `began` or `ended`; `at` says when that was entered."""

    act: str
    at: str
    is_possible: bool


def undo_of(term: Term, *, actor: Actor) -> Undo | None:
    """What was last done to a term, and whether it can still be taken back; None where nothing is kept of it."""
    rights.EDIT.demand(actor)
    known = term.undo or {}
    act = next((act for act in ("ended", "began") if act in known), None)
    if act is None:
        return None
    kept = known[act]
    return Undo(act, kept["at"], kept["mark"] == reading.mark(kept["terms"]))


def undo(term_id: int, at: str, *, actor: Actor) -> tuple[str, str]:
    """Take back that a term began or ended: its name, and which of the two it was.

    `at` is when it was entered. Conflict where it is no longer the last act, or offices were changed since.
    """
    rights.EDIT.demand(actor)
    reading.lock_terms()
    term = reading.find(term_id, actor=actor)
    last = undo_of(term, actor=actor)
    if last is None or last.at != at:
        raise Conflict(_("This has already been undone."))
    if not last.is_possible:
        raise Conflict(
            _("This can no longer be undone, because offices have changed since. Please correct them one by one.")
        )
    name, known = term.name, term.undo or {}
    kept = known[last.act]
    offices = reading.offices_in(kept["terms"], lock=True)
    _reopen(offices, kept)
    if last.act == "began":
        db.session.execute(delete(Position).where(Position.term_id == term.id))
        db.session.delete(term)
    else:
        term.undo = {act: what for act, what in known.items() if act != "ended"}
    db.session.flush()
    members = select(Member).where(Member.id.in_({row.member_id for row in offices}))
    refresh_offices(db.session.scalars(members))
    if last.act == "began":
        indexed.put(row.member_id for row in offices)
        audit.record("term.begin_undone", "term", term_id, actor=actor, before={"name": name})
    for ended_id in kept["ended_terms"]:
        audit.record("term.end_undone", "term", ended_id, actor=actor, before={"name": name})
    return name, last.act


def _reopen(offices: list[Position], kept: dict[str, list[int]]) -> None:
    for row in offices:
        if row.id in kept["ended_offices"]:
            row.ended_on = None
    for term in reading.every_term():
        if term.id in kept["ended_terms"]:
            term.ended_on = None
    db.session.flush()
