"""The limits, in working days: the secretariat can change them, a case keeps those that it started with."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import func, select

from ... import clock
from ...audit import services as audit
from ...errors import DomainError, NotFound
from ...extensions import db
from ...rights import Actor
from .. import rights
from ..models_lists import CaseLimit
from ..words import JUDGED, LIMITS, Complexity

DEFAULTS = {key: days for key, (days, _label) in LIMITS.items()}
REOPEN_DAYS = 30
"""Calendar days after closing in which the member may reopen, and after a lapse in which it may come back."""
REOPEN_MOST = 2


def current() -> dict[str, int]:
    """Every limit in force now, in working days."""
    newest = select(func.max(CaseLimit.id)).group_by(CaseLimit.key)
    rows = db.session.execute(select(CaseLimit.key, CaseLimit.days).where(CaseLimit.id.in_(newest)))
    return DEFAULTS | {row.key: row.days for row in rows if row.key in DEFAULTS}


def change(key: str, days: int, *, actor: Actor) -> None:
    """Set a limit for cases submitted from now on; NotFound where there is none, DomainError if not 1 to 120."""
    rights.MAINTAIN.demand(actor)
    if key not in DEFAULTS:
        raise NotFound(_("There is no such limit."))
    if not 1 <= days <= 120:
        raise DomainError(_("Please enter 1 to 120 working days."), field=key)
    before = current()[key]
    if before != days:
        db.session.add(CaseLimit(key=key, days=days, since=clock.now(), by_id=actor.account_id))
        audit.record("case.limit_changed", "caselimit", key, actor=actor, before={"days": before}, after={"days": days})


def days_of(limits: Mapping[str, int], key: str) -> int:
    """The working days of a limit among those that a case started with; of one that came later, as it came."""
    return limits.get(key, DEFAULTS[key])


def handling_key(kind: str, complexity: str) -> str:
    """The key of the handling limit; suggestions and reports of retaliation have one of their own."""
    if kind not in JUDGED:
        return f"handle_{kind}"
    return f"handle_{Complexity(complexity)}"
