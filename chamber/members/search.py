"""Search and filter members: results, counts per filter value, and who finds them by which of their words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from .. import clock
from ..extensions import db, stamp_of, touch_stamp, watch_changes
from ..language.phones import last_four_digits
from ..language.pinyin import initials, pinyin, spellings
from ..language.text import bare_company, fold, like_pattern, search_key
from ..rights import ALL, Actor
from ..search import index
from . import industry, rights, services
from .models import Contact, Member, MemberStatus, Office, Size
from .record import indexed
from .words import Circle

_OF_OWN = [one for one in Circle if one is not Circle.OFFICE]
AREA = "members"
"""Name of the stamp that changes with every change to the roster."""
DIMENSIONS = {
    "status": Member.status,
    "office": Member.office,
    "section": func.substr(Member.industry, 1, 1),
    "size": Member.size,
    "community": Member.community,
}
"""Filter name → column."""
DIRECTORY_DIMENSIONS = ("office", "section")
"""Filters of the directory view: others would reveal what its page hides."""
_CHOICES: dict[str, frozenset[str]] = {
    "status": frozenset(MemberStatus),
    "office": frozenset(Office),
    "section": frozenset(industry.SECTIONS),
    "size": frozenset(Size),
}


@dataclass(frozen=True)
class Filters:
    """Search text and filters of a list; "" means no restriction."""

    q: str = ""
    status: str = ""
    office: str = ""
    section: str = ""
    size: str = ""
    community: str = ""
    year: str = ""
    """One of `services.THIS_YEAR`."""

    @classmethod
    def read(cls, arguments: Mapping[str, str], actor: Actor) -> "Filters":
        """The filters in a query string that this person may use; invalid ones count as empty."""
        values = {field.name: arguments.get(field.name, "") for field in fields(cls)}
        for name in DIMENSIONS:
            allowed = name in dimensions(actor)
            known = _CHOICES.get(name)
            if not allowed or (known is not None and values[name] not in known):
                values[name] = ""
        if values["year"] not in services.THIS_YEAR or not services.sees_all(actor):
            values["year"] = ""
        values["community"] = values["community"][:60]
        values["q"] = values["q"][:100]
        return cls(**values)

    @property
    def leave_out_outside(self) -> bool:
        """Whether firms that are no members stay apart: unless one looks for them, or for something by its name."""
        return not self.status and not fold(self.q)

    def as_query(self) -> dict[str, str]:
        """Search and filters in use, as query parameters."""
        return {**({"q": self.q} if self.q else {}), **self.chosen()}

    def chosen(self) -> dict[str, str]:
        """Filters in use, without the search text."""
        return {name: value for name in (*DIMENSIONS, "year") if (value := getattr(self, name))}


@dataclass(frozen=True)
class Facets:
    """The number of members, and for each filter value how many would remain."""

    total: int
    counts: dict[str, dict[str, int]]
    most: int = 0
    """So many are listed and counted, the newest, where a search found more."""
    suspended: int = 0
    """Of all members of the chamber; counted only where nothing is searched or chosen, as it would say who."""


def dimensions(actor: Actor) -> tuple[str, ...]:
    """The filters that this person may use."""
    return tuple(DIMENSIONS) if services.sees_all(actor) else DIRECTORY_DIMENSIONS


def circles(actor: Actor) -> list[Circle]:
    """The words of members by which this person may find them."""
    if rights.READ.reaches_all(actor):
        return [one for one in Circle if one is not Circle.REPLY]
    return [Circle.DIRECTORY, Circle.INTRODUCTION, *((Circle.STAFF, Circle.FACTS) if services.sees_all(actor) else ())]


def found(actor: Actor, typed: str, *, is_all: bool = False, of: Any = None) -> ColumnElement[bool]:
    """Condition: members that this person sees and finds by this; without `is_all` the newest of which `of` holds.

    The own firm, which its people read in full, by all words but the office's; others by what the directory shows.
    """
    has_words = partial(index.holds, "member", Member.id, typed)
    is_own, seen = services.is_own_of(actor), services.visible_to(actor)
    own = None if is_own is None else select(Member.id).where(is_own, seen, has_words(*_OF_OWN, own=True))
    if is_all:
        return and_(seen, has_words(*circles(actor), also=own))
    cut = and_(seen, of) if of is not None else None if rights.READ.of(actor) in (ALL, rights.MASKED) else seen
    newest = has_words(*circles(actor), most=index.MOST + 1, of=cut, also=own)
    # Asked again beside few hits, what most firms fit would be looked for first.
    return newest if cut is not None and fold(typed) else and_(seen, newest)


def name_matches(typed: str) -> ColumnElement[bool]:
    """Condition: members with this text in their name, as the directory has it."""
    return index.holds("member", Member.id, typed, Circle.DIRECTORY)


def found_by_staff(typed: str, key: Any = Member.id) -> ColumnElement[bool]:
    """Condition: members that the secretariat calls so; `key` is the column with their id."""
    return index.holds("member", key, typed, Circle.DIRECTORY, Circle.STAFF, Circle.PHONES)


def is_called(typed: str) -> ColumnElement[bool]:
    """Condition: members with this name, however its legal form is written, or with this short name."""
    return or_(Member.bare_name == bare_company(typed)[:120], (Member.short_name == typed) & (Member.short_name != ""))


def contact_name_matches(typed: str) -> ColumnElement[bool]:
    """Condition: contacts with this text in their own or their firm's name."""
    own = func.lower(Contact.name).like(like_pattern(typed), escape="\\")
    return or_(own, Contact.member_id.in_(select(Member.id).where(name_matches(typed))))


