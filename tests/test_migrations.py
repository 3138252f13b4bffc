"""An empty database migrated up equals the models, triggers included, and goes down again to nothing."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from flask_migrate import revision as draft
from sqlalchemy import Engine, Inspector, inspect, text

from chamber.audit import triggers
from chamber.extensions import db
from tests.conftest import Clock
from tests.database import Database, make_app
from tests.factories.accounts import make_cast
from tests.factories.world import make_world
from tests.postgres import make_database

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
}
FUNCTIONS = (
    "SELECT proname, prosrc FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace"
    " WHERE nspname = 'public' ORDER BY proname"
)
TYPES = (
    "SELECT typname, '' FROM pg_type JOIN pg_namespace ON pg_namespace.oid = typnamespace"
    " WHERE nspname = 'public' AND typtype IN ('e', 'd') ORDER BY typname"
)


def empty_app(folder: Path, name: str) -> Flask:
    """An application on a database of its own that holds nothing."""
    server = os.environ.get("DATABASE_URL", "")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    postgres = server.startswith("postgres")
    url = make_database(server, f"chamber_{name}_{worker}") if postgres else f"sqlite:///{folder / name}.sqlite3"
    return make_app(folder, url)


@pytest.fixture
def migrated(database: Database, tmp_path: Path) -> Iterator[Engine]:
    """The engine of an empty database of that kind; its application's context is pushed: `upgrade()` means this one."""
    app = empty_app(tmp_path, "migrated")
    with app.app_context():
        yield db.engine
        db.engine.dispose()


def made_from_models(folder: Path) -> dict[str, Any]:
    """What a database holds that was made from the models instead of by migrations."""
    with empty_app(folder, "made").app_context():
        db.create_all()
        with db.engine.begin() as connection:
            for statement in triggers.create(connection.dialect.name):
                connection.execute(text(statement))
        found = contents(db.engine)
        db.engine.dispose()
    return found


def options_of(index: Any) -> list[str]:
    """What one of the databases adds to an index, as which rows are in it."""
    return sorted(f"{name}: {value}" for name, value in index.get("dialect_options", {}).items())


def table_contents(inspector: Inspector, name: str) -> dict[str, Any]:
    """Columns with types, keys, constraints and indexes of a table, in a comparable order."""
    columns = inspector.get_columns(name)
    return {
        "columns": {one["name"]: (str(one["type"]), one["nullable"], one["default"]) for one in columns},
        "primary key": inspector.get_pk_constraint(name)["constrained_columns"],
        "checks": sorted((str(one["name"]), one["sqltext"]) for one in inspector.get_check_constraints(name)),
        "unique": sorted((str(one["name"]), one["column_names"]) for one in inspector.get_unique_constraints(name)),
        "foreign keys": sorted(
            (one["constrained_columns"], one["referred_table"], one["referred_columns"], str(one["options"]))
            for one in inspector.get_foreign_keys(name)
        ),
        "indexes": sorted(
            (str(one["name"]), str(one["column_names"]), bool(one["unique"]), *options_of(one))
            for one in inspector.get_indexes(name)
        ),
    }


def contents(engine: Engine) -> dict[str, Any]:
    """Everything that a database holds beside rows."""
    inspector = inspect(engine)
    found: dict[str, Any] = {
        name: table_contents(inspector, name) for name in inspector.get_table_names() if name != "alembic_version"
    }
    with engine.connect() as connection:
        found["triggers"] = [tuple(row) for row in connection.execute(text(TRIGGERS[engine.dialect.name]))]
        if engine.dialect.name == "postgresql":
            found["functions"] = [tuple(row) for row in connection.execute(text(FUNCTIONS))]
            found["types"] = [tuple(row) for row in connection.execute(text(TYPES))]
    return found


MIGRATIONS = Path(__file__).parent.parent / "chamber" / "migrations"


