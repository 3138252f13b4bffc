"""Each cell of the printed table of rights against the running program: by a page, and by calling the service."""

from collections.abc import Callable

import pytest
from flask import Flask

from chamber import registry
from chamber.errors import DomainError, Forbidden, NotFound
from chamber.extensions import db
from chamber.rights import YES, Right, Role, rights_in
from tests.client import Client
from tests.english import english
from tests.factories.accounts import actor_as
from tests.factories.world import World
from tests.rights import PEOPLE, Probe, Trial, probes

LET_IN = (200, 302, 303, 409, 422)
CHANGES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def printed(app: Flask, world: World) -> dict[str, dict[Role, str]]:
    """The help page: each right's label, and what stands in the cell of each role."""
    page = english(Client(app).sign_in(world.cast.member)).get("/help/permissions").page
    return {
        " ".join(row.css("th")[0].text().split()): {
            role: " ".join(cell.text().split()) for role, cell in zip(Role, row.css("td"), strict=True)
        }
        for row in page.css("table tbody tr")
    }


@pytest.fixture
def trial(app: Flask, world: World) -> Callable[[Role], Trial]:
    """Who tries it: a browser and an actor in this role."""

    def make(role: Role) -> Trial:
        account = world.account(PEOPLE[role])
        return Trial(world, PEOPLE[role], actor_as(account, role), english(Client(app).sign_in(account)))

    return make


def all_rights() -> dict[Right, str]:
    """Each right of each feature with its name, also those that the help page prints as one."""
    return {
        right: f"{feature.name}.{name}"
        for feature in registry.features()
        if feature.rights
        for name, right in rights_in(feature.rights).items()
    }


def test_each_right_and_each_reach_is_probed_once(app: Flask) -> None:
    names, tried = all_rights(), [probe.right for probe in probes()]
    assert sorted(names[right] for right in tried) == sorted(names.values())
    for probe in probes():
        wanted = {str(reach.label) for reach in probe.right.reaches.values() if reach is not YES}
        assert {str(reach.label) for reach in probe.reaches} == wanted, names[probe.right]


@pytest.mark.parametrize("role", list(Role))
def test_a_page_refuses_exactly_where_the_help_page_says_nothing(
    role: Role, trial: Callable[[Role], Trial], printed: dict[str, dict[Role, str]]
) -> None:
    someone, problems = trial(role), []
    for probe in probes():
        method, address = probe.page(someone).split(" ")
        ask = someone.client.post(address) if method == "POST" else someone.client.get(address)
        cell = printed[str(probe.right.label)][role]
        if not (ask.status_code in LET_IN if cell else ask.status_code == 403):
            problems.append(f"{probe.right.label}: {method} {address}: {ask.status_code}, but printed is “{cell}”")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("role", list(Role))
def test_a_service_refuses_exactly_where_the_help_page_says_nothing(
    role: Role, trial: Callable[[Role], Trial], printed: dict[str, dict[Role, str]], queries: list[str]
) -> None:
    someone, problems = trial(role), []
    for probe in probes():
        cell, done = printed[str(probe.right.label)][role], _done(probe, someone, queries)
        if done != bool(cell):
            problems.append(f"{probe.right.label}: {'done' if done else 'refused'}, but printed is “{cell}”")
        if not done and (changes := [one for one in queries if one.startswith(CHANGES)]):
            problems.append(f"{probe.right.label}: refused after {changes}")
    assert not problems, "\n".join(problems)


def _done(probe: Probe, someone: Trial, queries: list[str]) -> bool:
    """Whether the service let the person in."""
    queries.clear()
    try:
        probe.service(someone)
    except (Forbidden, NotFound):
        return False
    except DomainError as error:
        raise AssertionError(f"{probe.right.label}: neither done nor refused: {error}") from error
    finally:
        db.session.rollback()
    return True


@pytest.mark.parametrize("role", list(Role))
def test_each_right_reaches_as_far_as_the_help_page_says(
    role: Role, trial: Callable[[Role], Trial], printed: dict[str, dict[Role, str]]
) -> None:
    for probe in probes():
        cell = printed[str(probe.right.label)][role]
        if cell in ("", str(YES.label)):
            continue
        check = next(check for reach, check in probe.reaches.items() if str(reach.label) == cell)
        check(trial(role))
        db.session.rollback()
