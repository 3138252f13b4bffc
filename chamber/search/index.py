"""Write what can be found, in the transaction of the act that brings the words, and ask for it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    any_,
    cast,
    column,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    table,
    text,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from ..extensions import db
from .models import BITS, KINDS, Find, number
from .tokens import Called, Question, Term, question

MOST = 1000
"""Hits that a page shows and counts, the newest."""
_PUT = {
    "sqlite": (
        text("INSERT INTO finds_index (rowid, doc) VALUES (:id, :doc)"),
        text("INSERT INTO finds (id, doc) VALUES (:id, packed(:doc)) ON CONFLICT DO UPDATE SET doc = excluded.doc"),
    ),
    "postgresql": (
        text(
            "INSERT INTO finds (id, doc) VALUES (:id, array_to_tsvector(string_to_array(:doc, ' '))) "
            "ON CONFLICT (id) DO UPDATE SET doc = excluded.doc"
        ),
    ),
}
_INDEX = table("finds_index", column("rowid"), column("finds_index", Text), column("doc", Text))


def put(kind: str, docs: Mapping[int, str]) -> None:
    """Let these things of a kind be found by these tokens (`tokens.doc`) and by no others."""
    rows = {number(kind, subject_id): doc for subject_id, doc in docs.items()}
    if not rows:
        return
    _unlist(rows)
    values = [{"id": key, "doc": doc} for key, doc in rows.items()]
    for statement in _PUT[_dialect()]:
        db.session.execute(statement, values)


def lock(kind: str, subject_ids: Iterable[int]) -> None:
    """Wait for acts that are just writing what these are found by; others wait until the transaction ends."""
    ids = [number(kind, subject_id) for subject_id in subject_ids]
    db.session.execute(select(Find.id).where(Find.id.in_(ids)).order_by(Find.id).with_for_update())


def forget(kind: str, subject_ids: Iterable[int]) -> None:
    """Let these things be found no more."""
    ids = [number(kind, subject_id) for subject_id in subject_ids]
    _unlist(ids)
    db.session.execute(delete(Find).where(Find.id.in_(ids)).execution_options(synchronize_session=False))


def forget_all_but(kind: str, key: Any) -> None:
    """Let what is none of these things any more (`key` is the column with their ids) be found no more."""
    there = select(_subject(Find.id)).where(_is_of(kind, Find.id), _subject(Find.id).not_in(select(key)))
    forget(kind, db.session.scalars(there).all())


def holds(
    kind: str,
    key: Any,
    typed: str,
    *circles: str,
    own: bool = False,
    most: int = 0,
    within: Any = None,
    of: ColumnElement[bool] | None = None,
    also: Any = None,
    called: Called | None = None,
) -> ColumnElement[bool]:
    """The condition for things whose words in one of these circles have all that was typed; `key` is their id.

    Nothing typed: all of them. Who may see them is for the feature to say, in the same query. `own`: for somebody who
    sees few, and must not wait for what others have; the rows themselves are read instead of the index. `most`: no
    more than so many, the newest. Of those whose ids the query `within` gives, or of which `of` holds: others, which
    this person does not see, do not count for `most`, however many they are. `called`: see `tokens.question`.
    """
    asked = question(typed, circles, called)
    if not asked:
        return true()
    if own:
        return exists().where(Find.id == number(kind, key), _has(asked)).correlate_except(Find)
    found = _in_index(kind, key, asked, most, within, of)
    # Not another condition beside this one: PostgreSQL would read all there is for either.
    condition: ColumnElement[bool] = key.in_(found if also is None else union_all(select(found.subquery()), also))
    return condition


def among(key: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """The condition for things with these ids, given as one value: then the statement is the same for any number."""
    if _dialect() == "sqlite":
        given = func.json_each(json.dumps(list(ids))).table_valued("value")
        condition: ColumnElement[bool] = key.in_(select(given.c.value))
        return condition
    there: ColumnElement[bool] = key == any_(literal(list(ids), ARRAY(Integer)))
    return there


def newest(key: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition for the newest of these: `MOST`, and one more where there are more."""
    found: ColumnElement[bool] = key.in_(select(key).where(condition).order_by(key.desc()).limit(MOST + 1))
    return found


def _in_index(
    kind: str, thing: Any, asked: Question, most: int, within: Any, of: ColumnElement[bool] | None
) -> Select[Any]:
    index, key = (_INDEX, _INDEX.c.rowid) if _dialect() == "sqlite" else (Find, Find.id)
    has = _INDEX.c.finds_index.op("MATCH")(_asked(asked, _IN_SQLITE)) if index is _INDEX else _has(asked)
    found = select(_subject(key)).where(has, _is_of(kind, key))
    if within is not None:
        found = found.where(_subject(key).in_(within))
    if of is not None:
        found = found.where(exists().where(thing == _subject(key), of).correlate(index))
    # SQLite's index gives them in the order of their numbers. PostgreSQL is given another order than that of the
    # primary key, along which it would read the tokens of everything.
    order = key if _dialect() == "sqlite" else _subject(key)
    return found.order_by(order.desc()).limit(most) if most else found


def _subject(key: Any) -> Any:
    return key.bitwise_rshift(literal(BITS))


def _is_of(kind: str, key: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = key.bitwise_and(literal((1 << BITS) - 1)) == KINDS.index(kind)
    return condition


def _has(asked: Question) -> ColumnElement[bool]:
    """Whether a row has what is asked, found without the index on SQLite."""
    if _dialect() != "sqlite":
        return Find.doc.op("@@")(cast(_asked(asked, _IN_POSTGRES), TSQUERY))
    doc = literal(" ").concat(func.unpacked(Find.doc, type_=Text)).concat(" ")
    return and_(
        *(
            or_(*(and_(*(doc.contains(f" {term.token}{'' if term.begins else ' '}") for term in way)) for way in ways))
            for ways in asked
        )
    )


def _unlist(ids: Iterable[int]) -> None:
    """Let SQLite's index forget these rows. It keeps no words, so it is told by which it had them."""
    if _dialect() == "sqlite":
        old = select(literal("delete"), Find.id, func.unpacked(Find.doc)).where(Find.id.in_(list(ids)))
        db.session.execute(insert(_INDEX).from_select(["finds_index", "rowid", "doc"], old))


def _dialect() -> str:
    return db.session.get_bind().dialect.name


def _in_sqlite(term: Term) -> str:
    return f'"{term.token}"{" *" if term.begins else ""}'


def _in_postgres(term: Term) -> str:
    return f"'{term.token}'{':*' if term.begins else ''}"


_IN_SQLITE = (_in_sqlite, " AND ", " OR ")
_IN_POSTGRES = (_in_postgres, " & ", " | ")


def _asked(asked: Question, language: Any) -> str:
    """The question in the language of a database. No token has a quote in it: signs are kept in their wide form."""
    one, also, either = language
    return also.join(f"({either.join(f'({also.join(map(one, way))})' for way in ways)})" for ways in asked)
