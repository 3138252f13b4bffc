"""The table of what can be found, and SQLite's index over it."""

import sqlite3
import zlib
from typing import Any

from sqlalchemy import DDL, BigInteger, Dialect, Index, Integer, LargeBinary, TypeDecorator, event, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from ..extensions import db

KINDS = ("member", "event", "notice", "case", "directory", "suggestion", "measure", "theme", "answer")
"""What can be found; the place of a kind here is part of ids, so that further ones come at the end."""
BITS = 4
"""Of an id, for the kind."""


def number(kind: str, subject_id: Any) -> Any:
    """The id of a thing's row; it takes a column as well as a number."""
    return subject_id * (1 << BITS) + KINDS.index(kind)


class Tokens(TypeDecorator[str]):
    """Tokens with spaces between: packed on SQLite, where they take a third of the room; a vector on PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary() if dialect.name == "sqlite" else TSVECTOR())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return unpacked(value) if isinstance(value, bytes) else value


class Find(db.Model):
    """The tokens of one thing that can be found (`search.tokens`): for each circle of readers the words it may read."""

    __tablename__ = "finds"
    __table_args__ = (
        # On SQLite an index of no rows: `SQLITE` has what it asks.
        Index(
            "ix_finds_doc",
            "doc",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
            sqlite_where=text("0"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    """Says which thing it is: `number`."""
    doc: Mapped[str] = mapped_column(Tokens)


SQLITE = (
    # No token has a space or an ASCII sign in it, so this tokenizer parts a doc where we did. Without positions the
    # index is small: neighbours are tokens of their own. It keeps no words: `index` gives it the old ones to forget.
    # Tokens that begin alike have an index of their own for as many letters as one types first: a circle, a sort and
    # one to four letters. How twenty thousand names go on from zhou is else read for each search.
    "CREATE VIRTUAL TABLE finds_index USING fts5(doc, content='', tokenize='ascii', detail='none', columnsize=0, "
    "prefix='4 5 6 7')"
)
"""What SQLite needs beside the table; a migration says it once more."""
event.listen(Find.__table__, "after_create", DDL(SQLITE).execute_if(dialect="sqlite"))


def packed(doc: str) -> bytes:
    """Tokens as SQLite keeps them."""
    return zlib.compress(doc.encode())


def unpacked(doc: bytes) -> str:
    """Tokens as they were."""
    return zlib.decompress(doc).decode()


@event.listens_for(Engine, "connect")
def _teach_sqlite(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("packed", 1, packed, deterministic=True)
        connection.create_function("unpacked", 1, unpacked, deterministic=True)
