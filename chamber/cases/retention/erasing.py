"""Erases whose a complaint was: its author, their firm, their words, evidence and files; and from all that others
wrote every name that the roster knows. What figures count, who worked on it, and the log stay.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import delete, select, update

from ... import clock
from ...errors import DomainError
from ...extensions import db, each_alone
from ...files import services as files
from ...files.models import StoredFile
from ...measures import indexed as measures_indexed
from ...measures.models import Measure, MeasureFile, MeasureNote
from ...members.models import Member, MemberNote
from ...notifications import services as notifications
from ...rights import Role
from ..access import masks
from ..access.visibility import is_erased
from ..doing.desk import note
from ..force.models import CaseForce
from ..letters.models import CaseLetter
from ..models import (
    Case,
    CaseColleague,
    CaseEvent,
    CaseExtension,
    CaseFile,
    CaseRecusal,
    CaseRound,
)
from ..models_authors import CaseConsent, CaseReceipt, CaseSuccession
from ..outside.models import CaseOutside
from ..paths.models import CaseFollowUp
from ..pausing.models import CaseMonitoring
from ..rules.acts import Act, Audience
from ..rules.hand import load
from ..rules.workflow import BY_ACT
from ..search import indexed
from . import due
from .models import CaseErasure, CaseHold

SUBJECT = "case:"
OWN_FIELDS = ("evidence", "wish", "about", "author_phone")
"""The author's own, which nobody else ever read."""
MASKED: dict[Any, tuple[str, ...]] = {
    CaseRound: ("answer", "reason", "next_path"),
    CaseExtension: ("reason",),
    CaseConsent: ("purpose", "legal_duty"),
    CaseRecusal: ("reason",),
    CaseMonitoring: ("condition",),
    CaseFollowUp: ("result",),
    CaseOutside: ("reply",),
    CaseHold: ("reason",),
    CaseForce: ("purpose",),
    CaseLetter: ("title", "text"),
}
"""What those who work on a case write, by table."""
Mask = Callable[[str], str]


def erase_each_day() -> str:
    """Erase what is due by now, each case in a transaction of its own; gives a sentence for the log of the pass.

    Harmless when repeated, and what lost days left is made up for. DomainError where one could not be erased.
    """
    done = each_alone(due.to_erase(), _erase, "the identity of case %d could not be erased")
    erased, failed = done["erased"], done["failed"]
    if failed:
        raise DomainError(f"identities erased: {erased}. {failed} could not be; the lines above say why.")
    return f"identities erased: {erased}" if erased else ""


def _erase(case_id: int) -> list[str]:
    return ["erased"] if erase_identity(case_id) else []


def erase_again(subjects: Collection[str]) -> int:
    """Erase what was erased before an older backup was put back (`case:12`); how many there were."""
    numbers = (subject.removeprefix(SUBJECT) for subject in subjects if subject.startswith(SUBJECT))
    return sum(erase_identity(int(number), ended=False) for number in sorted(numbers) if number.isdecimal())


def erase_identity(case_id: int, *, ended: bool = True) -> bool:
    """Erase the identity of one case; whether there was one to erase.

    `ended`: only where its time is over and nobody holds it, seen again now that the case is locked.
    """
    case = db.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    over = select(Case.id).where(Case.id == case_id, due.is_over())
    if case is None or is_erased(case) or (ended and db.session.scalar(over) is None):
        return False
    firm = db.session.get_one(Member, case.member_id)
    db.session.add(CaseErasure(case_id=case.id, community=firm.community, at=clock.now()))
    masker = masks.masker(case)
    measures = _measures(case)
    _words(case, measures, lambda text: masker.mask(text)[0])
    _files(case, measures)
    _people(case)
    db.session.flush()
    indexed.fill(case)
    if measures:
        measures_indexed.put(*(one.id for one in measures))
    for subject in (f"{SUBJECT}{case.id}", *(f"measure:{one.id}" for one in measures)):
        notifications.forget(subject)
    note(load(case, None), Act.ERASE_IDENTITY)
    return True


def _measures(case: Case) -> Sequence[Measure]:
    query = select(Measure).where(Measure.subject_kind == "case", Measure.subject_id == case.id)
    return db.session.scalars(query).all()


def _words(case: Case, measures: Sequence[Measure], mask: Mask) -> None:
    """What the member wrote is replaced by what was released of it, and names in what others wrote by blanks."""
    _mask([case], ("released_title", "released_story", "next_step", "others_step"), mask)
    case.title, case.story = case.released_title, case.released_story
    for name in OWN_FIELDS:
        setattr(case, name, "")
    for event in db.session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id)):
        _mask([event], ("released_text", "text"), mask)
        if _is_members(event):
            event.text = event.released_text
        if event.role == Role.MEMBER:
            event.account_id = None
    for model, names in MASKED.items():
        _mask(db.session.scalars(select(model).where(model.case_id == case.id)), names, mask)
    _mask(measures, ("title", "details", "ordered_by", "order_number", "result", "drop_reason"), mask)
    notes = select(MeasureNote).where(MeasureNote.measure_id.in_([one.id for one in measures]))
    _mask(db.session.scalars(notes), ("text",), mask)


def _mask(rows: Any, names: tuple[str, ...], mask: Mask) -> None:
    for row in rows:
        for name in names:
            # What stands for a name may be longer than the name.
            longest = getattr(row.__table__.c[name].type, "length", None)
            if text := getattr(row, name):
                setattr(row, name, mask(text)[:longest])


def _is_members(event: CaseEvent) -> bool:
    """Whether its words are the member's own, or for the member and who runs the case alone."""
    row = BY_ACT[Act(event.act)]
    return row.own_words or row.for_author or event.audience in (Audience.WORDS, Audience.AUTHOR)


def _files(case: Case, measures: Sequence[Measure]) -> None:
    """All of them, those of its measures too: what a picture shows nobody can mask."""
    rows = db.session.scalars(select(CaseFile).where(CaseFile.case_id == case.id)).all()
    of_measures = select(MeasureFile).where(MeasureFile.measure_id.in_([one.id for one in measures]))
    papers = db.session.scalars(of_measures).all()
    numbers = {number for row in rows for number in (row.file_id, row.released_file_id) if number}
    numbers |= {row.file_id for row in papers}
    for row in (*rows, *papers):
        db.session.delete(row)
    db.session.flush()
    for stored in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(numbers))):
        files.discard(stored)


def _people(case: Case) -> None:
    """Nothing leads to its author, to whoever went on in their place, or to a colleague any more."""
    for model in (CaseReceipt, CaseSuccession, CaseColleague):
        db.session.execute(delete(model).where(model.case_id == case.id))
    db.session.execute(update(CaseOutside).where(CaseOutside.case_id == case.id).values(number=""))
    # From such a note the case was entered: it says the same of the firm as the case did.
    db.session.execute(delete(MemberNote).where(MemberNote.case_id == case.id))
    case.author_contact_id = case.author_account_id = case.member_id = None
    case.locked_at = case.code_lost_at = case.author_left_at = case.author_due_at = None
