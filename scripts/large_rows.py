"""Rows for measuring, written past SQLAlchemy, which takes longer for each than the database does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain, islice
from typing import Any, cast

from sqlalchemy import Column, Connection, Table, func, select, text

from chamber.demo.seed import without_disk_sync
from chamber.extensions import Base, UtcDateTime, db, unit_of_work
from chamber.search.models import Find

CHUNK = 2000


def insert(model: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    """Write rows, a few thousand at once; all of them name the same columns."""
    first = next(rows, None)
    if first is None:
        return
    table, connection = cast(Table, model.__table__), db.session.connection()
    preparers = {name: _preparer(table.c[name].type, connection) for name in first}
    others = {
        column.name: _preparer(column.type, connection)(_default(column))
        for column in table.c
        if column.default is not None and column.name not in first
    }
    same = tuple(others.values())
    columns = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in (*first, *others))
    values = ((*(prepare(row[name]) for name, prepare in preparers.items()), *same) for row in chain([first], rows))
    if connection.dialect.name == "postgresql":
        # Foreign keys are not looked up: what the rows refer to was read or written just before.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        driver: Any = connection.connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
        return
    marks = ", ".join("?" * (len(first) + len(others)))
    while chunk := list(islice(values, CHUNK)):
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", chunk)  # noqa: S608


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    return default.arg(None) if default.is_callable else default.arg


def _preparer(kind: Any, connection: Connection) -> Callable[[Any], Any]:
    """What makes a value one that the driver takes."""
    prepare = kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    # Many rows share a moment.
    return (cache(prepare) if isinstance(kind, UtcDateTime) else prepare) if prepare else lambda value: value


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
    """Let SQLite not wait for the disk, and PostgreSQL make its index of words at the end: row by row it is slow."""
    if db.engine.dialect.name == "sqlite":
        with without_disk_sync():
            yield
        return
    indexes = cast(Table, Find.__table__).indexes
    with unit_of_work():
        for one in indexes:
            one.drop(db.session.connection())
    yield
    with unit_of_work():
        for one in indexes:
            one.create(db.session.connection())
