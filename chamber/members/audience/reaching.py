"""Whom an audience reaches now: its firms, the people of these, and how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select

from ...accounts.models import Account
from ...extensions import db
from ..models import Contact, Member
from ..search import DIMENSIONS
from ..services import IN_DIRECTORY
from .choosing import FEATURES


@dataclass(frozen=True)
class Reach:
    """Number of firms and people reached, and of firms where nobody has an account."""

    firms: int = 0
    people: int = 0
    without_account: int = 0


def firms(stored: Mapping[str, Any]) -> Select[Any]:
    """Query of the ids of the firms in this audience now."""
    query = select(Member.id).where(Member.status.in_(IN_DIRECTORY))
    match stored.get("whom", "all"):
        case "features":
            columns = {**DIMENSIONS, "tag": None}
            return query.where(*(_matches_any(columns[name], stored[name]) for name in FEATURES if stored.get(name)))
        case "firms":
            return query.where(Member.id.in_(stored["members"]))
    return query


def _matches_any(column: Any, values: list[str]) -> ColumnElement[bool]:
    if column is not None:
        return column.in_(values)
    tags = literal(" ") + Member.tags + " "
    return or_(*(tags.contains(f" {value} ", autoescape=True) for value in values))


def people_of(firm_ids: Select[Any]) -> Any:
    """Query of (account, firm) of everybody who signs in for these firms."""
    return (
        select(Contact.account_id, Contact.member_id)
        .join(Account, Account.id == Contact.account_id)
        .where(Contact.left_at.is_(None), Account.disabled_at.is_(None), Contact.member_id.in_(firm_ids))
        .distinct()
    )


def reach(firm_ids: Select[Any], people: Any) -> Reach:
    """How many firms and people these queries (`firms`, `people_of`) give."""
    recipients = people.subquery()
    counted = select(
        select(func.count()).select_from(firm_ids.subquery()).scalar_subquery(),
        select(func.count(recipients.c.account_id.distinct())).scalar_subquery(),
        select(func.count(recipients.c.member_id.distinct())).scalar_subquery(),
    )
    all_firms, persons, reachable = db.session.execute(counted).one()
    return Reach(all_firms, persons, all_firms - reachable)
