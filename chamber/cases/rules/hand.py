"""`Hand`: one case for one act, with its rounds, the departments at work, and what the person is to it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from ...extensions import db
from ...rights import YES, Actor, Role
from .. import rights
from ..access.visibility import wrote
from ..models import Case, CaseAssignment, CaseExtension, CaseRound
from ..outside.models import CaseOutside
from ..retention.models import CaseHold
from . import clocks
from .acts import Party

if TYPE_CHECKING:
    from ..force.models import CaseForce, CaseForcePerson, CaseMeeting
    from ..ladder.models import CaseSlip
    from ..letters.models import CaseLetter
    from ..reading.seen import SeenFile


@dataclass
class Hand:
    """One case, as the rules ask about it for one person, or for time alone (`actor` is None)."""

    case: Case
    actor: Actor | None
    round: CaseRound | None
    assignments: list[CaseAssignment]
    extension: CaseExtension | None
    parties: frozenset[Party]
    on_behalf: bool = False
    department_id: int | None = None
    is_held: bool = False
    """Whether its identity is kept longer than others are."""
    owes_reply: bool = False
    """Whether another body that has the same matter waits for a reply."""
    rounds: dict[CaseRound, CaseExtension | None] = field(default_factory=dict)
    """All rounds, the first first, each with its extension."""
    files: tuple["SeenFile", ...] | None = None
    """The files that this person may have, once somebody has looked them up."""
    slip: "tuple[CaseSlip | None] | None" = None
    """The supervision slip that waits for the lead department, once somebody has looked for it."""
    letters: "tuple[CaseLetter, ...] | None" = None
    """The letters to departments about it, once somebody has looked for them."""
    force: "tuple[CaseForce | None] | None" = None
    """The task force that has not ended, once somebody has looked for it."""
    seat: "tuple[CaseForcePerson | None] | None" = None
    """The place of this person in it, once somebody has looked for it."""
    meeting: "tuple[CaseMeeting | None] | None" = None
    """Its first meeting that is still open, once somebody has looked for it."""
    files_wait: set[str] = field(default_factory=set)
    """The keys of steps with files that wait until whoever runs the case has looked at them."""

    @property
    def lead(self) -> CaseAssignment | None:
        """The lead department's assignment."""
        return next((row for row in self.assignments if row.is_lead), None)


def parties_of(actor: Actor, case: Case, assignments: list[CaseAssignment]) -> frozenset[Party]:
    """What this person is to a case that they may see, in the acting role."""
    found: set[Party] = set()
    runs, decides = rights.RUN.of(actor), rights.OBJECTION.of(actor)
    if rights.AMEND.of(actor) is rights.MINE:
        found.add(Party.AUTHOR if wrote(actor, case) else Party.COLLEAGUE)
    elif runs is YES or (runs is rights.WHERE_IT_RUNS and case.supervisor_runs):
        found.add(Party.RUNNER)
        if case.own_desk:
            found |= {Party.HANDLER, Party.LEAD}
    elif rights.HANDLE.of(actor) is rights.ASSIGNED:
        own_rows = [row for row in assignments if row.department_id == actor.department_id]
        if any(row.is_lead for row in own_rows):
            found |= {Party.HANDLER, Party.LEAD} if actor.is_lead else {Party.HANDLER}
        elif own_rows:
            found.add(Party.HELPER)
    elif actor.role == Role.LEADER:
        found.add(Party.LEADER)
    elif actor.role == Role.PRESIDENT:
        found.add(Party.PRESIDENT)
    arbiter = Party.BLIND_ARBITER if case.anonymous else Party.ARBITER
    if decides is rights.WHERE_IT_RAN and case.leader_decides and clocks.waits_for_objection(case):
        found.add(arbiter)
    if decides is rights.NOT_OWN and case.objected_at and not case.leader_decides:
        found.add(arbiter)
    return frozenset(found or ({Party.WATCHER} if decides is rights.NOT_OWN else ()))


def load(case: Case, actor: Actor | None) -> Hand:
    """The case with its rounds, their extensions, the departments at work, and whether a body waits; one query."""
    held = exists().where(CaseHold.case_id == Case.id, CaseHold.until_at.is_(None)).correlate(Case)
    owed = exists().where(CaseOutside.case_id == Case.id, CaseOutside.replied_at.is_(None)).correlate(Case)
    at_work = (CaseAssignment.case_id == Case.id) & CaseAssignment.ended_at.is_(None)
    same_round = (CaseExtension.case_id == Case.id) & (CaseExtension.round_number == CaseRound.number)
    rows = db.session.execute(
        select(CaseRound, CaseExtension, CaseAssignment, owed, held)
        .select_from(Case)
        .outerjoin(CaseRound, CaseRound.case_id == Case.id)
        .outerjoin(CaseExtension, same_round)
        .outerjoin(CaseAssignment, at_work)
        .where(Case.id == case.id)
        .order_by(CaseRound.number, CaseExtension.id, CaseAssignment.is_lead.desc(), CaseAssignment.id)
    ).all()
    assignments = list(dict.fromkeys(row[2] for row in rows if row[2] is not None))
    rounds: dict[CaseRound, CaseExtension | None] = {row[0]: row[1] for row in rows if row[0] is not None}
    current = next((one for one in rounds if one.number == case.round_number), None)
    parties = parties_of(actor, case, assignments) if actor else frozenset({Party.TIME})
    return Hand(
        case=case,
        actor=actor,
        round=current,
        assignments=assignments,
        extension=rounds[current] if current else None,
        parties=parties,
        is_held=rows[0][4],
        owes_reply=rows[0][3],
        rounds=rounds,
    )
