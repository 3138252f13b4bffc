"""Rows for measuring, made in a process of their own while the database takes those before, past SQLAlchemy."""

import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import Connection as Pipe
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import JSON, Column, Dialect, Table, func, select, text

from chamber.extensions import Base, UtcDateTime, db, unit_of_work
from chamber.search.models import Find, number, packed

T = TypeVar("T")
CHUNK = 2000
HURRIED = {"synchronous": 0, "foreign_keys": 0, "cache_size": -256_000}
"""SQLite does not wait for the disk, looks up no foreign keys, and keeps what it writes in 256 MB."""


class Batch(NamedTuple):
    """Some rows of one table, in the order of its columns: as lines of a COPY for PostgreSQL."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]] | str


Make = Callable[[Dialect], Iterator[Batch]]


def fill_with(make: Make) -> None:
    """Write what `make` gives, which is called in another process and so may not ask the database."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        # Foreign keys are not looked up: what the rows refer to was read or written just before.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    driver: Any = connection.connection
    for batch in ahead(make(connection.dialect)):
        columns = ", ".join(map(connection.dialect.identifier_preparer.quote, batch.columns))
        if isinstance(batch.rows, str):
            with driver.cursor() as cursor, cursor.copy(f"COPY {batch.table} ({columns}) FROM STDIN") as copy:
                copy.write(batch.rows)
        else:
            marks = ", ".join("?" * len(batch.columns))
            into = f"INSERT INTO {batch.table} ({columns}) VALUES ({marks})"  # noqa: S608
            connection.exec_driver_sql(into, batch.rows)


def ahead(items: Iterable[T]) -> Iterator[T]:
    """These, each made in a process of their own while the ones before are used."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    # It inherits a connection of the database, which it neither uses nor closes.
    maker = multiprocessing.get_context("fork").Process(target=_send, args=(items, sender), daemon=True)
    maker.start()
    sender.close()
    try:
        while (received := receiver.recv()) is not None:
            yield received
    except EOFError:
        raise RuntimeError("rows could not be made: see above") from None
    finally:
        maker.terminate()
        maker.join()
        receiver.close()


def _send(items: Iterable[Any], sender: Pipe) -> None:
    for item in items:
        sender.send(item)
    sender.send(None)


def batch(model: type[Base], rows: list[dict[str, Any]], dialect: Dialect) -> Batch:
    """Rows that all name the same columns; those that are left out get what the model begins with."""
    table = cast(Table, model.__table__)
    names = tuple(rows[0])
    others = {column.name: _default(column) for column in table.c if column.default is not None}
    others = {name: value for name, value in others.items() if name not in names}
    columns = (*names, *others)
    converters = [(place, found) for place, name in enumerate(columns) if (found := _converter(table.c[name], dialect))]
    pick, same = itemgetter(*names), tuple(others.values())
    values = []
    for row in rows:
        one = [*pick(row), *same]
        for place, convert in converters:
            one[place] = convert(one[place])
        values.append(tuple(one))
    return Batch(table.name, columns, _lines(values) if dialect.name == "postgresql" else values)


def finds(kind: str, docs: Mapping[int, str], dialect: Dialect) -> Iterator[Batch]:
    """By what these things are found, as `search.index.put` would write it."""
    rows = [(number(kind, subject_id), doc) for subject_id, doc in docs.items()]
    if dialect.name == "postgresql":
        quoted = [(key, f"'{doc.replace(' ', chr(39) + ' ' + chr(39))}'") for key, doc in rows]
        yield Batch("finds", ("id", "doc"), _lines(quoted))
        return
    yield Batch("finds_index", ("rowid", "doc"), rows)
    yield Batch("finds", ("id", "doc"), [(key, packed(doc)) for key, doc in rows])


def _lines(rows: Iterable[tuple[Any, ...]]) -> str:
    return "".join("\t".join(map(_text, row)) + "\n" for row in rows)


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if not isinstance(value, str):
        return str(value)
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    return default.arg(None) if default.is_callable else default.arg


@cache
def _converter(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes a value one that the driver takes; None where it is one."""
    if isinstance(column.type, JSON):
        # Where many rows say the same, they give pairs.
        said = cache(lambda pairs: json.dumps(dict(pairs)))
        return lambda value: said(value) if isinstance(value, tuple) else json.dumps(value)
    prepare = column.type.dialect_impl(dialect).bind_processor(dialect)
    # Many rows share a moment.
    return cache(prepare) if prepare and isinstance(column.type, UtcDateTime) else prepare


def next_id(model: type[Base]) -> int:
    """The first number that no row of this table has."""
    column = model.__table__.c.id
    return (db.session.scalar(select(func.max(column))) or 0) + 1


def catch_up(*models: type[Base]) -> None:
    """Let PostgreSQL go on counting where the rows with numbers of their own end."""
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for model in models:
        name = model.__tablename__
        db.session.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")  # noqa: S608
        )


@contextmanager
def in_bulk() -> Iterator[None]:
    """Let SQLite hurry, and PostgreSQL make its index of words at the end: row by row it is slow."""
    if db.engine.dialect.name == "sqlite":
        before = _set(HURRIED)
        try:
            yield
        finally:
            _set(before)
        return
    indexes = cast(Table, Find.__table__).indexes
    with unit_of_work():
        for one in indexes:
            one.drop(db.session.connection())
    yield
    with unit_of_work():
        db.session.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
        for one in indexes:
            one.create(db.session.connection())


def _set(settings: dict[str, int]) -> dict[str, int]:
    """Change settings of SQLite's connection; what they were."""
    db.session.rollback()
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    before = {name: int(cursor.execute(f"PRAGMA {name}").fetchone()[0]) for name in settings}
    for name, value in settings.items():
        cursor.execute(f"PRAGMA {name}={value}")
    connection.close()
    return before
