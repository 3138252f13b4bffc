"""Keyset paging: the pages of a list by `?after=`, at the same cost at any depth."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import request
from sqlalchemy import Boolean, Date, Integer, Select, func, literal, tuple_

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
