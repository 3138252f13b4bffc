"""What tests of notifications share."""

import pytest

from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.cases import Drive


@pytest.fixture
def drive(cast: Cast, clock: Clock) -> Drive:
    """One case and everybody who acts on it."""
    return Drive(cast)
