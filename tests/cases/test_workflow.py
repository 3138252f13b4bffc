"""The table of the workflow: one row an act, and what is drawn from it."""

import re

import pytest

import chamber.features  # noqa: F401
from chamber import registry
from chamber.cases.access import locking, opening, respondents
from chamber.cases.appeals import following as raising
from chamber.cases.authors import leaving
from chamber.cases.doing import (
    answering,
    closing,
    handling,
    intake,
    pressure,
    releasing,
    routing,
    sharing,
    whom,
)
from chamber.cases.force import forming, meeting
from chamber.cases.ladder import climbing, slips
from chamber.cases.letters import writing
from chamber.cases.outside import recording
from chamber.cases.pages.acts import PAGES
from chamber.cases.papers import answer, handling_slip
from chamber.cases.paths import following
from chamber.cases.pausing import monitoring, suspending, terminating
from chamber.cases.retention import erasing, holding
from chamber.cases.rounds import calling
from chamber.cases.rules.acts import Act
from chamber.cases.rules.workflow import BY_ACT, TABLE
from chamber.cases.suggestions import implementing, publishing
from chamber.cases.thanks import thanking
from chamber.cases.themes import answering as sharing_answers
from chamber.cases.words import State
from tests.client import Client
from tests.factories.cases import Drive

SERVICES = (
    answer, answering, calling, climbing, closing, erasing, following, handling, handling_slip, holding, implementing,
    intake, leaving, locking, monitoring, opening, pressure, publishing, raising, recording, releasing, respondents,
    routing, sharing, sharing_answers, slips, suspending, terminating, thanking, whom, writing,
)  # fmt: skip


@pytest.mark.static
def test_every_act_has_one_row_and_a_function_of_its_name() -> None:
    assert sorted(row.act for row in TABLE) == sorted(Act)
    modules = (*SERVICES, forming, meeting)
    assert not [act for act in Act if not any(hasattr(module, act.name.lower()) for module in modules)]


@pytest.mark.static
def test_the_log_and_the_messages_say_of_an_act_what_its_row_says() -> None:
    acts = registry.acts()
    for row in TABLE:
        act = acts[f"case.{row.act}"]
        assert (act.label, act.heading, act.tells) == (row.logged, row.label, row.tells)


@pytest.mark.static
def test_every_state_is_reached_and_each_that_is_open_can_be_left() -> None:
    assert {state for row in TABLE for state in row.ends} == set(State)
    for state in State:
        assert [row for row in TABLE if state in row.sources and set(row.ends) - {state}], state


def test_an_old_address_of_an_act_leads_to_the_new_one_and_still_takes_the_form(drive: Drive, desk: Client) -> None:
    drive.submit("request")
    here = f"/cases/{drive.reference}"
    for act in PAGES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", act.address)
        if act != act.address:
            answer = desk.get(f"{here}/{act}")
            assert (answer.status_code, answer.headers["Location"]) == (301, f"{here}/{act.address}")
    desk.post(f"{here}/ask_supplement", data={"text": "请补合同"})
    assert drive.case.state == State.SUPPLEMENTING
    assert BY_ACT[Act.ASK_SUPPLEMENT].ends == (State.SUPPLEMENTING,)
