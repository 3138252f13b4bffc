"""Files of a case: those that a person may have, in which copy and under which name."""

from collections import Counter
from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from ...errors import NotFound
from ...extensions import db
from ...files.models import StoredFile
from ...rights import Actor
from ..access.visibility import nameless
from ..models import Case, CaseEvent, CaseFile
from ..rules.acts import Audience, Party
from ..rules.conditions import passed_on
from ..rules.hand import Hand, load
from ..rules.holding import OF_UNITS
from ..search import indexed
from . import traces
from .keys import key_of
from .seen import READS_ALL, SeenFile
from .timeline import is_own, of_department, reads

AT_WORK = frozenset({Party.HANDLER, Party.HELPER})


def files(hand: Hand) -> tuple[SeenFile, ...]:
    """The files that this person may have, under the names that they may read; looked up once for a case in hand."""
    if hand.files is None:
        hand.files = tuple(file for file, _stored in _files(hand))
    return hand.files


def _files(hand: Hand) -> Iterable[tuple[SeenFile, StoredFile]]:
    """Each file with the copy that this person may have: the file itself, or what was released of it."""
    case, parties = hand.case, hand.parties
    if Party.PRESIDENT in parties:
        return
    copy = aliased(StoredFile)
    rows = db.session.execute(
        select(CaseFile, StoredFile, copy, CaseEvent)
        .join(StoredFile, StoredFile.id == CaseFile.file_id)
        .outerjoin(copy, copy.id == CaseFile.released_file_id)
        .outerjoin(CaseEvent, CaseEvent.id == CaseFile.event_id)
        .where(CaseFile.case_id == case.id)
        .order_by(CaseFile.id)
    ).all()
    numbers = Counter[str]()
    for row, original, released, event in rows:
        of_unit = row.audience in OF_UNITS
        own = event is not None and _is_own(event, hand)
        stored = original if _has_original(row, own, hand) else released if _has_copy(row, hand) else None
        if stored is None:
            if event is not None and of_unit and row.looked_at is None and parties & AT_WORK:
                hand.files_wait.add(key_of(CaseEvent, event.id, case))
            continue
        held, runs = nameless(case), Party.RUNNER in parties
        file = SeenFile(
            key=key_of(CaseFile, row.id, case),
            name=stored.name if _reads_name(row, own, hand) else _neutral_name(stored, numbers),
            media_type=stored.media_type,
            size=stored.size,
            event=key_of(CaseEvent, row.event_id, case) if row.event_id else "",
            answers_round=event.round_number if event and row.audience == Audience.ANSWER else None,
            can_release=held and runs and row.audience == Audience.WORDS,
            released=row.released_at is not None,
            kept=row.audience == Audience.AUTHOR,
            can_pass_on=held and runs and of_unit,
            waits=held and runs and of_unit and row.looked_at is None,
            is_passed=row.released_file_id is not None,
            **_for_author(hand, row),
        )
        yield file, stored


def _is_own(event: CaseEvent, hand: Hand) -> bool:
    """Whether it came with something of a department of this person, entered by itself or on its behalf."""
    on_behalf = event.on_behalf and hand.actor is not None and of_department(hand.actor, event.department_id)
    return is_own(event, hand) or on_behalf


def _has_original(row: CaseFile, own: bool, hand: Hand) -> bool:
    """Whether a person has the file itself: of a nameless case a department has what it added, and no other's."""
    if row.audience in OF_UNITS and nameless(hand.case) and not hand.parties & READS_ALL:
        return own and bool(hand.parties & AT_WORK)
    return reads(row, hand.parties, hand.case)


def _has_copy(row: CaseFile, hand: Hand) -> bool:
    """Whether a person has what was released of it: of a department's file another department at work."""
    return row.audience == Audience.WORDS or (row.audience in OF_UNITS and bool(hand.parties & AT_WORK))


def _reads_name(row: CaseFile, own: bool, hand: Hand) -> bool:
    """Whether a file has the name that it was given: that may tell whose the case is, like words."""
    if hand.parties & READS_ALL:
        return True
    return row.audience != Audience.WORDS and (own or not nameless(hand.case))


def _for_author(hand: Hand, row: CaseFile) -> dict[str, bool]:
    """Whether others have it already, and whether its author may still say who gets it."""
    theirs = Party.AUTHOR in hand.parties and row.audience in indexed.OF_MEMBER
    passed = theirs and passed_on(hand, row)
    return {"passed_on": passed, "may_mark": theirs and not passed}


def _neutral_name(stored: StoredFile, numbers: Counter[str]) -> str:
    """The name under which others get a file: its own name is words too, its number in the house a count."""
    suffix = stored.name.rpartition(".")[2][:5].lower()
    word = _("Picture") if stored.media_type.startswith("image/") else _("Attachment")
    numbers[word] += 1
    return f"{word} {numbers[word]}.{suffix}"


def file_for(actor: Actor, case: Case, key: str) -> tuple[StoredFile, str]:
    """One file in the copy that this person may have, and the name to give it; NotFound where they may not. Noted."""
    for file, stored in _files(load(case, actor)):
        if file.key == key:
            traces.note_reading(actor, case, traces.FILE_READ)
            return stored, file.name
    raise NotFound(_("There is no such file."))
