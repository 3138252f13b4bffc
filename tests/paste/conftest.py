"""Fixtures of the tests of pasted text."""

from collections.abc import Callable

import pytest

from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast


@pytest.fixture
def staff(cast: Cast, actor: Callable[..., Actor], clock: Clock) -> Actor:
    """The secretariat, at the test's time."""
    return actor(cast.secretary)
