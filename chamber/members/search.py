"""Finding members: what is searched and filtered, the counts behind the chips, and the columns that follow changes."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm.attributes import set_committed_value

from ..extensions import db, stamp_of, touch_stamp, watch_changes
from ..language.phones import tail
from ..language.pinyin import initials, pinyin, spellings
from ..language.text import bare_company, fold, like_pattern, search_key
from ..rights import ALL, Actor
from . import industry, rights, services
from .models import Contact, Member, MemberStatus, Office, Size

FEW = 300
"""Hits of a search that are counted here instead of in a second pass of the database."""
AREA = "members"
"""Of the stamp that every change to the roster changes."""
_SECTION = func.substr(Member.industry, 1, 1)
DIMENSIONS = {
    "status": Member.status,
    "office": Member.office,
    "section": _SECTION,
    "size": Member.size,
    "community": Member.community,
}
"""What can be filtered by, and how it is read from a row."""
IN_DIRECTORY = ("office", "section")
"""What may be filtered by in the directory view: the rest would tell what the page hides."""
_CHOICES: dict[str, frozenset[str]] = {
    "status": frozenset(MemberStatus),
    "office": frozenset(Office),
    "section": frozenset(industry.SECTIONS),
    "size": frozenset(Size),
}


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; "" stands for everything."""

    q: str = ""
    status: str = ""
    office: str = ""
    section: str = ""
    size: str = ""
    community: str = ""

    @classmethod
    def read(cls, arguments: Mapping[str, str], actor: Actor) -> "Filters":
        """The filters in an address that this person may use; anything else in it counts as not given."""
        found = {field.name: arguments.get(field.name, "") for field in fields(cls)}
        for name in DIMENSIONS:
            allowed = name in dimensions(actor)
            known = _CHOICES.get(name)
            if not allowed or (known is not None and found[name] not in known):
                found[name] = ""
        found["community"] = found["community"][:60]
        found["q"] = found["q"][:100]
        return cls(**found)

    def given(self) -> dict[str, str]:
        """Search and filters in use, for an address."""
        return {**({"q": self.q} if self.q else {}), **self.chosen()}

    def chosen(self) -> dict[str, str]:
        """The filters in use, without the search."""
        return {name: value for name in DIMENSIONS if (value := getattr(self, name))}


@dataclass(frozen=True)
class Facets:
    """How many members there are, and how many each further choice would leave."""

    total: int
    counts: dict[str, dict[str, int]]


def dimensions(actor: Actor) -> tuple[str, ...]:
    """What this person may filter by."""
    return tuple(DIMENSIONS) if services.sees_all(actor) else IN_DIRECTORY


def _matches(actor: Actor, q: str) -> list[ColumnElement[bool]]:
    column = Member.search_staff if services.sees_all(actor) else Member.search_directory
    words = fold(q).split()[:6]
    conditions: list[ColumnElement[bool]] = [column.like(like_pattern(word), escape="\\") for word in words]
    digits = re.sub(r"[\s-]", "", fold(q)).removeprefix("+86")
    # Only who may ask for whole numbers may search by more of them than their ends.
    if rights.READ.of(actor) is ALL and re.fullmatch(r"[0-9]{5,12}", digits):
        owners = select(Contact.member_id).where(Contact.mobile.like(f"%{digits}"), Contact.left_at.is_(None))
        return [or_(*([conditions[0]] if len(words) == 1 else []), Member.id.in_(owners))]
    return conditions


def is_called(typed: str) -> ColumnElement[bool]:
    """The members whose name, in the words of the directory, has what somebody typed in it."""
    return Member.search_directory.like(like_pattern(typed), escape="\\")


def contact_is_called(typed: str) -> ColumnElement[bool]:
    """The contacts whose name, or whose firm's, has what somebody typed in it."""
    own = func.lower(Contact.name).like(like_pattern(typed), escape="\\")
    return or_(own, Contact.member_id.in_(select(Member.id).where(is_called(typed))))


def found(actor: Actor, filters: Filters) -> Select[Any]:
    """The members that this person may see and that fit, unordered."""
    query = select(Member).where(services.visible_to(actor), *_matches(actor, filters.q))
    return query.where(*(DIMENSIONS[name] == value for name, value in filters.chosen().items()))


@dataclass(frozen=True)
class Found:
    """What a list shows: its rows as a query, one a member with only what this person's list shows, and the counts."""

    rows: Select[Any]
    facets: Facets


def look(actor: Actor, filters: Filters) -> Found:
    """Search, filter and count.

    Few hits are counted and picked from one pass over the column; many are counted in the database.
    """
    rights.READ.demand(actor)
    columns: list[Any] = [Member.id, Member.name, Member.short_name, Member.office, Member.industry]
    if services.sees_all(actor):
        columns += [Member.status, Member.size, Member.community]
    names = dimensions(actor)
    if fold(filters.q):
        few = select(Member.id, *(DIMENSIONS[name] for name in names)).where(services.visible_to(actor))
        hits = db.session.execute(few.where(*_matches(actor, filters.q)).limit(FEW + 1)).all()
        if len(hits) <= FEW:
            ids: list[int] = []
            counted = _count(names, filters, ((hit[1:], 1) for hit in hits), lambda place: ids.append(hits[place][0]))
            picked = select(Member).where(services.visible_to(actor), Member.id.in_(ids))
            return Found(picked.with_only_columns(*columns), counted)
    return Found(found(actor, filters).with_only_columns(*columns), facets(actor, filters))


