"""The firms on the roster that somebody means by a typed name: the whole one, a short one, or a part that few have."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from ...extensions import db
from ...language.text import bare_company, excerpt, fold
from ..models import Member
from ..services import IN_DIRECTORY

MIN_PART = 2
MAX_SHOWN, MAX_SHOWN_LENGTH = 5, 40


class Named(NamedTuple):
    """A firm with what it may be called."""

    id: int
    name: str
    full: str
    short: str
    bare: str


def on_roster() -> list[Named]:
    """Who can be meant."""
    columns = (Member.id, Member.name, Member.short_name, Member.bare_name)
    rows = db.session.execute(select(*columns).where(Member.status.in_(IN_DIRECTORY)).order_by(Member.name_key)).all()
    return [Named(row.id, row.name, _spelt(row.name), _spelt(row.short_name), row.bare_name) for row in rows]


def _spelt(name: str) -> str:
    return fold(name).replace(" ", "")


def called(typed: str, roster: Sequence[Named]) -> dict[int, str]:
    """The firms (id → name) that a typed name means; the most exact way that finds any counts."""
    name, bare = _spelt(typed), bare_company(typed)[:120]
    # Full names first: two firms may have the same short name.
    whole = {one.id: one.name for one in roster if one.full == name}
    short = whole or {one.id: one.name for one in roster if name == one.short or bare == one.bare}
    if short or len(bare) < MIN_PART:
        return short
    return {one.id: one.name for one in roster if bare in one.bare or bare in one.short}


def problems(found: Mapping[str, Mapping[int, str]]) -> list[str]:
    """A sentence on each typed name that means no firm, or more than one."""
    return [*_unknown(found), *(_several(name, firms) for name, firms in found.items() if len(firms) > 1)]


def _unknown(found: Mapping[str, Mapping[int, str]]) -> list[str]:
    names = [excerpt(name, MAX_SHOWN_LENGTH) for name, firms in found.items() if not firms]
    if not names:
        return []
    return [_("No member firm is called %(names)s.", names=_(", ").join(f"“{name}”" for name in names))]


def _several(name: str, firms: Mapping[int, str]) -> str:
    shown = _(", ").join(list(firms.values())[:MAX_SHOWN])
    more = _(" and %(number)s more", number=len(firms) - MAX_SHOWN) if len(firms) > MAX_SHOWN else ""
    return _(
        "“%(name)s” may be several firms, please write the whole name: %(firms)s.",
        name=excerpt(name, MAX_SHOWN_LENGTH),
        firms=shown + more,
    )
