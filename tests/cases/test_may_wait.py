"""What is looked for by its index alone holds all that waits, is late or due, whatever state a case is in."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import ColumnElement, and_, func, insert, or_, select

from chamber import clock
from chamber.cases.lists.due import colour_of, due_beside, is_late
from chamber.cases.lists.listing import may_wait, todo
from chamber.cases.models import Case
from chamber.cases.rules import clocks
from chamber.cases.words import Complexity, Kind, State
from chamber.extensions import db
from tests.factories.cases import Drive

ROWS = 2000
FLAGS = (
    "own_desk", "supervisor_runs", "leader_decides", "extension_asked", "consent_asked", "anonymous", "open_for_office",
    "confidential", "show_name",
)  # fmt: skip
DATES = (
    "contact_due_at", "contacted_at", "step_due_at", "progress_due_at", "blue_at", "objected_at", "open_since",
    "objection_decided_at", "pressed_due_at", "pressed_contacted_at", "words_due_at", "author_due_at", "author_left_at",
)  # fmt: skip


def anything(dice: random.Random, number: int, plain: dict[str, Any]) -> dict[str, Any]:
    """A row in which whatever such a condition reads is left to chance."""
    days = (*[None] * 6, -400, -1, 0, 1, 3)
    moments = [None if one is None else clock.now() + timedelta(days=one) for one in days]
    return {
        **plain,
        "id": number,
        "reference": f"X-{number}",
        "state": dice.choice(list(State)).value,
        "complexity": dice.choice(list(Complexity)).value,
        "round_number": dice.choice((1, 2)),
        "question": dice.choice(("", "asked")),
        **{name: dice.random() < 0.3 for name in FLAGS},
        **{name: dice.choice(moments) for name in DATES},
    }


@pytest.fixture
def cases_of_all_sorts(drive: Drive) -> Drive:
    """Thousands of them."""
    drive.submit(Kind.REQUEST)
    row = drive.accept()
    plain = {column.key: getattr(row, column.key) for column in Case.__table__.columns}
    dice = random.Random("may wait")
    db.session.execute(insert(Case), [anything(dice, row.id + place, plain) for place in range(1, ROWS)])
    return drive


def number(*where: ColumnElement[bool]) -> int:
    """How many cases there are of which all this is true."""
    return db.session.scalar(select(func.count()).select_from(Case).where(*where)) or 0


def test_whatever_waits_or_has_a_colour_for_anybody_may_wait(cases_of_all_sorts: Drive) -> None:
    for who in ("secretary", "supervisor", "leader", "president", "handler", "member"):
        actor = cases_of_all_sorts.who(who)
        waits = (todo(actor), colour_of(actor) != "", is_late(actor), due_beside(actor).is_not(None))
        wanted = or_(*waits, and_(clocks.waiting_expression(), Case.step_due_at.is_not(None)))
        assert number(may_wait(), wanted) > ROWS / 10
        assert number(~may_wait(), wanted) == 0, who
    assert number(~may_wait()) > ROWS / 20
