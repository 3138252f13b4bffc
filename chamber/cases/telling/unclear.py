"""The supervisor is told that words wait of which nobody knows whom they mean: not of which case, nor at what hour."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...accounts import acting
from ...errors import DomainError
from ...extensions import db
from ...messages import Happened, Shown, Source, To
from ...notifications import services as notifications
from ...rights import Actor, Role
from .. import rights
from ..access.eligible import holders
from ..models import Case, CaseRespondent
from ..reading import whom
from ..words import RespondentKind

ACT = "time.respondent_open"


def pass_time() -> int:
    """Tell of words that wait; harmless when repeated. How many lines are new."""
    waiting = select(CaseRespondent.id, Case.open_since).join(Case, Case.id == CaseRespondent.case_id)
    waiting = waiting.where(CaseRespondent.kind == RespondentKind.UNKNOWN, Case.open_since.is_not(None))
    told = 0
    for row in db.session.execute(waiting).all():
        day = clock.local(row.open_since).date()
        since = datetime.combine(day, time(), clock.LOCAL).astimezone(UTC)
        told += notifications.notify("respondent", Happened(ACT, row.id, "", since))
    return told


def _reads(account_id: int, respondent_id: int) -> bool:
    for holder, acting_as in holders(Role.SUPERVISOR):
        if holder == account_id:
            try:
                actor = acting.actor_for(account_id, acting_as)
            except DomainError:
                return False
            return respondent_id in _shown(actor, [respondent_id])
    return False


def _recipients(happened: Happened, _to: To) -> Iterable[int]:
    return [account_id for account_id, _as in holders(Role.SUPERVISOR) if _reads(account_id, happened.subject_id)]


def _shown(actor: Actor, ids: Sequence[int]) -> dict[int, Shown]:
    if rights.CLARIFY.of(actor) is not rights.OPEN_WORDS:
        return {}
    return {one: Shown(_("a complaint"), "cases.open_respondents") for one in whom.open_ids(actor, ids)}


def _can_see(account_id: int, _to: To, respondent_id: int) -> bool:
    return _reads(account_id, respondent_id)


SOURCE = Source(_recipients, _shown, _can_see)
