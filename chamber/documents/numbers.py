"""Numbers of papers, 〔2026〕3号: a series for each kind and year of Shanghai, without gap, whoever else takes one."""

import re
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from .. import clock, registry
from ..audit import services as audit
from ..errors import Conflict, DomainError
from ..extensions import db, lock_area
from ..language.text import checked_text
from ..registry.papers import Paper
from ..rights import Actor
from . import rights
from .models import IssuedPaper, LastNumber, NumberSeries

MAX_PREFIX = 20
_AREA = "number_series"
_PREFIX = re.compile(r"[^\W_]*")


@dataclass(frozen=True)
class Series:
    """The numbers of one kind of paper."""

    paper: Paper
    prefix: str
    last: str
    """The last number of this year as it would stand on a paper now; empty where there is none yet."""
    version: int


def whole_number(prefix: str, year: int, number: int) -> str:
    """A number as it stands on a paper; the brackets are those of GB/T 9704-2012, 7.2.5."""
    return f"{prefix}〔{year}〕{number}号"


def take(kind: str, subject: str, *, actor: Actor | None, part: str = "") -> IssuedPaper:
    """The next number of this kind of paper, for a paper about `subject` (`case:12`), issued now.

    Call it in the transaction of the act that issues the paper: others wait for the commit, and a rollback gives the
    number back. The act notes itself in the log. KeyError for a kind that nobody declares.
    """
    paper, year = registry.papers()[kind], clock.today().year
    made = (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert(LastNumber.__table__)
    next_one = made.values(kind=kind, year=year, number=1).on_conflict_do_update(
        index_elements=["kind", "year"], set_={"number": LastNumber.number + 1}
    )
    number = int(db.session.execute(next_one.returning(LastNumber.number)).scalar_one())
    row = IssuedPaper(
        kind=kind,
        year=year,
        number=number,
        words=whole_number(_prefix_of(paper), year, number),
        subject=subject,
        part=part,
        issued_at=clock.now(),
        issued_by_id=actor.account_id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def issued(kind: str, subject: str, part: str | None = None) -> list[IssuedPaper]:
    """What was issued of this kind about this subject, the oldest first; the caller has checked the right to it."""
    query = select(IssuedPaper).where(IssuedPaper.kind == kind, IssuedPaper.subject == subject)
    if part is not None:
        query = query.where(IssuedPaper.part == part)
    return list(db.session.scalars(query.order_by(IssuedPaper.id)))


def _prefix_of(paper: Paper) -> str:
    stored = db.session.scalar(select(NumberSeries.prefix).where(NumberSeries.kind == paper.kind))
    return paper.prefix if stored is None else stored


def series(*, actor: Actor) -> list[Series]:
    """The series of all kinds of paper, in the order of the features."""
    rights.KEEP.demand(actor)
    rows = {row.kind: row for row in db.session.scalars(select(NumberSeries))}
    year = clock.today().year
    last = dict(db.session.execute(select(LastNumber.kind, LastNumber.number).where(LastNumber.year == year)).all())
    found = []
    for kind, paper in registry.papers().items():
        row = rows.get(kind)
        prefix = row.prefix if row else paper.prefix
        words = whole_number(prefix, year, last[kind]) if kind in last else ""
        found.append(Series(paper, prefix, words, row.version if row else 0))
    return found


def set_prefix(kind: str, typed: str, *, version: int, actor: Actor) -> bool:
    """Put another prefix before the numbers of this kind from now on; False where it is so already.

    `version` is the one that the form showed (0: none yet). DomainError for what is no prefix, or that of another kind;
    Conflict where somebody was quicker.
    """
    rights.KEEP.demand(actor)
    prefix = checked_text(typed, MAX_PREFIX, "prefix")
    if not _PREFIX.fullmatch(prefix):
        raise DomainError(_("A prefix has only letters and digits; the year is put behind it."), field="prefix")
    lock_area(_AREA)
    kinds = {one.paper.kind: one for one in series(actor=actor)}
    now = kinds.pop(kind)
    if version != now.version:
        raise Conflict(_("Someone else has just changed this prefix. Please check it again."))
    other = next((one for one in kinds.values() if one.prefix == prefix), None)
    if other:
        message = _(
            "“%(prefix)s” stands before the numbers of another paper: %(paper)s.",
            prefix=prefix,
            paper=other.paper.label,
        )
        raise DomainError(message, field="prefix")
    if prefix == now.prefix:
        return False
    row = db.session.get(NumberSeries, kind)
    if row is None:
        db.session.add(NumberSeries(kind=kind, prefix=prefix))
    else:
        row.prefix = prefix
    audit.record(
        "paper.prefix_set", "paper", kind, actor=actor, before={"prefix": now.prefix}, after={"prefix": prefix}
    )
    return True