_kept: dict[tuple[Any, ...], Facets] = {}


def facets(actor: Actor, filters: Filters) -> Facets:
    """The counts behind the chips, in step with search and filters: one pass over the rows.

    Without a search they are kept until the roster changes, so that the page costs the same at any size.
    """
    key: tuple[Any, ...] | None = None
    if not fold(filters.q):
        stamp, newest = db.session.execute(
            select(
                stamp_of(AREA),
                select(func.max(Member.id)).scalar_subquery(),
            )
        ).one()
        key = (stamp, newest, rights.READ.of(actor), filters) if stamp else None
    if key is not None and (known := _kept.get(key)) is not None:
        return known
    names = dimensions(actor)
    columns = [DIMENSIONS[name] for name in names]
    query = select(*columns, func.count()).where(services.visible_to(actor), *_matches(actor, filters.q))
    groups = db.session.execute(query.group_by(*columns))
    counted = _count(names, filters, ((values, count) for *values, count in groups))
    if key is not None:
        if len(_kept) > 500:
            _kept.clear()
        _kept[key] = counted
    return counted


def _count(
    names: Sequence[str],
    filters: Filters,
    groups: Iterable[tuple[Sequence[Any], int]],
    fits: Callable[[int], None] | None = None,
) -> Facets:
    """Totals and counts of (values, rows with them); `fits` is told the place of each that passes all filters."""
    wanted = [getattr(filters, name) for name in names]
    total = 0
    counts: dict[str, dict[str, int]] = {name: {} for name in names}
    for number, (values, count) in enumerate(groups):
        misses = [place for place, want in enumerate(wanted) if want and values[place] != want]
        if not misses:
            total += count
            if fits:
                fits(number)
        for place, name in enumerate(names):
            if not misses or misses == [place]:
                counts[name][values[place]] = counts[name].get(values[place], 0) + count
    return Facets(total, counts)


def keys(name: str, short_name: str = "", industry_code: str = "") -> dict[str, str]:
    """The columns that follow from a member's names and industry: order, duplicates, directory search."""
    return {
        "name_key": pinyin(name)[:160] or fold(name)[:160],
        "bare_name": bare_company(name)[:120],
        "search_directory": search_key(*_names(name, short_name), *industry.search_words(industry_code)),
    }


def _names(name: str, short_name: str) -> tuple[str, ...]:
    return name, pinyin(name), initials(name), short_name, pinyin(short_name), initials(short_name)


def staff_key(member: Mapping[str, Any], contacts: Sequence[Mapping[str, Any]]) -> str:
    """What those may search who see all of a member: directory, code, people, tags, ends of phones."""
    boss = member.get("legal_representative") or ""
    parts = [member["search_directory"], member.get("uscc"), boss, *spellings(boss)]
    parts += (member.get("tags") or "").split()
    for contact in contacts:
        person = contact["name"]
        parts += [person, *spellings(person), tail(contact.get("mobile"))]
    return "\n".join(dict.fromkeys([*member["search_directory"].split("\n"), *search_key(*parts[1:]).split("\n")]))


def door_key(contact: Mapping[str, Any], member_name: str) -> str:
    """What the door list searches a contact by."""
    person = contact["name"]
    known = (person, *spellings(person), tail(contact.get("mobile")))
    return search_key(*known, member_name, initials(member_name))[:300]


def refresh(member: Member) -> None:
    """Bring the search columns of a member and its contacts in step with the member's facts."""
    for name, value in keys(member.name, member.short_name or "", member.industry or "").items():
        setattr(member, name, value)
    member.search_staff = _staff_key_of(member)
    _refresh_doors(member)


def refresh_people(member: Member) -> None:
    """Bring the search columns in step with the member's contacts."""
    follow(member, search_staff=_staff_key_of(member))
    _refresh_doors(member)


def _staff_key_of(member: Member) -> str:
    facts = {name: getattr(member, name) for name in ("search_directory", "uscc", "legal_representative", "tags")}
    people = [{"name": person.name, "mobile": person.mobile} for person in member.contacts if not person.left_at]
    return staff_key(facts, people)


def _refresh_doors(member: Member) -> None:
    for person in member.contacts:
        person.search_door = door_key({"name": person.name, "mobile": person.mobile}, member.name)


def follow(member: Member, **values: Any) -> None:
    """Write columns that follow from other rows past the version: a form that somebody has open stays good."""
    db.session.flush()
    db.session.execute(
        update(Member).where(Member.id == member.id).values(**values).execution_options(synchronize_session=False)
    )
    for name, value in values.items():
        set_committed_value(member, name, value)
    touch()


def touch() -> None:
    """Say that the roster changes in this transaction; needed after rows written in bulk, past the ORM."""
    touch_stamp(AREA)


watch_changes(AREA, Member)
