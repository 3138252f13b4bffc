"""Flask extensions, how database connections and transactions are set up, and the column type for times."""

import logging
import os
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any, TypeVar

from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    Dialect,
    MetaData,
    ScalarSelect,
    Select,
    String,
    TypeDecorator,
    bindparam,
    event,
    select,
    text,
)
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from . import clock
from .config import ROOT
from .errors import found
from .language.catalogue import CatalogueBabel

T = TypeVar("T")

writing: ContextVar[bool] = ContextVar("writing", default=True)
"""Whether the transaction that begins next may write. True outside requests; inside, only during a POST."""


class Base(DeclarativeBase):
    """All tables; constraints get predictable names so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """Aware times in, UTC in the database, aware UTC times out. SQLite drops zones without converting."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone was about to be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NOW = bindparam(None, callable_=clock.now, type_=UtcDateTime())
TODAY = bindparam(None, callable_=clock.today, type_=Date())
"""This moment and this day in a query: worked out when it is asked, so that a query is built once and cached."""

db = SQLAlchemy(model_class=Base, disable_autonaming=True)
babel = CatalogueBabel()
csrf = CSRFProtect()
login_manager = LoginManager()


class Migrations:
    """What flask_migrate looks for in an application; it and alembic are imported by its commands alone."""

    db = db
    configure_args = {"compare_type": True, "render_as_batch": True}

    @cached_property
    def migrate(self) -> Any:
        """Its own entry."""
        from flask_migrate import Migrate

        return Migrate(db=db, directory=str(ROOT / "chamber" / "migrations"), **self.configure_args)


@event.listens_for(Engine, "do_connect")
def _create_sqlite_file(dialect: Dialect, _record: object, arguments: tuple[Any, ...], _options: object) -> None:
    """Create a missing SQLite file readable by its owner alone; SQLite gives its other files the same mode."""
    if dialect.name == "sqlite" and arguments and arguments[0] != ":memory:":
        # Where it can't be made, the driver says so in its own words.
        with suppress(OSError):
            os.close(os.open(arguments[0], os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


@event.listens_for(Engine, "connect")
def _prepare_connection(dbapi_connection: Any, _record: object) -> None:
    if isinstance(dbapi_connection, sqlite3.Connection):
        # We send BEGIN ourselves: the driver's own is always DEFERRED, and a late lock upgrade can't be waited for.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in (
            "busy_timeout=20000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            # Of each thread's connection; more of it, or a mapped file, made no page faster.
            "cache_size=-2000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    else:
        # PostgreSQL compiles queries that look costly: 0.4 s for one of the secretary's home, which runs in 1 ms.
        # No page has a query that would gain by it.
        dbapi_connection.execute("SET jit = off")
        # Each filter has a statement of its own, so one plan does for all values: to plan a search of cases anew each
        # time took as long as the search.
        dbapi_connection.execute("SET plan_cache_mode = force_generic_plan")
        dbapi_connection.commit()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        if writing.get():
            connection.exec_driver_sql("PRAGMA query_only=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("PRAGMA query_only=ON")
            connection.exec_driver_sql("BEGIN")
    else:
        # Travels with the driver's own BEGIN.
        _driver(connection).read_only = not writing.get()


@event.listens_for(Engine, "rollback")
def _rollback(connection: Connection) -> None:
    """Commit read-only transactions: psycopg drops a connection's prepared statements at a rollback.

    Nearly every request ends here, so each would plan all its queries anew.
    """
    if connection.dialect.name != "sqlite" and _driver(connection).read_only:
        _driver(connection).commit()


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit what the block did, or roll all of it back: for work outside a request's own transaction."""
    db.session.rollback()
    token = writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing.reset(token)


def each_alone(numbers: Iterable[int], act: Callable[[int], Iterable[str]], trouble: str) -> Counter[str]:
    """Do it with each in a transaction of its own, so that what goes wrong with one holds up none of the others.

    Gives how often what was done, as `act` names it, and `failed`, of which `trouble` % its number stands in the log.
    """
    done = Counter[str]()
    for number in numbers:
        try:
            with unit_of_work():
                names = act(number)
            done.update(names)
        except Exception:
            logging.getLogger(__name__).exception(trouble, number)
            done["failed"] += 1
    return done


@contextmanager
def reading() -> Iterator[None]:
    """Run the block in a transaction that cannot write, also inside a POST; it is rolled back at the end.

    For slow work between reading and writing (passwords, pictures): the write lock is not held meanwhile.
    """
    db.session.rollback()
    token = writing.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        writing.reset(token)


def find_one(query: Select[T], missing: object = "", *, lock: bool = False, fresh: bool = False) -> T:
    """The first row of the query; NotFound with this sentence where there is none.

    `lock` locks it until the transaction ends; then, and where it must be `fresh`, it is read again even if the session
    knows it: else the session gives the values from before waiting for the lock.
    """
    if lock:
        query = query.with_for_update()
    return found(db.session.scalars(query.execution_options(populate_existing=lock or fresh)).first(), missing)


_STAMPS = "stamps_changed"


class Stamp(db.Model):
    """The stamp of one area: it changes with every change there, so that counts can be cached between requests."""

    __tablename__ = "stamps"

    area: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(16))


@cache
def stamp_of(area: str) -> ScalarSelect[str | None]:
    """The stamp of an area, to be selected beside others."""
    return select(Stamp.value).where(Stamp.area == area).scalar_subquery()


def touch_stamp(area: str) -> None:
    """Say that an area changes in this transaction; needed after rows written in bulk, past the ORM."""
    db.session().info.setdefault(_STAMPS, set()).add(area)


def lock_area(area: str) -> None:
    """Let nobody else into this area until the transaction ends; needed where there may be no row yet to lock."""
    db.session.execute(
        text(
            "INSERT INTO stamps (area, value) VALUES (:area, '') ON CONFLICT (area) DO UPDATE SET area = excluded.area"
        ),
        {"area": area},
    )


def is_touched() -> bool:
    """Whether this transaction has changed what a stamp stands for: then nothing may be kept under the old one."""
    return bool(db.session().info.get(_STAMPS))


def _every_row(_row: Any) -> bool:
    return True


def watch_changes(area: str, *models: type[Base], only: Callable[[Any], bool] = _every_row) -> None:
    """Change the stamp of the area with every change to rows of these models by the ORM, or to some `only`."""

    def changed(_mapper: Any, _connection: Any, row: Any) -> None:
        if only(row):
            touch_stamp(area)

    for model in models:
        for moment in ("after_insert", "after_update", "after_delete"):
            event.listen(model, moment, changed)


def set_stamp(area: str, value: str) -> None:
    """Write the stamp of an area."""
    db.session.execute(
        text(
            "INSERT INTO stamps (area, value) VALUES (:area, :value) "
            "ON CONFLICT (area) DO UPDATE SET value = excluded.value"
        ),
        {"area": area, "value": value},
    )


@event.listens_for(Session, "before_commit")
def _write_stamps(session: Session) -> None:
    session.flush()
    for area in sorted(session.info.pop(_STAMPS, ())):
        set_stamp(area, secrets.token_hex(8))


@event.listens_for(Session, "after_rollback")
def _drop_stamps(session: Session) -> None:
    session.info.pop(_STAMPS, None)
