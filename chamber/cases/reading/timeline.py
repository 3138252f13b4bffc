"""Events and rounds of a case, each only as far as a person may read it."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ...accounts.models import Account
from ...directory.models import Department
from ...extensions import db
from ...rights import Actor, Role
from ..access.visibility import nameless
from ..force import may
from ..models import Case, CaseEvent, CaseFile, CaseRound
from ..paths.cards import cards
from ..rules.acts import Act, Audience, Party
from ..rules.hand import Hand
from ..rules.workflow import BY_ACT, TABLE
from .keys import key_of
from .seen import OUTSIDE, READS_ALL, SeenEvent, SeenRound

INSIDE = frozenset(row.act for row in TABLE if row.inside)
PRIVATE = frozenset(row.act for row in TABLE if row.private)
OF_FORCE = frozenset(row.act for row in TABLE if row.of_force)
OF_ROUND = ("number", "began_at", "original_due_at", "due_at", "answered_at", "grade", "solved", "clear")
OF_ANSWER = ("outcome", "answer", "reason", "next_path")
NOTES = frozenset({Act.REPORT_PROGRESS, Act.SUSPEND, Act.KEEP_SUSPENDED, Act.RESUME}) | {
    *(Act.MONITOR, Act.KEEP_MONITORING, Act.TELL_MONITORED, Act.TAKE_UP, Act.CLOSE_MONITORED),
    *(Act.IMPLEMENT, Act.KEEP_IMPLEMENTING, Act.CLOSE_IMPLEMENTED),
}
"""What may repeat what the member wrote."""
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
    taken_back = _withdrawals_taken_back([row[0] for row in rows])
    hidden = OF_FORCE if any(row[0].act in OF_FORCE for row in rows) and not may.knows_meetings(hand) else frozenset()
    for event, account, department, short in rows:
        if event.act in hidden:
            continue
        if event in taken_back and not parties & READS_ALL:
            continue
        if event.audience == Audience.RUNNER and Party.RUNNER not in parties:
            continue
        if event.act in PRIVATE and not parties & READS_ALL:
            continue
        if event.act == Act.ADD and event.audience == Audience.AUTHOR and not parties & READS_ALL:
            continue
        if event.act in INSIDE and parties & OUTSIDE:
            continue
        if event.act == Act.REPORT_PROGRESS and not event.data.get("public") and not reads(event, parties, case):
            continue
        kept = event.held_at is not None and not is_own(event, hand)
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
            released=event.released_at is not None and not (event.held_at and is_own(event, hand)),
            waits=waits and reads(event, parties, case),
            for_others=event.released_text if kept and Party.RUNNER in parties else "",
        )


def _withdrawals_taken_back(events: Sequence[CaseEvent]) -> list[CaseEvent]:
    """What was withdrawn and went on: why it did is between the author and who runs the case."""
    went_on = max((at for at, one in enumerate(events) if one.act == Act.KEEP_OPEN), default=0)
    return [one for one in events[:went_on] if one.act == Act.WITHDRAW]


def is_own(event: CaseEvent, hand: Hand) -> bool:
    """Whether a department of this person, or the leader, wrote it: they read it as if nothing had been held back.

    In whatever role they act: whoever compares what two of them see would learn what was held back.
    """
    actor = hand.actor
    if actor is None:
        return False
    if event.role == Role.LEADER:
        return Role.LEADER in (actor.role, *actor.roles)
    return event.role == Role.HANDLER and of_department(actor, event.department_id)


def of_department(actor: Actor, department_id: int | None) -> bool:
    """Whether this person serves in that department, acting for it or not."""
    return department_id is not None and department_id in (actor.department_id, *actor.department_ids)


def reads(row: CaseEvent | CaseFile, parties: frozenset[Party], case: Case) -> bool:
    """Whether words or files are for this reader, whatever is held back of them."""
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
    if event.act in NOTES and hides_notes(case, parties):
        return ""
    if reads(event, parties, case):
        return event.released_text if kept else event.text
    return event.released_text if event.audience == Audience.WORDS else ""


def _who(
    event: CaseEvent, account: str | None, department: str | None, parties: frozenset[Party], named: bool, case: Case
) -> str:
    if event.account_id is None:
        return "" if Party.TIME not in BY_ACT[Act(event.act)].who else _("automatically, by deadline")
    if event.role == Role.MEMBER:
        return account or "" if parties & READS_ALL else _("a member enterprise") if not named else _("the member")
    if department and event.role == Role.HANDLER:
        outside = sees_unit_only(case, parties)
        return department if outside else f"{department} {account}"
    unit = str(Role(event.role).label)
    return f"{unit} {account}" if Party.RUNNER in parties else unit


def reads_draft(hand: Hand, round_: CaseRound) -> bool:
    """Whether this person may read the draft of a round; one that may name somebody only in the own department."""
    own = hand.actor is not None and of_department(hand.actor, round_.held_department_id)
    at_work = bool(hand.parties & {Party.HANDLER, Party.HELPER, Party.LEADER})
    return Party.RUNNER in hand.parties or (at_work and (own or round_.held_department_id is None))


def rounds(hand: Hand) -> Iterable[SeenRound]:
    """Rounds with their answers; a draft only for who runs, handles or oversees the case."""
    if hand.case.accepted_at is None:
        return
    read = [one for one in hand.rounds if one.answered_at or (one.drafted_at is not None and reads_draft(hand, one))]
    paths = cards({one.next_path for one in read if one.next_path})
    for row, extension in hand.rounds.items():
        published, shown = row.answered_at is not None, row in read
        known: dict[str, Any] = {name: getattr(row, name) for name in OF_ROUND}
        known |= {name: getattr(row, name) if shown else "" for name in OF_ANSWER}
        path = paths.get(known["next_path"])
        yield SeenRound(
            **known, path=path, is_draft=shown and not published, extended=bool(extension and extension.granted)
        )
