"""Alembic's environment: foreign keys off on SQLite while tables are made anew, checked before the commit."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import text

from chamber.extensions import UtcDateTime, writing

target = current_app.extensions["migrate"].db


def own_type(kind: str, item: Any, draft: AutogenContext) -> str | Literal[False]:
    """How a draft writes our own type of column, with its import; False leaves all else to Alembic."""
    if kind == "type" and isinstance(item, UtcDateTime):
        draft.imports.add("from chamber.extensions import UtcDateTime")
        return "UtcDateTime()"
    return False


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a draft compares a table with the models: SQLite's index of the search is none of them."""
    return kind != "table" or not str(name).startswith("finds_index")


def run() -> None:
    """Migrate the application's own database in one transaction."""
    with target.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        token = writing.set(True)
        raw = connection.connection.driver_connection
        if sqlite:
            # On the raw connection and before BEGIN: a recreated table would cascade into its children otherwise.
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=target.metadata,
                compare_server_default=True,
                render_item=own_type,
                include_name=is_ours,
                **current_app.extensions["migrate"].configure_args,
            )
            with connection.begin():
                with context.begin_transaction():
                    context.run_migrations()
                if sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                    raise RuntimeError("the migration left rows that point to nothing")
        finally:
            writing.reset(token)
            if sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


run()
