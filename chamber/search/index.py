"""Write what can be found, in the transaction of the act that brings the words, and ask for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, column, delete, exists, literal, or_, select, table, text, true
from sqlalchemy.dialects.postgresql import TSQUERY

from ..extensions import db
from .models import Find
from .tokens import Question, Term, question

_VALUES = {"sqlite": ":doc", "postgresql": "array_to_tsvector(string_to_array(:doc, ' '))"}
_INDEX = table("finds_index", column("rowid"), column("finds_index", Text))


def put(kind: str, docs: Mapping[int, str]) -> None:
    """Let these things of a kind be found by these tokens (`tokens.doc`) and by no others."""
    if docs:
        statement = text(
            f"INSERT INTO finds (kind, subject_id, doc) VALUES (:kind, :subject_id, {_VALUES[_dialect()]}) "  # noqa: S608
            "ON CONFLICT (kind, subject_id) DO UPDATE SET doc = excluded.doc"
        )
        rows = [{"kind": kind, "subject_id": subject_id, "doc": doc} for subject_id, doc in docs.items()]
        db.session.execute(statement, rows)


def forget(kind: str, subject_ids: Iterable[int]) -> None:
    """Let these things be found no more."""
    db.session.execute(delete(Find).where(Find.kind == kind, Find.subject_id.in_(list(subject_ids))))


def holds(key: Any, typed: str, *circles: str, kind: str = "") -> ColumnElement[bool]:
    """The condition for things whose words in one of these circles have all that was typed; `key` is their id.

    Nothing typed: all of them. Who may see them is for the feature to say, in the same query. With a `kind` the rows
    themselves are read instead of the index: for somebody who sees few, and must not wait for what others have.
    """
    asked = question(typed, circles)
    if not asked:
        return true()
    if kind:
        row = (Find.kind == kind, Find.subject_id == key)
        return exists().where(*row, _has(asked)).correlate_except(Find)
    found = select(Find.subject_id)
    if _dialect() == "sqlite":
        there = select(_INDEX.c.rowid).where(_INDEX.c.finds_index.op("MATCH")(_asked(asked, _IN_SQLITE)))
        found = found.where(Find.id.in_(there))
    else:
        found = found.where(_has(asked))
    condition: ColumnElement[bool] = key.in_(found)
    return condition


def _has(asked: Question) -> ColumnElement[bool]:
    """Whether a row has what is asked, found without the index."""
    if _dialect() != "sqlite":
        return Find.doc.op("@@")(cast(_asked(asked, _IN_POSTGRES), TSQUERY))
    doc = literal(" ").concat(Find.doc).concat(" ")
    return and_(
        *(
            or_(*(and_(*(doc.contains(f" {term.token}{'' if term.begins else ' '}") for term in way)) for way in ways))
            for ways in asked
        )
    )


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