def matching(actor: Actor, filters: Filters) -> Select[Any]:
    """Query of the members that this person may see and that match, unordered."""
    query = select(Member).where(found(actor, filters.q, is_all=True), services.this_year(filters.year))
    if filters.leave_out_outside:
        query = query.where(Member.status != MemberStatus.OUTSIDE)
    return query.where(*(column == value for name, column in DIMENSIONS.items() if (value := getattr(filters, name))))


@dataclass(frozen=True)
class Results:
    """A list page: the query for its rows, with only the columns that this person's list shows, and the counts."""

    rows: Select[Any]
    facets: Facets


def results(actor: Actor, filters: Filters) -> Results:
    """Search, filter and count; of a search the newest `index.MOST`."""
    rights.READ.demand(actor)
    columns: list[Any] = [Member.id, Member.name, Member.short_name, Member.office, Member.industry]
    if services.sees_all(actor):
        columns += [Member.status, Member.size, Member.community]
    names = dimensions(actor)
    if fold(filters.q):
        newest = select(Member.id, *(DIMENSIONS[name] for name in names)).order_by(Member.id.desc())
        newest = newest.where(found(actor, filters.q, of=services.this_year(filters.year) if filters.year else None))
        hits = db.session.execute(newest.limit(index.MOST + 1)).all()
        ids: list[int] = []
        most = index.MOST if len(hits) > index.MOST else 0
        groups = ((hit[1:], 1) for hit in hits[: index.MOST])
        counted = _count(names, filters, groups, lambda place: ids.append(hits[place][0]))
        picked = select(Member).where(services.visible_to(actor), Member.id.in_(ids))
        return Results(picked.with_only_columns(*columns), replace(counted, most=most))
    return Results(matching(actor, filters).with_only_columns(*columns), facets(actor, filters))


_facet_cache: dict[tuple[Any, ...], Facets] = {}


def facets(actor: Actor, filters: Filters) -> Facets:
    """The counts per filter value under these filters: one query, cached until the roster changes."""
    newest = select(func.max(Member.id)).scalar_subquery()
    stamp, last = db.session.execute(select(stamp_of(AREA), newest)).one()
    key = (stamp, last, rights.READ.of(actor), filters, clock.today().year) if stamp else None
    if key is not None and (known := _facet_cache.get(key)) is not None:
        return known
    columns = [DIMENSIONS[name] for name in dimensions(actor)]
    suspended = func.sum(case((Member.status == MemberStatus.SUSPENDED, 1), else_=0))
    visible = (services.visible_to(actor), services.this_year(filters.year))
    groups = db.session.execute(select(*columns, func.count(), suspended).where(*visible).group_by(*columns)).all()
    counted = _count(dimensions(actor), filters, ((values, count) for *values, count, _suspended in groups))
    counted = replace(counted, suspended=0 if filters.as_query() else sum(row[-1] for row in groups))
    if key is not None:
        if len(_facet_cache) > 500:
            _facet_cache.clear()
        _facet_cache[key] = counted
    return counted


def _count(
    names: Sequence[str],
    filters: Filters,
    groups: Iterable[tuple[Sequence[Any], int]],
    on_match: Callable[[int], None] | None = None,
) -> Facets:
    """Totals and counts of (values, number of rows); calls `on_match` with the index of each that fits all filters."""
    wanted = [getattr(filters, name) for name in names]
    apart = names.index("status") if "status" in names and filters.leave_out_outside else None
    total = 0
    counts: dict[str, dict[str, int]] = {name: {} for name in names}
    for number, (values, count) in enumerate(groups):
        misses = [place for place, want in enumerate(wanted) if want and values[place] != want]
        if apart is not None and values[apart] == MemberStatus.OUTSIDE:
            misses.append(apart)
        if not misses:
            total += count
            if on_match:
                on_match(number)
        for place, name in enumerate(names):
            if not misses or misses == [place]:
                counts[name][values[place]] = counts[name].get(values[place], 0) + count
    return Facets(total, counts)


def name_columns(name: str) -> dict[str, str]:
    """The columns derived from the name: sort key and duplicate check."""
    return {"name_key": pinyin(name)[:160] or fold(name)[:160], "bare_name": bare_company(name)[:120]}


def door_search_text(contact: Mapping[str, Any], member_name: str) -> str:
    """The search text of a contact for the door list."""
    person, digits = contact["name"], last_four_digits(contact.get("mobile"))
    return search_key(person, *spellings(person), digits, member_name, initials(member_name))[:300]


def refresh(member: Member) -> None:
    """Update the columns for finding a member and its contacts; `indexed.put` follows when it has its number."""
    for name, value in name_columns(member.name).items():
        setattr(member, name, value)
    _refresh_door_search(member)


def refresh_people(member: Member) -> None:
    """Update what the member's contacts are found by."""
    _refresh_door_search(member)
    indexed.put([member.id])
    touch()


def _refresh_door_search(member: Member) -> None:
    for person in member.contacts:
        person.search_door = door_search_text({"name": person.name, "mobile": person.mobile}, member.name)


def touch() -> None:
    """Mark the roster as changed in this transaction, after bulk writes, which bypass the ORM."""
    touch_stamp(AREA)


watch_changes(AREA, Member)
