"""A throw-away PostgreSQL server, and a database of it that is emptied between tests."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

PR_SET_PDEATHSIG = 1
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "listen_addresses": "",
}


def programs() -> Path | None:
    """The folder of the newest installed server, None where there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found and (initdb := shutil.which("initdb")):
        found = [Path(initdb).resolve().parent]
    return max(found, key=lambda path: [int(part) for part in path.parts if part.isdigit()], default=None)


def end_with_parent() -> None:
    """For preexec_fn: the process is asked to stop when this one dies, however it dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


@contextmanager
def throw_away_server() -> Iterator[str]:
    """Run a server in a temporary folder, reached by a socket there; gives its URL as superuser."""
    folder = programs()
    if folder is None:
        raise RuntimeError("there is no PostgreSQL server here: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="chamber-postgres-", dir="/tmp"))
    options: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(home, account.pw_uid, account.pw_gid)
        options = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data = home / "data"
    try:
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            capture_output=True,
            cwd=home,
            **options,
        )
        settings = [f"--{name}={value}" for name, value in OPTIONS.items()]
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [folder / "postgres", "-D", data, f"--unix_socket_directories={home}", *settings],
                stdout=log,
                stderr=log,
                cwd=home,
                start_new_session=True,
                preexec_fn=end_with_parent,
                **options,
            )
        try:
            url = f"postgresql+psycopg://postgres@/postgres?host={home}"
            _wait_for(url, server, home / "log")
            yield url
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    engine = create_engine(url)
    until = time.monotonic() + 30
    while True:
        try:
            engine.connect().close()
            break
        except Exception:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.05)
    engine.dispose()


def make_database(server: str, name: str) -> str:
    """Make an empty database of this name, in place of an older one; gives its URL."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


OFTEN = 100
"""After so many tests the deleted rows, which stay in the files, are got rid of: they slow down every query."""


class Cleaner:
    """Puts a migrated database back to what was kept of it under a name."""

    def __init__(self, database: str) -> None:
        # `replica` switches triggers off: for this connection, as whoever sets it loses all plans. One holds them.
        options = "-c session_replication_role=replica -c plan_cache_mode=force_generic_plan"
        self._engine = create_engine(database, pool_size=1, max_overflow=0, connect_args={"options": options})
        with self._engine.connect() as connection:
            tables = connection.execute(
                text(
                    "SELECT quote_ident(tablename) FROM pg_tables"
                    " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
                )
            ).scalars()
            self._tables = list(tables)
        self._cleaned = 0

    def keep(self, name: str) -> None:
        """Copy the rows of every table that has some into a schema of this name, and make a function to go back."""
        with self._engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS kept_{name} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA kept_{name}"))
            filled = [
                table for table in self._tables if connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first()
            ]
            for table in filled:
                connection.execute(text(f"CREATE TABLE kept_{name}.{table} AS TABLE {table}"))
            sequences = connection.execute(
                text("SELECT quote_ident(sequencename), coalesce(last_value, 0) FROM pg_sequences")
            ).all()
            # TRUNCATE makes a new file for each table, which is ten times slower than DELETE.
            statements = [
                *(f"DELETE FROM {table}" for table in self._tables),
                *(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE kept_{name}.{table}" for table in filled),
                *(f"PERFORM setval('{sequence}', {max(last, 1)}, {bool(last)})" for sequence, last in sequences),
            ]
            # A function's statements are parsed and planned once a connection, not at each test.
            connection.exec_driver_sql(
                f"CREATE FUNCTION kept_{name}.put_back() RETURNS void LANGUAGE plpgsql AS"
                f" $put_back$ BEGIN {'; '.join(statements)}; END $put_back$"
            )

    def clean(self, name: str) -> None:
        """Empty every table, put the kept rows back, let ids go on from there."""
        self._cleaned += 1
        if self._cleaned % OFTEN == 0:
            # Where somebody still reads, the next turn does it.
            with suppress(OperationalError), self._engine.begin() as connection:
                connection.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
                connection.exec_driver_sql(f"TRUNCATE {', '.join(self._tables)}")
        with self._engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
            connection.exec_driver_sql(f"SELECT kept_{name}.put_back()")

    def close(self) -> None:
        """Nobody needs it any more."""
        self._engine.dispose()
