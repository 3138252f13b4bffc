"""The table of what can be found, and SQLite's index over it."""

from sqlalchemy import DDL, BigInteger, Index, Integer, String, Text, UniqueConstraint, event, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import db


class Find(db.Model):
    """The tokens of one thing that can be found (`search.tokens`): for each circle of readers the words it may read."""

    __tablename__ = "finds"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        # On SQLite an index of no rows: `SQLITE` has what it asks.
        Index(
            "ix_finds_doc",
            "doc",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
            sqlite_where=text("0"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    doc: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR, "postgresql"))
    """Tokens with spaces between; on PostgreSQL their vector."""


SQLITE = (
    # No token has a space or an ASCII sign in it, so this tokenizer parts a doc where we did. Without positions the
    # index is small: neighbours are tokens of their own.
    "CREATE VIRTUAL TABLE finds_index USING fts5(doc, content='finds', content_rowid='id', tokenize='ascii', "
    "detail='none', columnsize=0)",
    "CREATE TRIGGER finds_insert AFTER INSERT ON finds BEGIN "
    "INSERT INTO finds_index (rowid, doc) VALUES (new.id, new.doc); END",
    "CREATE TRIGGER finds_delete AFTER DELETE ON finds BEGIN "
    "INSERT INTO finds_index (finds_index, rowid, doc) VALUES ('delete', old.id, old.doc); END",
    "CREATE TRIGGER finds_update AFTER UPDATE ON finds WHEN old.doc <> new.doc BEGIN "
    "INSERT INTO finds_index (finds_index, rowid, doc) VALUES ('delete', old.id, old.doc); "
    "INSERT INTO finds_index (rowid, doc) VALUES (new.id, new.doc); END",
)
"""What SQLite needs beside the table; migrations say it once more."""
for _statement in SQLITE:
    event.listen(Find.__table__, "after_create", DDL(_statement).execute_if(dialect="sqlite"))
