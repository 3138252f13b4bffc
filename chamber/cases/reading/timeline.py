"""Events, rounds and files of a case, each only as far as a person may read it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from ...accounts.models import Account
from ...directory.models import Department
from ...errors import NotFound
from ...extensions import db
from ...files.models import StoredFile
from ...rights import Actor, Role
from ..access.visibility import nameless
from ..lists import searching
from ..models import Case, CaseEvent, CaseFile, CaseRound
from ..rules.acts import Act, Audience, Party
from ..rules.conditions import passed_on
from ..rules.hand import Hand, load
from ..rules.workflow import BY_ACT, TABLE
from . import traces
from .keys import key_of
from .seen import READS_ALL, SeenEvent, SeenFile, SeenRound

INSIDE = frozenset(row.act for row in TABLE if row.inside)
PRIVATE = frozenset(row.act for row in TABLE if row.private)
OF_ROUND = ("number", "began_at", "original_due_at", "due_at", "answered_at", "grade", "solved", "clear")
OF_ANSWER = ("outcome", "answer", "reason", "next_path")
FOR_LEADER = frozenset(row.act for row in TABLE if row.for_leader)


ABOVE = frozenset({Party.LEADER, Party.PRESIDENT, Party.WATCHER, Party.BLIND_ARBITER})
"""Who reads of a nameless case what was released, and the unit that has it, not its people."""


def reads_words(case: Case, parties: frozenset[Party]) -> bool:
    """Whether the member's own words are readable as they were written."""
    return bool(parties & READS_ALL) or not nameless(case)


def reads_category(case: Case, parties: frozenset[Party]) -> bool:
    """Whether its category is readable: to who reads all, and to others with what was released of it."""
    return bool(parties & READS_ALL) or case.released_at is not None


def hides_notes(case: Case, parties: frozenset[Party]) -> bool:
    """Whether even public notes stay hidden: they may repeat what the member wrote, and nobody has masked it yet."""
    above = parties & ABOVE and not parties & READS_ALL
    return nameless(case) and case.released_at is None and bool(above)


def sees_unit_only(case: Case, parties: frozenset[Party]) -> bool:
    """Whether they learn which department has it, and not who there."""
    return Party.PRESIDENT in parties or (case.confidential and bool(parties & ABOVE))


def events(hand: Hand, named: bool) -> Iterable[SeenEvent]:
    """The timeline as this person may read it; `named`: they may know whose case it is."""
    case, parties = hand.case, hand.parties
    rows = db.session.execute(
        select(CaseEvent, Account.name, Department.name, Department.short_name)
        .outerjoin(Account, Account.id == CaseEvent.account_id)
        .outerjoin(Department, Department.id == CaseEvent.department_id)
        .where(CaseEvent.case_id == case.id)
        .order_by(CaseEvent.at, CaseEvent.id)
    ).all()
    for event, account, department, short in rows:
        if event.audience == Audience.RUNNER and Party.RUNNER not in parties:
            continue
        if event.act in PRIVATE and not parties & READS_ALL:
            continue
        if event.act == Act.ADD and event.audience == Audience.AUTHOR and not parties & READS_ALL:
            continue
        if event.act in INSIDE and parties & {Party.AUTHOR, Party.COLLEAGUE, Party.PRESIDENT}:
            continue
        if event.act == Act.REPORT_PROGRESS and not event.data.get("public") and not _reads(event, parties, case):
            continue
        kept = event.held_at is not None and not _is_own(event, hand)
        waits = kept and event.released_at is None
        yield SeenEvent(
            key=key_of(CaseEvent, event.id, case),
            act=event.act,
            label=_("Files passed on") if event.data.get("what") == "file" else str(BY_ACT[Act(event.act)].label),
            at=event.at,
            who=_who(event, account, short or department, parties, named, case),
            text=_text(event, parties, case, kept=kept and Party.RUNNER not in parties),
            audience=event.audience,
            on_behalf=(short or department or _("the member")) if event.on_behalf else "",
            round_number=event.round_number,
            data=event.data,
            can_release=Party.RUNNER in parties and nameless(case) and event.audience == Audience.WORDS,
            released=event.released_at is not None and not (event.held_at and _is_own(event, hand)),
            waits=waits and _reads(event, parties, case),
            for_others=event.released_text if kept and Party.RUNNER in parties else "",
        )


def _is_own(event: CaseEvent, hand: Hand) -> bool:
    """Whether this person's department, or the leader, wrote it, and so reads it as if nothing had been held back."""
    actor, parties = hand.actor, hand.parties
    if actor is None or event.role != actor.role:
        return False
    at_work = parties & {Party.HANDLER, Party.HELPER} and event.department_id == actor.department_id
    return bool(at_work) or Party.LEADER in parties


