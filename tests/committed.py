"""What was really written: the tables that a request changed and committed, told by the statements themselves."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

_CHANGE = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
_KEY = "changed tables"


@contextmanager
def committed() -> Iterator[set[str]]:
    """The tables changed by transactions of this process that are committed within the block; empty it as you like."""
    found: set[str] = set()

    def executed(connection: Connection, cursor: Any, statement: str, *_rest: Any) -> None:
        match = _CHANGE.match(statement)
        if match and cursor.rowcount != 0:
            connection.info.setdefault(_KEY, set()).add(match[1])

    def kept(connection: Connection) -> None:
        found.update(connection.info.pop(_KEY, ()))

    def undone(connection: Connection) -> None:
        connection.info.pop(_KEY, None)

    hooks = (("after_cursor_execute", executed), ("commit", kept), ("rollback", undone))
    for name, hook in hooks:
        event.listen(Engine, name, hook)
    try:
        yield found
    finally:
        for name, hook in hooks:
            event.remove(Engine, name, hook)