def revisions() -> list[str]:
    """All revisions, oldest first."""
    folder = ScriptDirectory(str(MIGRATIONS))
    return [script.revision for script in folder.walk_revisions()][::-1]


def test_the_command_of_migrations_runs_with_its_options_and_without(tmp_path: Path) -> None:
    runner = empty_app(tmp_path, "commanded").test_cli_runner()
    for options in ([], ["--directory", str(MIGRATIONS)]):
        done = runner.invoke(args=["db", *options, "heads"])
        assert done.exit_code == 0, done.exception


def test_up_equals_the_models(migrated: Engine, tmp_path: Path) -> None:
    made = made_from_models(tmp_path)
    upgrade()
    with migrated.connect() as connection:
        options = {
            "compare_type": True,
            "compare_server_default": True,
            "target_metadata": db.metadata,
            "include_name": lambda name, kind, _parents: kind != "table" or not str(name).startswith("finds_index"),
        }
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)
    assert differences == []
    found = contents(migrated)
    assert found.keys() == made.keys()
    for name, there in found.items():
        assert there == made[name], name
    assert len(found["triggers"]) >= 4


def test_down_leaves_nothing_and_up_again_all(migrated: Engine) -> None:
    upgrade()
    first = contents(migrated)
    downgrade(revision="base")
    assert {name: there for name, there in contents(migrated).items() if there} == {}
    upgrade()
    assert contents(migrated) == first


def test_each_step_goes_back_and_forth(migrated: Engine) -> None:
    before = "base"
    for revision in revisions():
        upgrade(revision=revision)
        there = contents(migrated)
        downgrade(revision=before)
        upgrade(revision=revision)
        assert contents(migrated) == there, revision
        before = revision


def test_a_chamber_with_rows_goes_back_and_forth(migrated: Engine, clock: Clock) -> None:
    upgrade()
    world = make_world(make_cast())
    name = world.cast.firm.name
    db.session.commit()
    db.session.remove()
    downgrade(revision=revisions()[0])
    upgrade()
    with migrated.connect() as connection:
        assert name in connection.scalars(text("SELECT name FROM members")).all()


def test_departments_that_are_there_get_their_usual_popular_names(migrated: Engine) -> None:
    upgrade(revision="0012")
    department = "INSERT INTO departments (name, short_name, duties, phone, address, hours, position, uscc, version)"
    with migrated.begin() as connection:
        connection.execute(text(f"{department} VALUES ('江滨派出所', '', '', '', '', '', 0, '', 1)"))
    upgrade()
    with migrated.connect() as connection:
        assert "警察" in connection.scalar(text("SELECT popular_names FROM departments"))


def test_where_an_office_stored_its_public_address_the_proxy_in_front_is_believed_as_before(migrated: Engine) -> None:
    upgrade(revision="0067")
    with migrated.begin() as connection:
        connection.execute(
            text("INSERT INTO settings (name, value, version) VALUES ('public_url', 'https://x.example', 1)")
        )
    upgrade()
    with migrated.connect() as connection:
        kept = connection.scalar(text("SELECT value FROM settings WHERE name = 'trusted_proxy'"))
    assert kept == "127.0.0.1, ::1"


def test_a_draft_of_a_migration_runs_as_it_was_written_and_imports_no_more_than_it_needs(
    migrated: Engine, tmp_path: Path
) -> None:
    upgrade()
    whole, drafts = contents(migrated), shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    with migrated.begin() as connection:
        connection.execute(text("DROP TABLE member_notes"))
    for name in ("notes", "nothing"):
        draft(directory=str(drafts), autogenerate=True, rev_id=name, message=name)
        upgrade(directory=str(drafts))
    assert contents(migrated) == whole
    notes, nothing = ((drafts / "versions" / f"{name}_{name}.py").read_text() for name in ("notes", "nothing"))
    assert "UtcDateTime()" in notes
    assert "UtcDateTime" not in nothing
