"""Fixtures of the tests of notices."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import Cast


@pytest.fixture
def staff(cast: Cast, actor: Callable[..., Actor], clock: Clock) -> Actor:
    """The secretariat, at the test's time."""
    return actor(cast.secretary)


@pytest.fixture
def browse(sign_in: Callable[[Account], Client], clock: Clock) -> Callable[[Account], Client]:
    """Sign in and read English."""
    return lambda account: english(sign_in(account))
