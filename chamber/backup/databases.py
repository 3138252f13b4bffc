"""Copies of the database as it is at one moment, while others write: SQLite's online backup, or pg_dump."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import Engine, inspect
from sqlalchemy.engine import make_url

from ..audit.hashing import digest
from ..errors import DomainError
from ..extensions import db

Ask = Callable[[str], Sequence[Any]]
_ERASED = (
    "SELECT hash FROM audit_rows LEFT JOIN audit_values ON row_id = id"
    " WHERE row_id IS NULL AND digest <> '{}' ORDER BY id"
)
"""Rows of the log without the values of which they have a digest, beside that of none."""
_NAMELESS = "SELECT DISTINCT subject FROM audit_rows WHERE act = 'case.erase_identity'"
"""Whose identity was erased, by the log: the tables of what is backed up may still be those of an older version."""


@dataclass(frozen=True)
class Facts:
    """What was in the database at that moment."""

    revision: str
    """Of its tables, as the migrations number it."""
    tables: Mapping[str, int]
    """How many rows each has."""
    files: Sequence[str]
    """The random names of the stored files."""
    seal: str
    """The newest one of the log; empty where there is none."""
    erased: Sequence[str]
    """The hashes of the rows of the log whose values were erased, and the subjects of which the identity was."""


class Database(Protocol):
    """The application's database as a backup needs it."""

    kind: str
    dump: str
    """The name of its copy in the archive."""

    def copy(self, target: Path) -> Facts:
        """Copy it to this file, as it is at one moment."""

    def check(self, dump: Path, tables: Mapping[str, int]) -> None:
        """DomainError where this copy cannot be opened or has other rows."""

    def is_empty(self) -> bool:
        """Whether it has no tables."""

    def put_back(self, dump: Path) -> None:
        """Replace everything by this copy."""


def _facts(ask: Ask, names: str) -> Facts:
    tables = [name for (name,) in ask(names)]
    erased = ask(_ERASED.format(digest("", {})))
    seals = ask("SELECT hash FROM audit_seals ORDER BY id DESC LIMIT 1")
    return Facts(
        revision=ask("SELECT version_num FROM alembic_version")[0][0],
        tables=_counts(ask, tables),
        files=[token for (token,) in ask("SELECT token FROM stored_files")],
        seal=seals[0][0] if seals else "",
        erased=[*(row_hash for (row_hash,) in erased), *(subject for (subject,) in ask(_NAMELESS))],
    )


def _counts(ask: Ask, tables: Sequence[str]) -> dict[str, int]:
    return {name: ask(f'SELECT count(*) FROM "{name}"')[0][0] for name in tables}  # noqa: S608


def _demand_counts(found: Mapping[str, int], wanted: Mapping[str, int]) -> None:
    differing = [name for name in wanted if found.get(name) != wanted[name]]
    if differing:
        raise DomainError(_("The copy of the database has other rows than it should: %(tables)s.", tables=differing[0]))


class SQLite:
    """A file, copied page by page within one reading transaction."""

    kind, dump = "sqlite", "chamber.sqlite3"
    _NAMES = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'finds_index%' ORDER BY name"
    )

    def __init__(self, file: Path) -> None:
        self._file = file

    def copy(self, target: Path) -> Facts:
        with closing(sqlite3.connect(self._file)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            # Read alone, without files beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            return _facts(_asking(copy), self._NAMES)

    def check(self, dump: Path, tables: Mapping[str, int]) -> None:
        try:
            with closing(sqlite3.connect(dump)) as copy:
                if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise DomainError(_("The copy of the database is damaged."))
                _demand_counts(_counts(_asking(copy), list(tables)), tables)
        except sqlite3.DatabaseError:
            raise DomainError(_("The copy of the database is damaged.")) from None

    def is_empty(self) -> bool:
        if not self._file.exists():
            return True
        with closing(sqlite3.connect(self._file)) as connection:
            return not connection.execute("SELECT 1 FROM sqlite_master").fetchone()

    def put_back(self, dump: Path) -> None:
        self._file.touch(mode=0o600)
        with closing(sqlite3.connect(dump)) as copy, closing(sqlite3.connect(self._file)) as target:
            copy.backup(target)


def _asking(connection: sqlite3.Connection) -> Ask:
    return lambda query: connection.execute(query).fetchall()


class PostgreSQL:
    """A database of a server, copied by its own programs."""

    kind, dump = "postgresql", "chamber.pgdump"
    _NAMES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def copy(self, target: Path) -> Facts:
        with self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            (moment,) = connection.exec_driver_sql("SELECT pg_export_snapshot()").one()
            self._run("pg_dump", "--format=custom", f"--snapshot={moment}", f"--file={target}", f"--dbname={self._at}")
            return _facts(lambda query: connection.exec_driver_sql(query).all(), self._NAMES)

    def check(self, dump: Path, tables: Mapping[str, int]) -> None:
        listed = self._run("pg_restore", "--list", str(dump))
        missing = [name for name in tables if f" TABLE DATA public {name} " not in listed]
        if missing:
            raise DomainError(_("The copy of the database lacks the table %(name)s.", name=missing[0]))

    def is_empty(self) -> bool:
        return not inspect(self._engine).get_table_names()

    def put_back(self, dump: Path) -> None:
        with self._engine.begin() as connection:
            # Those that a migration made after the copy are in no list of what to replace.
            for name in inspect(connection).get_table_names():
                connection.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')
        replacing = ("--clean", "--if-exists", "--no-owner", "--no-privileges")
        self._run(
            "pg_restore", *replacing, "--exit-on-error", "--single-transaction", f"--dbname={self._at}", str(dump)
        )

    @property
    def _at(self) -> str:
        """Where it is, without the password: everybody on this machine may read the arguments of a program."""
        from psycopg.conninfo import make_conninfo

        return make_conninfo(**{**self._arguments, "password": None})

    @property
    def _arguments(self) -> dict[str, Any]:
        url = self._engine.url
        return {**url.translate_connect_args(username="user", database="dbname"), **url.query}

    def _run(self, *command: str) -> str:
        password = {"PGPASSWORD": str(self._arguments["password"])} if self._arguments.get("password") else {}
        try:
            done = subprocess.run(command, env={**os.environ, **password}, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            raise DomainError(_("%(program)s is missing on this machine.", program=command[0])) from None
        if done.returncode:
            said = done.stderr.strip().splitlines()
            raise DomainError(_("%(program)s failed: %(reason)s", program=command[0], reason=said[-1] if said else ""))
        return done.stdout


def database() -> Database:
    """The application's own."""
    url = make_url(db.engine.url)
    return SQLite(Path(url.database or "")) if url.get_backend_name() == "sqlite" else PostgreSQL(db.engine)
