"""One press of thanks after an answer; counted on the case and on who answered it, and shown without names."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ScalarSelect, and_, func, literal, literal_column, select

from ... import clock
from ...errors import Repeated
from ...extensions import UtcDateTime, db
from ...rights import Actor, Role
from .. import rights
from ..access.visibility import visible_to
from ..doing.desk import Which, note, take
from ..models import Case, CaseEvent, CaseRound
from ..models_lists import CaseCategory
from ..rules.acts import Act
from ..words import Kind, Outcome

GOOD = (Outcome.RESOLVED, Outcome.PARTLY_RESOLVED, Outcome.MEDIATED, Outcome.ADOPTED, Outcome.PARTLY_ADOPTED)
FEW = 5
"""A smaller number is told to no firm."""
MOST = 6
"""So many categories fit on a card."""
PRESSED = CaseEvent.act == literal_column(f"'{Act.THANK}'")
"""Written out, or the index over these alone is not taken."""


def thank(which: Which, *, actor: Actor) -> Case:
    """The author thanks for the answer of this round; Repeated where they have."""
    hand = take(which, Act.THANK, actor=actor)
    same = (CaseEvent.case_id == hand.case.id, CaseEvent.round_number == hand.case.round_number)
    if db.session.scalar(select(CaseEvent.id).where(*same, CaseEvent.act == Act.THANK).limit(1)) is not None:
        raise Repeated(_("You have thanked already."))
    note(hand, Act.THANK)
    return hand.case


@dataclass(frozen=True)
class Done:
    """What got done this month, as every firm may read it: no case, no firm, no small number."""

    categories: tuple[str, ...]
    thanks: int | None
    """None where a few would tell too much, or there is no category."""


def done_this_month(actor: Actor) -> Done:
    """The categories in which an answer helped this month, and how many firms said thank you.

    Of requests and suggestions alone: nothing of a confidential case is told. Forbidden for who reads no cases.
    """
    rights.READ.demand(actor)
    # Written out: PostgreSQL, which keeps one plan for all values, takes any day for a third of all answers.
    start = literal(clock.midnight(clock.today().replace(day=1)), UtcDateTime(), literal_execute=True)
    told = and_(Case.confidential.is_(False), Case.kind.in_((Kind.REQUEST, Kind.SUGGESTION)))
    # An answer after which the firm needed a new round, or which it disputes, has not helped. No `is_(False)`: SQLite
    # would begin with all cases that are not disputed instead of the answers of this month.
    stands = and_(CaseRound.number == Case.round_number, Case.disputed.is_not(True))
    helped = (CaseRound.answered_at >= start, CaseRound.outcome.in_(GOOD), stands, told)
    thanked = select(func.count()).select_from(CaseEvent).join(Case, Case.id == CaseEvent.case_id)
    thanks = thanked.where(PRESSED, CaseEvent.at >= start, told).correlate(None).scalar_subquery()
    query = (
        select(CaseCategory.name, thanks)
        .join(Case, Case.category_id == CaseCategory.id)
        .join(CaseRound, CaseRound.case_id == Case.id)
        .where(*helped)
        .group_by(CaseCategory.name)
        .order_by(func.max(CaseRound.answered_at).desc(), CaseCategory.name)
        .limit(MOST)
    )
    rows = db.session.execute(query).all()
    number = rows[0][1] if rows else 0
    return Done(tuple(name for name, _number in rows), number if number >= FEW else None)


def number_received(actor: Actor) -> ScalarSelect[int]:
    """How many thanks of this year were for the department of this person, or for all that they see; of a query."""
    start = clock.midnight(clock.today().replace(month=1, day=1))
    thanked = select(func.count()).select_from(CaseEvent).join(Case, Case.id == CaseEvent.case_id)
    thanked = thanked.where(PRESSED, CaseEvent.at >= start, visible_to(actor))
    if actor.role == Role.HANDLER:
        # No bare column: SQLite would begin with all cases of the department instead of the thanks of this year.
        thanked = thanked.where(Case.lead_department_id + 0 == actor.department_id)
    return thanked.scalar_subquery()
