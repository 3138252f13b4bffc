"""What was really written: the tables that a request changed and committed, told by the statements themselves."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from chamber.audit.signals import logged
from chamber.cases.reading.traces import TRACES

_CHANGE = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
_KEY = "changed tables"
_LOG = {"audit_heads", "audit_rows", "audit_values"}


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

    def noted(_session: Any, written: Any) -> None:
        found.update(f"audit_rows of {entry.act}" for entry, _position in written if entry.act not in TRACES)

    hooks = (("after_cursor_execute", executed), ("commit", kept), ("rollback", undone))
    for name, hook in hooks:
        event.listen(Engine, name, hook)
    try:
        with logged.connected_to(noted):
            yield found
    finally:
        for name, hook in hooks:
            event.remove(Engine, name, hook)


def beside_readings(changed: set[str]) -> set[str]:
    """What was written but for readings of confidential cases in the log: a refusal that shows their words is one."""
    return changed - _LOG
