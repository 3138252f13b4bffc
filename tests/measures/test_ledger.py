"""The ledger of measures lacks what its taker does not read on the page."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.extensions import db
from chamber.measures import doing
from tests.client import Client, texts_of
from tests.factories.accounts import actor_as
from tests.factories.cases import Drive
from tests.factories.measures import TASKS, make_measure, to_department


@pytest.mark.parametrize(("name", "reads"), [("secretary", True), ("leader", False)])
def test_what_a_department_writes_about_a_nameless_case_is_in_the_table_of_who_runs_it_alone(
    drive: Drive, sign_in: Callable[[Account], Client], name: str, reads: bool
) -> None:
    of_case = {"kind": "case", "subject_id": drive.submit().id, "source": "handling"}
    drive.accept()
    made = make_measure(drive.who("secretary"), to_department(drive.cast.department.id), **of_case)  # type: ignore[arg-type]
    doing.finish(made.reference, TASKS["held"], actor=actor_as(drive.cast.handler))
    db.session.commit()
    answer = sign_in(getattr(drive.cast, name)).get("/measures/ledger.xlsx?show=confirm")
    table = "\n".join(texts_of(answer))
    assert made.reference in table
    assert (TASKS["held"] in table) is reads
