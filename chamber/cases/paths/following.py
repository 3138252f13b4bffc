"""Whether another path has worked (再找出路): asked after a time; where it has not, the case goes on."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, true

from ... import clock
from ...errors import DomainError
from ...extensions import NOW, db
from ...language.text import clean
from ...registry.homes import waiting_row
from ...rights import Actor
from ...workdays import services as workdays
from .. import rights
from ..access.visibility import visible_to
from ..doing.desk import Which, note, take
from ..lists import listing
from ..models import Case
from ..rules.acts import Act, Audience
from ..words import PathResult, State
from . import due
from .models import CaseFollowUp

ASKED_IN = (State.ANSWERED, State.MONITORING, State.CLOSED)
ASK_AT = CaseFollowUp.due_at.label("ask_at")


def follow_up(which: Which, result: str, text: str, *, actor: Actor) -> Case:
    """Keep what the firm said about the other path; only the author and who runs the case read the words.

    DomainError for no such result. Where they were not reached, it is asked again after as long as a first contact.
    """
    hand = take(which, Act.FOLLOW_UP, actor=actor)
    if result not in set(PathResult):
        raise DomainError(_("Please choose."), field="result")
    case, now = hand.case, clock.now()
    row = due.waits_for(case)
    if row is not None and result == PathResult.NOT_REACHED:
        row.due_at = workdays.deadline(now, case.limits["contact"])
    elif row is not None:
        row.asked_at, row.asked_by_id, row.result = now, actor.account_id, result
    note(hand, Act.FOLLOW_UP, text=clean(text, lines=True), audience=Audience.AUTHOR, result=result)
    return case


def _due(actor: Actor) -> ColumnElement[bool]:
    runs = true() if rights.RUN.of(actor) is not rights.WHERE_IT_RUNS else Case.supervisor_runs
    now = and_(CaseFollowUp.round_number == Case.round_number, CaseFollowUp.due_at <= NOW)
    # No bare column: SQLite would begin with all cases in these states, most of all, instead of the few that are due.
    asked = and_(CaseFollowUp.asked_at.is_(None), now, (Case.state + "").in_(ASKED_IN))
    return and_(asked, visible_to(actor), runs)


def waiting(actor: Actor) -> Select[Any]:
    """The cases whose firms are to be asked by now; for the list that gets empty."""
    rows = waiting_row(key=CaseFollowUp.id, title=Case.reference, since=CaseFollowUp.due_at)
    return rows.join(Case, Case.id == CaseFollowUp.case_id).where(_due(actor))


def to_ask(*, actor: Actor) -> list[tuple[listing.SeenLine, datetime]]:
    """Those cases with the time from which to ask, the oldest first. Forbidden for who runs no cases."""
    rights.RUN.demand(actor)
    theirs = and_(CaseFollowUp.case_id == Case.id, _due(actor))
    query = listing.rows(theirs, ASK_AT).order_by(CaseFollowUp.due_at, CaseFollowUp.id)
    rows = db.session.execute(query).all()
    return list(zip(listing.lines(actor, rows), (row.ask_at for row in rows), strict=True))
