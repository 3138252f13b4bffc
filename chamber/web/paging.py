"""Keyset paging: the pages of a list by `?after=`, at the same cost at any depth; its order by `?sort=`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, NamedTuple

from flask import request
from sqlalchemy import Boolean, ColumnElement, Date, Integer, Select, case, func, literal, tuple_

from .. import clock
from ..extensions import UtcDateTime, db
from ..secrecy import sealing
from .addresses import here

PAGE_ROWS = 30


@dataclass(frozen=True)
class Page:
    """One page of a list, and the URL of the next."""

    rows: list[Any]
    more_url: str | None


class Order(NamedTuple):
    """How a list is put in order."""

    name: str
    keys: list[Any]
    """As `keyset` takes them."""
    descending: bool


class Heading(NamedTuple):
    """The head of a column; one that sorts is a link."""

    name: str
    label: str
    url: str = ""
    direction: str = ""
    """`ascending` or `descending`, where the list is sorted by it."""


def order_of(sorts: Mapping[str, list[Any]], usual: str) -> Order:
    """The order that the address asks for: a name in `sorts`, turned round by a minus before it; else the usual one."""
    asked = request.args.get("sort", "")
    name = asked if asked.removeprefix("-") in sorts else usual
    return Order(name, sorts[name.removeprefix("-")], name.startswith("-"))


def placed(column: Any, kinds: type[Enum]) -> ColumnElement[int]:
    """A key that sorts a column of such values as their enum does; what is none of them comes last."""
    return case({kind.value: place for place, kind in enumerate(kinds)}, value=column, else_=len(kinds))


def headings(
    labels: Mapping[str, str], sorts: Collection[str], chosen: str, *, falling: Collection[str] = ()
) -> list[Heading]:
    """The heads of the columns; pressed again, one turns its order round. `falling`: those whose own order falls."""
    found = []
    for name, label in labels.items():
        url = here(sort=f"-{name}" if chosen == name else name) if name in sorts else ""
        is_turned = chosen.startswith("-")
        direction = "descending" if is_turned != (name in falling) else "ascending"
        found.append(Heading(name, label, url, direction if chosen.removeprefix("-") == name else ""))
    return found


def keyset(
    query: Select[Any], keys: list[Any], *, descending: bool = False, scalars: bool = True, most: int = PAGE_ROWS
) -> Page:
    """The page of a list after `?after=`; costs the same at any depth.

    `keys` are the columns of the order, the last one unique; their values stand sealed in the URL. A time
    or day that is missing counts as later than all others, on both databases.
    """
    keys = [_never_null(key) for key in keys]
    order = [key.desc() for key in keys] if descending else list(keys)
    after = parse_after(opened(request.args.get("after", "")), keys)
    if after is not None:
        left = tuple_(*keys)
        query = query.where(left < after if descending else left > after)
    result = db.session.execute(query.order_by(None).order_by(*order).limit(most + 1).add_columns(*keys)).all()
    more_url = None
    if len(result) > most:
        values = result[most - 1][-len(keys) :]
        more_url = here(after=sealed("~".join(v.isoformat() if isinstance(v, datetime) else str(v) for v in values)))
    rows = [row[0] if scalars else row for row in result[:most]]
    return Page(rows, more_url)


def _never_null(key: Any) -> Any:
    if not getattr(key.expression, "nullable", False) or not isinstance(key.type, UtcDateTime | Date):
        return key
    return func.coalesce(key, literal(clock.NEVER.date() if isinstance(key.type, Date) else clock.NEVER, key.type))


def parse_after(text: str, keys: list[Any]) -> Any:
    """The typed values of an opened `?after=`, or None where it is absent or not one of ours."""
    parts = text.rsplit("~", len(keys) - 1)
    if not text or len(parts) != len(keys):
        return None
    try:
        return tuple_(*(literal(_typed(key.type, part), key.type) for key, part in zip(keys, parts, strict=True)))
    except (ValueError, OverflowError, KeyError):
        return None


def _typed(kind: Any, part: str) -> Any:
    if isinstance(kind, UtcDateTime):
        moment = datetime.fromisoformat(part)
        if moment.tzinfo is None:
            raise ValueError(part)
        return moment.astimezone(UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(part)
    if isinstance(kind, Boolean):
        return {"True": True, "False": False, "1": True, "0": False}[part]
    if isinstance(kind, Integer):
        number = int(part)
        if abs(number) > 2**31 - 1:
            raise ValueError(part)
        return number
    if "\0" in part or any("\ud800" <= char <= "\udfff" for char in part):
        raise ValueError(part)
    return part


def sealed(place: str) -> str:
    """A place in the list of this address, sealed, so that nobody reads running numbers off it or counts them."""
    return sealing.sealed(place, request.path)


def opened(text: str) -> str:
    """The place again; empty where it is none of this list."""
    return sealing.opened(text, request.path)