def _reads(row: CaseEvent | CaseFile, parties: frozenset[Party], case: Case) -> bool:
    match row.audience:
        case Audience.ALL:
            return True
        case Audience.WORDS:
            # Its author knows that the arbiter reads the objection, and that it names them to nobody.
            objects = isinstance(row, CaseEvent) and row.act == Act.RAISE_OBJECTION
            return reads_words(case, parties) or (objects and Party.BLIND_ARBITER in parties)
        case Audience.AUTHOR:
            return bool(parties & READS_ALL)
        case Audience.ANSWER if isinstance(row, CaseFile) and row.released_at:
            return bool(parties & READS_ALL) or not nameless(case)
        case Audience.UNIT | Audience.ANSWER:
            decides = Party.LEADER in parties and isinstance(row, CaseEvent) and row.act in FOR_LEADER
            return decides or bool(parties & {Party.RUNNER, Party.HANDLER, Party.HELPER, Party.ARBITER})
        case _:
            return Party.RUNNER in parties


def _text(event: CaseEvent, parties: frozenset[Party], case: Case, *, kept: bool) -> str:
    if event.act == Act.REPORT_PROGRESS and hides_notes(case, parties):
        return ""
    if _reads(event, parties, case):
        return event.released_text if kept else event.text
    return event.released_text if event.audience == Audience.WORDS else ""


def _who(
    event: CaseEvent, account: str | None, department: str | None, parties: frozenset[Party], named: bool, case: Case
) -> str:
    if event.account_id is None:
        return "" if Party.TIME not in BY_ACT[Act(event.act)].who else _("time alone")
    if event.role == Role.MEMBER:
        return account or "" if parties & READS_ALL else _("a member enterprise") if not named else _("the member")
    if department and event.role == Role.HANDLER:
        outside = sees_unit_only(case, parties)
        return department if outside else f"{department} {account}"
    unit = str(Role(event.role).label)
    return f"{unit} {account}" if Party.RUNNER in parties else unit


def reads_draft(hand: Hand, round_: CaseRound) -> bool:
    """Whether this person may read the draft of a round; one that may name somebody only in the own department."""
    own = hand.actor is not None and round_.held_department_id == hand.actor.department_id
    at_work = bool(hand.parties & {Party.HANDLER, Party.HELPER, Party.LEADER})
    return Party.RUNNER in hand.parties or (at_work and (own or round_.held_department_id is None))


def rounds(hand: Hand) -> Iterable[SeenRound]:
    """Rounds with their answers; a draft only for who runs, handles or oversees the case."""
    if hand.case.accepted_at is None:
        return
    for row, extension in hand.rounds.items():
        published = row.answered_at is not None
        shown = published or (row.drafted_at is not None and reads_draft(hand, row))
        known: dict[str, Any] = {name: getattr(row, name) for name in OF_ROUND}
        known |= {name: getattr(row, name) if shown else "" for name in OF_ANSWER}
        yield SeenRound(**known, is_draft=shown and not published, extended=bool(extension and extension.granted))


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
        stored = original if _reads(row, parties, case) else released if row.audience == Audience.WORDS else None
        if stored is None or _is_held_back(row, event, hand):
            continue
        words = row.audience == Audience.WORDS
        held = words and nameless(case)
        file = SeenFile(
            key=key_of(CaseFile, row.id, case),
            name=stored.name if _reads_name(row, event, hand) else _neutral_name(stored, numbers),
            media_type=stored.media_type,
            size=stored.size,
            event=key_of(CaseEvent, row.event_id, case) if row.event_id else "",
            answers_round=event.round_number if event and row.audience == Audience.ANSWER else None,
            can_release=held and Party.RUNNER in parties,
            released=row.released_at is not None,
            kept=row.audience == Audience.AUTHOR,
            **_for_author(hand, row),
        )
        yield file, stored


def _is_held_back(row: CaseFile, event: CaseEvent | None, hand: Hand) -> bool:
    """Whether a file of a department is kept from others, as what it was sent with is."""
    kept = event is not None and event.held_at is not None and not _is_own(event, hand)
    return kept and row.audience != Audience.WORDS and not hand.parties & READS_ALL


def _reads_name(row: CaseFile, event: CaseEvent | None, hand: Hand) -> bool:
    """Whether a file has the name that it was given: that may tell whose the case is, like words."""
    if hand.parties & READS_ALL:
        return True
    own = event is not None and _is_own(event, hand)
    return row.audience != Audience.WORDS and (own or not nameless(hand.case))


def _for_author(hand: Hand, row: CaseFile) -> dict[str, bool]:
    """Whether others have it already, and whether its author may still say who gets it."""
    theirs = Party.AUTHOR in hand.parties and row.audience in searching.OF_MEMBER
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
