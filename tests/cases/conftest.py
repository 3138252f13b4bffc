"""One case in the hand of each test."""

import pytest

from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.cases import Drive


@pytest.fixture
def drive(clock: Clock, cast: Cast) -> Drive:
    """A hand that drives one case; the clock stands at Tuesday 2026-09-15 10:00 in Shanghai."""
    return Drive(cast)
