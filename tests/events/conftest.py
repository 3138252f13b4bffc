"""Fixtures of the tests of events."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast


@pytest.fixture
def staff(cast: Cast, actor: Callable[..., Actor], clock: Clock) -> Actor:
    """The secretariat, at the test's time."""
    return actor(cast.secretary)


@pytest.fixture
def browse(sign_in: Callable[[Account], Client]) -> Callable[[Account], Client]:
    """A browser of this person, in English."""

    def opened(account: Account) -> Client:
        client = sign_in(account)
        client.get("/events/?lang=en")
        return client

    return opened
