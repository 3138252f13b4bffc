"""The firms that somebody typed: by whole name, by short name, or by a part that only one of them has."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from ...errors import DomainError
from ...extensions import db
from ...language.text import bare_company, clean, excerpt, fold
from ...members.models import Member
from ...members.services import IN_DIRECTORY

MAX_NAMES, MIN_PART = 500, 2
MAX_SHOWN, MAX_SHOWN_LENGTH = 5, 40


def firms_by_name(typed: str) -> list[int]:
    """The ids of the member firms, one a line; DomainError at `firms` that says of every line what is wrong."""
    names = list(dict.fromkeys(filter(None, map(clean, typed.splitlines()))))
    if not names:
        raise DomainError(_("Please name at least one firm, one per line."), field="firms")
    if len(names) > MAX_NAMES:
        raise DomainError(_("At most %(most)s firms can be named.", most=MAX_NAMES), field="firms")
    columns = (Member.id, Member.name, Member.short_name, Member.bare_name)
    rows = db.session.execute(select(*columns).where(Member.status.in_(IN_DIRECTORY)).order_by(Member.name_key)).all()
    roster = [(row.id, row.name, _spellings(row.name), _spellings(row.short_name), row.bare_name) for row in rows]
    found = {name: _called(name, roster) for name in names}
    problems = [*_unknown(found), *(_several(name, firms) for name, firms in found.items() if len(firms) > 1)]
    if problems:
        raise DomainError(" ".join(problems), field="firms")
    return sorted({firm_id for firms in found.values() for firm_id in firms})


def _spellings(name: str) -> str:
    return fold(name).replace(" ", "")


def _called(typed: str, roster: Sequence[tuple[int, str, str, str, str]]) -> dict[int, str]:
    """The firms (id → name) that a typed name means; the most exact way that finds any counts."""
    name, bare = _spellings(typed), bare_company(typed)[:120]
    # Full names first: two firms may have the same short name.
    whole = {firm_id: shown for firm_id, shown, full, _short, _bare in roster if full == name}
    short = whole or {
        firm_id: shown for firm_id, shown, _full, called, known in roster if name == called or bare == known
    }
    if short or len(bare) < MIN_PART:
        return short
    return {firm_id: shown for firm_id, shown, _full, called, known in roster if bare in known or bare in called}


def _unknown(found: dict[str, dict[int, str]]) -> list[str]:
    names = [excerpt(name, MAX_SHOWN_LENGTH) for name, firms in found.items() if not firms]
    if not names:
        return []
    return [_("No member firm is called %(names)s.", names=_(", ").join(f"“{name}”" for name in names))]


def _several(name: str, firms: dict[int, str]) -> str:
    shown = _(", ").join(list(firms.values())[:MAX_SHOWN])
    more = _(" and %(number)s more", number=len(firms) - MAX_SHOWN) if len(firms) > MAX_SHOWN else ""
    return _(
        "“%(name)s” may be several firms, please write the whole name: %(firms)s.",
        name=excerpt(name, MAX_SHOWN_LENGTH),
        firms=shown + more,
    )
