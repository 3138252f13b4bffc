"""Make the index anew from what features say of their rows: after an update that finds by other tokens, and by hand."""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from .. import registry
from ..extensions import db, reading, set_stamp, stamp_of, unit_of_work
from ..registry.finds import Findable
from . import index

AREA = "search"
RULES = "10"
"""Changes with what features say of their rows or how tokens are made: then the next start makes the index anew.

It does so too where a further kind is in it.
"""
CHUNK = 500
LOCK = 0x5EA2C4
"""The number of PostgreSQL's lock."""

Report = Callable[[str, int, int], None]
"""Called with the kind, how many are done, and how many there are."""


def is_due() -> bool:
    """Whether the index was made by other rules than these, or never."""
    with reading():
        return db.session.scalar(select(stamp_of(AREA))) != _rules()


def rebuild(report: Report, *, if_due: bool = False) -> None:
    """Make the index anew, some rows in a transaction each; what is searched meanwhile is found as before.

    `if_due`: not where another process has done so while this one waited for it.
    """
    with _alone():
        if not if_due or is_due():
            _rebuild(report)


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else makes the index meanwhile."""
    if db.engine.dialect.name == "postgresql":
        with reading(), db.engine.connect() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
            yield
    else:
        with (Path(current_app.instance_path) / "search.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _rebuild(report: Report) -> None:
    for one in _kinds():
        with reading():
            ids = list(db.session.scalars(select(one.key).order_by(one.key)))
        for start in range(0, len(ids), CHUNK):
            with unit_of_work():
                _renew(one, ids[start : start + CHUNK])
            report(one.kind, min(start + CHUNK, len(ids)), len(ids))
        with unit_of_work():
            index.forget_all_but(one.kind, one.key)
    with unit_of_work():
        set_stamp(AREA, _rules())


def _kinds() -> Iterator[Findable]:
    return (one for feature in registry.features() for one in feature.finds if one.docs)


def _rules() -> str:
    return sha256(" ".join((RULES, *sorted(one.kind for one in _kinds()))).encode()).hexdigest()[:16]


def _renew(one: Findable, ids: Sequence[int]) -> None:
    index.lock(one.kind, ids)
    docs = one.docs(ids) if one.docs else {}
    index.put(one.kind, docs)
    if lost := set(ids) - docs.keys():
        index.forget(one.kind, lost)
