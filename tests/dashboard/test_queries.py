"""No home page asks the database often, whatever there is; counted as it is asked for the second time."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from tests.client import Client
from tests.factories.states import cases_in_every_state
from tests.factories.world import World

SignIn = Callable[[Account], Client]


@pytest.mark.parametrize("who", ["member", "handler", "president", "supervisor"])
def test_a_home_takes_few_queries(who: str, world: World, sign_in: SignIn, queries: list[str]) -> None:
    cases_in_every_state(world)
    browser = sign_in(world.account(who))
    browser.get("/")
    queries.clear()
    browser.get("/")
    assert len(queries) <= 12, "\n".join(queries)
