"""What a person finished today, of all features: one line a thing, with what was done to it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, Integer, String, bindparam, case, cast, false, func, literal, or_, select, union_all

from .. import clock, registry
from ..audit.models import AuditRow
from ..extensions import UtcDateTime, db
from ..rights import Actor, Role

WORKING = frozenset({Role.SECRETARIAT, Role.HANDLER, Role.SUPERVISOR})
"""Roles whose home says what got done."""
MOST_A_DAY = 500


@dataclass(frozen=True)
class Finished:
    """What a person finished today on one thing, first to last."""

    label: str
    path: str
    acts: tuple[tuple[str, int], ...]
    """In the log's words, and how often."""


def finished_today(actor: Actor) -> list[Finished]:
    """The things on which this person finished something today and that they still see, the latest first; one query."""
    values = {"actor": actor.account_id, "start": clock.midnight(clock.today())}
    acts: dict[tuple[str, str], list[tuple[str, int]]] = {}
    rows = db.session.execute(_done(actor), values).all()
    left = _not_undone({(row.subject, row.act): row.number for row in rows})
    for row in rows:
        if not (number := left[row.subject, row.act]):
            continue
        subject = registry.subjects()[row.kind]
        named = (row.name, subject.path and subject.path + row.ends) if row.name else (str(subject.label), "")
        acts.setdefault(named, []).insert(0, (_word(row.act), number))
    return [Finished(*named, tuple(done)) for named, done in acts.items()]


def _not_undone(numbers: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """How often each act was done to each thing, without those that were taken back, and their taking back."""
    left = dict(numbers)
    for subject, act in numbers:
        for undone in registry.acts()[act].undoes:
            both = min(left[subject, act], left.get((subject, undone), 0))
            if both:
                left[subject, act] -= both
                left[subject, undone] -= both
    return left


@lru_cache(maxsize=200)
def _done(actor: Actor) -> Any:
    named = [kind for kind, subject in registry.subjects().items() if subject.model is not None]
    own = _own().c
    nameless = _rows(own, literal(""), literal("")).where(own.kind.not_in(named))
    rows = union_all(*(_of_kind(actor, own, kind) for kind in named), _let_go(actor, own), nameless).subquery()
    return select(rows).order_by(rows.c.last.desc(), rows.c.place.desc()).limit(MOST_A_DAY)


def _own() -> CTE:
    """What the person did today. Asked anew beside each kind of thing, PostgreSQL would plan longer than it works."""
    return (
        select(AuditRow.id, AuditRow.kind, AuditRow.subject, AuditRow.act, AuditRow.at)
        .where(
            AuditRow.actor_id == bindparam("actor"),
            AuditRow.at >= bindparam("start", type_=UtcDateTime()),
            AuditRow.act.in_(sorted(registry.counted())),
        )
        .cte("own")
    )


def _number(own: Any, kind: str) -> Any:
    """Read from the row and compared as a number: the other way round every thing is looked at for every row."""
    return case((own.kind == kind, cast(func.substr(own.subject, len(kind) + 2), Integer)))


def _let_go(actor: Actor, own: Any) -> Any:
    """What the person did to things that it may not see since: by their kinds alone."""
    acts = registry.letting_go()
    seen = []
    for kind in sorted({act.partition(".")[0] for act in acts}):
        subject = registry.subjects()[kind]
        visible = () if subject.visible is None else (subject.visible(actor),)
        seen.append(select(subject.model.id).where(subject.model.id == _number(own, kind), *visible).exists())
    return _rows(own, literal(""), literal("")).where(own.act.in_(sorted(acts)), ~or_(false(), *seen))


def _of_kind(actor: Actor, own: Any, kind: str) -> Any:
    subject = registry.subjects()[kind]
    ends = subject.model.id if subject.path_key is None else subject.path_key
    query = _rows(own, func.max(subject.name), func.max(ends)).where(own.kind == kind)
    visible = [] if subject.visible is None else [subject.visible(actor)]
    return query.join(subject.model, subject.model.id == _number(own, kind)).where(*visible)


def _rows(own: Any, name: Any, ends: Any) -> Any:
    facts = (cast(name, String).label("name"), cast(ends, String).label("ends"), func.count().label("number"))
    last = (func.max(own.at).label("last"), func.max(own.id).label("place"))
    done = (own.kind, own.subject, own.act)
    return select(*done, *facts, *last).select_from(own.kind.table).group_by(*done)


def _word(act: str) -> str:
    known = registry.acts()[act]
    return str(known.heading or known.label)
