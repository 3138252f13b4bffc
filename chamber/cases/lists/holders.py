"""Who has an open case now, as those who neither run nor wrote it are told: a department, the desk, leader or member.

The desk is the secretariat and the supervisor as one: which of them has a case may tell whom it is about.
"""

from functools import cache

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, String, and_, case, cast, literal

from ...rights import Role
from ..access import eligible
from ..access.visibility import tells_who_left_expression
from ..models import Case
from ..rules import clocks, turns
from ..words import Complexity, State

DESK, LEADER, MEMBER, NOBODY = "desk", "leader", "member", ""
LABELS = {
    DESK: _l("Secretariat and supervisor"),
    LEADER: Role.LEADER.label,
    MEMBER: _l("Members, to supply or to rate"),
}
HOLDERS = tuple(LABELS)
"""Beside these the number of a department, as an address writes it."""


@cache
def holder_expression() -> ColumnElement[str]:
    """What `seeing.holder` says in words, as one of `HOLDERS`, the number of a department, or nobody."""
    called = ~and_(Case.round_number > 1, Case.contacted_at.is_(None))
    asked = and_(Case.state == State.IN_PROGRESS, Case.extension_asked, called)
    leaders = and_(asked, Case.complexity == Complexity.COMPLEX, Case.supervisor_runs.is_(False))
    still = and_(clocks.still_expression(), turns.author_first_expression(), tells_who_left_expression())
    return case(
        (still, literal(DESK)),
        (and_(clocks.objection_expression(), Case.leader_decides), literal(LEADER)),
        (clocks.objection_expression(), literal(DESK)),
        (~clocks.open_expression(), literal(NOBODY)),
        (Case.state.in_(clocks.WAITS_FOR_MEMBER), literal(MEMBER)),
        (turns.with_department_expression(), cast(Case.lead_department_id, String)),
        (and_(leaders, eligible.leader_decides_expression()), literal(LEADER)),
        else_=literal(DESK),
    )


@cache
def holder_after_end() -> ColumnElement[str]:
    """`holder_expression` of what is over."""
    decides = case((Case.leader_decides, literal(LEADER)), else_=literal(DESK))
    return case((clocks.objection_expression(), decides), else_=literal(NOBODY))
