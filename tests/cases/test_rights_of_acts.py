"""The right in each row of the workflow: demanded whatever its parties are, and held by all who are such a party."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chamber.accounts.models import Account
from chamber.cases import rights
from chamber.cases.doing.desk import take
from chamber.cases.rules.acts import Act, Party, Transition
from chamber.cases.rules.workflow import BY_ACT, TABLE
from chamber.errors import Forbidden
from chamber.rights import Role
from tests.client import Client
from tests.factories.cases import Drive

RUNNERS = {Role.SECRETARIAT, Role.SUPERVISOR}
ROLES = {
    Party.AUTHOR: {Role.MEMBER},
    Party.COLLEAGUE: {Role.MEMBER},
    Party.RUNNER: RUNNERS,
    Party.HANDLER: RUNNERS | {Role.HANDLER},
    Party.LEAD: RUNNERS | {Role.HANDLER},
    Party.HELPER: {Role.HANDLER},
    Party.LEADER: {Role.LEADER},
    Party.PRESIDENT: {Role.PRESIDENT},
    Party.ARBITER: {Role.LEADER, Role.SUPERVISOR},
    Party.BLIND_ARBITER: {Role.LEADER, Role.SUPERVISOR},
}
"""Who can be what to a case."""


def who_may(row: Transition) -> set[Role]:
    """The roles that a row lets in, by themselves or on behalf of somebody."""
    stands_in = row.for_author or row.for_department
    # A case is entered before anybody runs it.
    runners = {Role.SECRETARIAT} if row.act == Act.SUBMIT else RUNNERS if stands_in else set()
    return runners.union(*(ROLES[party] for party in row.who))


@pytest.mark.static
def test_each_row_but_those_of_time_has_a_right_that_just_its_parties_hold() -> None:
    for row in TABLE:
        by_itself = [(party,) for party in (Party.TIME, Party.KEY, Party.ROSTER, Party.SHARED)]
        assert (row.right is None) == (row.who in by_itself), row.act
        if row.right is None:
            continue
        assert who_may(row) <= set(row.right.reaches), f"{row.act}: the table lets in who has no right to it"


@pytest.mark.static
def test_whoever_has_a_right_of_the_workflow_has_an_act_for_it() -> None:
    acts = {row.right: set[Role]() for row in TABLE if row.right}
    for row in TABLE:
        if row.right:
            acts[row.right] |= who_may(row)
    for right, roles in acts.items():
        assert set(right.reaches) <= roles, str(right.label)


def test_the_right_is_demanded_whatever_the_parties_of_the_row(
    drive: Drive, monkeypatch: pytest.MonkeyPatch, sign_in: Callable[[Account], Client]
) -> None:
    drive.submit()
    drive.accept()
    assert BY_ACT[Act.CONTACT].right is rights.RUN
    monkeypatch.setitem(BY_ACT, Act.CONTACT, replace(BY_ACT[Act.CONTACT], who=tuple(Party)))
    for name in ("member", "handler", "leader"):
        with pytest.raises(Forbidden):
            take(drive.reference, Act.CONTACT, actor=drive.who(name))
        page = sign_in(getattr(drive.cast, name)).get(f"/cases/{drive.reference}/contact")
        assert page.status_code == 403, name
    assert take(drive.reference, Act.CONTACT, actor=drive.who("secretary"))
