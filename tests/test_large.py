"""What is measured with is filled past the services, and is found like what they write."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from chamber.cases.lists import searching
from chamber.cases.models import Case, CaseEvent
from chamber.events import services as events
from chamber.events.models import Event, Registration
from chamber.extensions import db
from chamber.members import search
from chamber.members.models import Contact, Member
from scripts.large import fill
from tests.factories.accounts import actor_as
from tests.factories.events import make_event
from tests.factories.finds import found_by
from tests.factories.world import World

FINDABLE: dict[str, tuple[Any, Callable[[list[int]], dict[int, str]]]] = {
    "member": (Member, search.docs),
    "case": (Case, searching.docs),
    "event": (Event, events.docs),
}
ROWS = 40


def count(model: Any) -> int:
    """Rows of a table."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def before(world: World) -> dict[Any, int]:
    """How many rows of each sort there were before it was filled."""
    known = {model: count(model) for model in (Member, Case, CaseEvent, Contact, Registration)}
    fill(known[Member] + ROWS, known[Case] + ROWS)
    return known


def test_there_are_as_many_rows_as_were_asked_for(before: dict[Any, int]) -> None:
    added = {model.__name__: count(model) - known for model, known in before.items()}
    assert added.pop("CaseEvent") > 4 * ROWS
    assert added.pop("Registration") > ROWS
    assert added == {"Member": ROWS, "Case": ROWS, "Contact": ROWS * 3 // 2}


@pytest.mark.parametrize("kind", FINDABLE)
def test_each_is_found_by_the_words_by_which_the_index_made_anew_would_find_it(
    kind: str, before: dict[Any, int]
) -> None:
    model, docs = FINDABLE[kind]
    ids = list(db.session.scalars(select(model.id).order_by(model.id.desc()).limit(ROWS)))
    assert {number: found_by(kind, number) for number in ids} == {
        number: set(doc.split()) for number, doc in docs(ids).items()
    }


def test_the_numbers_go_on_where_the_rows_end(before: dict[Any, int], world: World) -> None:
    last = db.session.scalar(select(func.max(Event.id))) or 0
    assert make_event(actor_as(world.cast.secretary), published=False).id == last + 1
