"""The people of firms, found by name and number: those of today, of firms that the reader reads in full."""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from ...extensions import db
from ...language.text import like_pattern
from ...registry.finds import Hit
from ...rights import OWN, Actor
from ...search import index, tokens
from .. import rights, search, services
from ..models import Contact, Member
from ..services import SeenContact
from ..words import Circle

PAGE_KEYS = [Member.name_key, Contact.id]
"""The order of the list: by firm."""


class Person(NamedTuple):
    """A contact in a list, with the firm."""

    contact: SeenContact
    member_id: int
    firm: str


def _conditions(actor: Actor, typed: str, *, is_all: bool = False) -> list[ColumnElement[bool]]:
    """What holds of such a contact and of its firm; without `is_all` of the newest firms that have such.

    The index has people with their firm: it gives the firms, whose few people are looked through.
    """
    own, is_own = services.is_own_of(actor), rights.FIND_PEOPLE.of(actor) is OWN
    circles = [one for one in (Circle.STAFF, Circle.PHONES) if is_own or one in search.circles(actor)]
    shown = [Contact.search_door, func.lower(Contact.title), *([Contact.mobile] if Circle.PHONES in circles else [])]
    patterns = map(like_pattern, tokens.asked(typed))
    fits = [Contact.left_at.is_(None), *(or_(*(one.like(words, escape="\\") for one in shown)) for words in patterns)]
    seen, has_words = services.visible_to(actor), partial(index.holds, "member", Member.id, typed, *circles)
    if is_own:
        return [seen, false() if own is None else own, has_words(own=True), *fits]
    of = and_(seen, exists().where(Contact.member_id == Member.id, *fits).correlate(Member))
    return [seen, has_words() if is_all else has_words(most=index.MOST + 1, of=of), *fits]


def found(actor: Actor, typed: str) -> ColumnElement[bool]:
    """Condition: contacts that this person may know and that have all that was typed in name or number."""
    joined = select(Contact.id).join(Member, Member.id == Contact.member_id)
    return Contact.id.in_(joined.where(*_conditions(actor, typed)))


def listed(typed: str, *, actor: Actor) -> Select[Any]:
    """Query of these contacts with their firms; Forbidden for who may know of none."""
    rights.FIND_PEOPLE.demand(actor)
    columns: list[Any] = [Contact, Member.name.label("firm")]
    query: Select[Any] = select(*columns).join(Member, Member.id == Contact.member_id)
    return query.where(*_conditions(actor, typed, is_all=True))


def seen(rows: Sequence[Any], actor: Actor) -> list[Person]:
    """Rows of `listed` as this person may see them."""
    return [Person(services.seen_contact(actor, row[0]), row[0].member_id, row.firm) for row in rows]


def hits(_actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These contacts as the search shows them, each with the firm and what it is there."""
    columns = (Contact.id, Contact.name, Contact.title, Contact.member_id, Member.name.label("firm"))
    rows = db.session.execute(select(*columns).join(Member, Member.id == Contact.member_id).where(Contact.id.in_(ids)))
    return {row.id: Hit(row.name, "members.show", {"member_id": row.member_id}, _note(row)) for row in rows}


def _note(row: Any) -> str:
    return " · ".join(part for part in (row.firm, row.title) if part)
