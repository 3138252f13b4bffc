"""What all acts on a measure share: the lock, what may be done now, the state, the note, papers."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from .. import clock
from ..audit import services as audit
from ..errors import TWICE, Conflict, DomainError, Forbidden, Repeated
from ..extensions import db
from ..files import services as files
from ..files.models import StoredFile
from ..files.services import PreparedFile
from ..language.text import checked_text
from ..rights import Actor, Right
from ..workdays import services as workdays
from ..workdays.colours import blue_from
from . import indexed, rights
from .access import find, is_held, measured, owns, runs
from .models import Measure, MeasureFile, MeasureNote
from .words import OWNERS_WORDS, Act, Paper, State

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
MAX_FILES, MAX_TEXT = 10, 2_000
MOVES: dict[Act, tuple[frozenset[State], State]] = {
    Act.NOTE: (frozenset({State.OPEN, State.DONE}), State.OPEN),
    Act.POSTPONE: (frozenset({State.OPEN}), State.OPEN),
    Act.PASS_ON: (frozenset({State.OPEN}), State.OPEN),
    Act.DONE: (frozenset({State.OPEN}), State.DONE),
    Act.CONFIRM: (frozenset({State.DONE}), State.CONFIRMED),
    Act.REOPEN: (frozenset({State.DONE, State.CONFIRMED, State.DROPPED}), State.OPEN),
    Act.DROP: (frozenset({State.OPEN, State.DONE}), State.DROPPED),
}
"""Act → (states before, state after)."""
RIGHTS: dict[Act, Right] = {
    **dict.fromkeys((Act.POSTPONE, Act.PASS_ON, Act.REOPEN, Act.DROP), rights.GIVE),
    **dict.fromkeys((Act.NOTE, Act.DONE), rights.REPORT),
    Act.CONFIRM: rights.CONFIRM,
}
LOGGED = {
    Act.NOTE: "measure.noted",
    Act.POSTPONE: "measure.postponed",
    Act.PASS_ON: "measure.passed_on",
    Act.DONE: "measure.done",
    Act.CONFIRM: "measure.confirmed",
    Act.REOPEN: "measure.reopened",
    Act.DROP: "measure.dropped",
}
MOVED_ON = _l("Somebody else was quicker: this measure stands otherwise now. Please look at it again.")


def acts_for(row: Measure, actor: Actor) -> frozenset[Act]:
    """What this person may do with the measure now."""
    there = {act for act, (sources, _target) in MOVES.items() if row.state in sources and RIGHTS[act].allows(actor)}
    if not there:
        return frozenset()
    is_running, is_own = runs(actor, row), owns(actor, row)
    for act in tuple(there):
        match RIGHTS[act]:
            case rights.GIVE if not is_running:
                there.discard(act)
            case rights.REPORT if not (is_running or is_own):
                there.discard(act)
            case rights.CONFIRM if row.done_by_id == actor.account_id or not (is_running or _watches(actor, row)):
                there.discard(act)
    return frozenset(there)


def _watches(actor: Actor, row: Measure) -> bool:
    """Whether the leader reads enough of it to confirm it."""
    return rights.CONFIRM.of(actor) is rights.RELEASED and not is_held(actor, row)


def take(reference: str, act: Act, actor: Actor) -> Measure:
    """The measure, locked, for this act.

    NotFound where this person does not see it, Forbidden where it is not theirs to do, Conflict where it stands
    otherwise by now.
    """
    row = find(reference, actor, lock=True)
    if act in acts_for(row, actor):
        return row
    if row.state not in MOVES[act][0]:
        raise Conflict(str(MOVED_ON))
    if act == Act.CONFIRM and row.done_by_id == actor.account_id:
        raise Forbidden(_("You have reported it as done yourself: somebody else confirms it."))
    raise Forbidden(_("This is not yours to do."))


def checked_due(day: Any, field: str = "due_on") -> datetime:
    """The end of this day; DomainError where none was given, or it is over."""
    if day is None:
        raise DomainError(_("Please say by when."), field=field)
    due = workdays.end_of(day)
    if due < clock.now():
        raise DomainError(_("This day is over. Please choose a later one."), field=field)
    if day.year > clock.today().year + 10:
        raise DomainError(_("This date is too far away."), field=field)
    return due


def set_due(row: Measure, due: datetime) -> None:
    """Another date; that it was late already stays known."""
    mark_overdue(row)
    row.due_at, row.blue_at = due, blue_from(clock.now(), due)


def mark_overdue(row: Measure) -> None:
    """Nothing clears it."""
    if row.state == State.OPEN and row.due_at < clock.now():
        row.was_overdue = True


def refuse_names(row: Measure, actor: Actor, **texts: str) -> None:
    """Refuse words of who gives it that tell its owner what they must not learn."""
    one = measured().get(row.subject_kind)
    if one is not None and row.subject_id is not None and runs(actor, row):
        one.refuse_names(row.subject_id, texts)


def move(row: Measure, act: Act, actor: Actor, text: str = "", **facts: Any) -> MeasureNote:
    """Set the state that the act leads to, write what was said, and log it; call it after everything else."""
    mark_overdue(row)
    if act != Act.NOTE:
        row.state = MOVES[act][1]
    made = note(row, act, actor, text, **facts)
    audit.record(LOGGED[act], "measure", row.id, actor=actor)
    return made


def note(row: Measure, act: Act, actor: Actor, text: str = "", **facts: Any) -> MeasureNote:
    """Write what happened, and let the measure be found by what it says now."""
    on_behalf = act in OWNERS_WORDS and not owns(actor, row)
    made = MeasureNote(
        measure_id=row.id,
        act=act,
        at=clock.now(),
        account_id=actor.account_id,
        role=actor.role,
        on_behalf=on_behalf,
        text=text,
        **facts,
    )
    db.session.add(made)
    indexed.put(row.id)
    return made


def refuse_twice(row: Measure, text: str, uploads: Sequence[PreparedFile], actor: Actor) -> None:
    """Repeated where this person wrote the very same note a moment ago; the measure is locked meanwhile."""
    same = select(MeasureNote.id).where(
        MeasureNote.measure_id == row.id,
        MeasureNote.act == Act.NOTE,
        MeasureNote.account_id == actor.account_id,
        MeasureNote.text == text,
        MeasureNote.at > clock.now() - TWICE,
    )
    last = db.session.scalar(same.order_by(MeasureNote.id.desc()).limit(1))
    if last is None:
        return
    papers = select(StoredFile.sha256).join(MeasureFile, MeasureFile.file_id == StoredFile.id)
    if sorted(db.session.scalars(papers.where(MeasureFile.note_id == last))) == sorted(one.sha256 for one in uploads):
        raise Repeated(_("You have just submitted exactly this; it is there already."))


def needed(typed: str, field: str, missing: str, most: int = MAX_TEXT) -> str:
    """What was typed, cleaned; DomainError at the field where it is empty or too long."""
    return checked_text(typed, most, field, missing, lines=True)


def attach(made: MeasureNote, uploads: Sequence[PreparedFile], paper: Paper, actor: Actor) -> None:
    """Keep these papers with what was said; DomainError at `files` where they are too many."""
    if len(uploads) > MAX_FILES:
        raise DomainError(_("At most %(count)s files.", count=MAX_FILES), field="files")
    for upload in uploads:
        stored = files.store(upload, actor=actor)
        row = MeasureFile(measure_id=made.measure_id, note_id=made.id, file_id=stored.id, paper=paper)
        db.session.add(row)
    if uploads:
        indexed.put(made.measure_id)


def new_reference(year: int) -> str:
    """A new reference such as `CS-2026-7KQ4`: random, so that gaps say nothing, without characters that look alike."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(5))
        reference = f"CS-{year}-{code}"
        if db.session.scalar(select(Measure.id).where(Measure.reference == reference)) is None:
            return reference
