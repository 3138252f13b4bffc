"""What is measured with is filled past the services, and is found like what they write."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, inspect, select, text

from chamber.cases.models import Case, CaseEvent
from chamber.cases.search import indexed as cases
from chamber.cases.words import Circle
from chamber.events import services as events
from chamber.events.models import Event, Registration
from chamber.extensions import db
from chamber.members import search
from chamber.members.models import Contact, Member
from chamber.members.record import indexed as members
from chamber.search import index
from scripts import large_cases, large_members
from scripts.large import fill
from scripts.large_rows import HURRIED, ahead
from tests.factories.accounts import actor_as
from tests.factories.events import make_event
from tests.factories.finds import found_by
from tests.factories.world import World

FINDABLE: dict[str, tuple[Any, Callable[[list[int]], dict[int, str]]]] = {
    "member": (Member, members.docs),
    "case": (Case, cases.docs),
    "event": (Event, events.docs),
}
ROWS = 40
CHUNK = 15
"""Rows at once, so that there are several times some."""


def count(model: Any) -> int:
    """Rows of a table."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def before(world: World, monkeypatch: pytest.MonkeyPatch) -> dict[Any, int]:
    """How many rows of each sort there were before it was filled."""
    for module in (large_members, large_cases):
        monkeypatch.setattr(module, "CHUNK", CHUNK)
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


def test_members_have_the_derived_columns_that_the_services_would_write(before: dict[Any, int]) -> None:
    firms = db.session.scalars(select(Member).order_by(Member.id.desc()).limit(ROWS)).all()

    def derived() -> list[tuple[str, str, list[str]]]:
        return [(one.name_key, one.bare_name, [person.search_door for person in one.contacts]) for one in firms]

    written = derived()
    for one in firms:
        search.refresh(one)
    assert derived() == written
    db.session.rollback()


def test_a_firm_and_a_case_are_found_by_their_names(before: dict[Any, int]) -> None:
    firm = db.session.scalars(select(Member).order_by(Member.id.desc()).limit(1)).one()
    assert firm.id in db.session.scalars(select(Member.id).where(search.name_matches(firm.short_name))).all()
    case = db.session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()
    for circle in (Circle.FULL, Circle.RELEASED):
        found = select(Case.id).where(index.holds("case", Case.id, case.reference, circle))
        assert db.session.scalars(found).all() == [case.id]


def test_the_database_is_set_as_before_when_it_is_filled(before: dict[Any, int]) -> None:
    if db.engine.dialect.name == "sqlite":
        assert {name: db.session.scalar(text(f"PRAGMA {name}")) for name in HURRIED} == {
            "synchronous": 2,
            "foreign_keys": 1,
            "cache_size": -2000,
        }
    else:
        assert inspect(db.engine).get_indexes("finds")


def test_rows_that_cannot_be_made_end_the_filling(capfd: pytest.CaptureFixture[str]) -> None:
    def some() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    made = ahead(some())
    assert next(made) == 1
    with pytest.raises(RuntimeError):
        next(made)
    assert "no more" in capfd.readouterr().err


def test_the_numbers_go_on_where_the_rows_end(before: dict[Any, int], world: World) -> None:
    last = db.session.scalar(select(func.max(Event.id))) or 0
    assert make_event(actor_as(world.cast.secretary), published=False).id == last + 1
