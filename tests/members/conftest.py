from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from chamber.permissions import Actor
from tests.client import Client
from tests.english import english


@pytest.fixture
def keeper(cast, actor) -> Actor:
    """The secretariat, for calling services."""
    return actor(cast.secretary)


@pytest.fixture
def desk(cast, sign_in) -> Client:
    """The secretariat's browser, in English."""
    return english(sign_in(cast.secretary))


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """Every statement but those that begin a transaction, as they come; clear it as you like."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)
