"""What is counted beside the rates: what is kept under review at the end of a period, and who said thank you in it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from ...extensions import db
from ..models import Case, CaseEvent, CaseRound
from ..pausing.models import CaseMonitoring
from ..rules.acts import Act
from . import conditions
from .periods import Period


@dataclass(frozen=True)
class Beside:
    """Two plain numbers."""

    monitored: int
    """Cases kept under review (挂账) at the end of the period, or now where it is not over."""
    thanks: int
    """Thanks of the period, each of one round."""


def count(where: ColumnElement[bool], period: Period) -> Beside:
    """Of the cases of this condition; one query."""
    stays = or_(CaseMonitoring.until_at.is_(None), CaseMonitoring.until_at >= period.due_by)
    kept = select(CaseMonitoring.case_id).where(CaseMonitoring.from_at < period.end, stays)
    monitored = conditions.rows(Case.id).where(where, Case.id.in_(kept)).distinct().subquery()
    thanks = conditions.rows(CaseEvent.id).join(CaseEvent, _thanked(period)).where(where).subquery()
    numbers = [select(func.count()).select_from(rows).scalar_subquery() for rows in (monitored, thanks)]
    return Beside(*db.session.execute(select(*numbers)).one())


def thanks_by_department(where: ColumnElement[bool], period: Period) -> dict[str, int]:
    """Thanks of the period, by department as an address writes it; one query."""
    key = conditions.keys("department").label("key")
    rows = conditions.rows(key, CaseEvent.id).join(CaseEvent, _thanked(period)).where(where).subquery()
    query = select(rows.c.key, func.count()).group_by(rows.c.key)
    return {str(name): number for name, number in db.session.execute(query)}


def _thanked(period: Period) -> ColumnElement[bool]:
    of_round = and_(CaseEvent.case_id == Case.id, CaseEvent.round_number == CaseRound.number)
    return and_(of_round, CaseEvent.act == Act.THANK, CaseEvent.at >= period.start, CaseEvent.at < period.end)
