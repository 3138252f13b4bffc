"""Random acts on one event, compared with a model of seats and waiting list."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from chamber.errors import Conflict, DomainError
from chamber.events import registration, seats, services
from chamber.events.door import check_in
from chamber.events.models import Event, Registration
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.events import details, make_crowd, make_event

PEOPLE, PER_FIRM = 9, 3
Step = tuple[str, int, int]

steps = st.lists(
    st.tuples(
        st.sampled_from(["register", "register", "register", "cancel", "cancel", "edit", "give", "tick", "undo"]),
        st.integers(0, PEOPLE - 1),
        st.integers(1, 4),
    ),
    max_size=30,
)


class Model:
    """What must be true, told without a database: who has a seat and who waits, in line."""

    def __init__(self, capacity: int, quota: int) -> None:
        self.capacity, self.quota = capacity, quota
        self.seated: list[int] = []
        self.line: list[int] = []
        self.turn: dict[int, int] = {}
        self.here: set[int] = set()
        self.seated_at_the_door: set[int] = set()
        self.promotes = True

    def quota_left(self, person: int) -> bool:
        """Whether the person's firm may have one more seat."""
        return sum(one // PER_FIRM == person // PER_FIRM for one in self.seated) < self.quota

    def promote(self) -> None:
        """Strictly in turn, who has no quota is passed over."""
        for person in list(self.line) if self.promotes else []:
            if len(self.seated) < self.capacity and self.quota_left(person):
                self.line.remove(person)
                self.seated.append(person)

    def register(self, person: int) -> None:
        """A seat if one is free and nobody before could take it, else the end of the line."""
        if person in self.seated + self.line:
            return
        self.turn[person] = max(self.turn.values(), default=0) + 1
        free = len(self.seated) < self.capacity
        first = not any(self.quota_left(one) for one in self.line)
        (self.seated if free and self.quota_left(person) and first else self.line).append(person)

    def cancel(self, person: int) -> None:
        """Out, and the next moves up; not for whoever is here."""
        if person in self.here:
            return
        self.seated = [one for one in self.seated if one != person]
        self.line = [one for one in self.line if one != person]
        self.promote()

    def edit(self, capacity: int, quota: int) -> None:
        """Other numbers, but never fewer seats than are taken."""
        if capacity >= len(self.seated):
            self.capacity, self.quota = capacity, quota
            self.promote()

    def give(self, person: int) -> None:
        """A free seat, whatever turn and quota say."""
        if person in self.line and len(self.seated) < self.capacity:
            self.line.remove(person)
            self.seated.append(person)

    def tick(self, person: int) -> None:
        """Here, with a seat; who waits gets a free one."""
        if person in self.line and len(self.seated) < self.capacity:
            self.give(person)
            self.seated_at_the_door.add(person)
        if person in self.seated:
            self.here.add(person)

    def undo(self, person: int) -> None:
        """Not here after all; whoever got the seat with the tick waits again, where it waited before."""
        if person not in self.here:
            return
        self.here.remove(person)
        if person in self.seated_at_the_door:
            self.seated_at_the_door.remove(person)
            self.seated.remove(person)
            self.line = sorted([*self.line, person], key=self.turn.__getitem__)
            self.promote()


def do(step: Step, event: Event, rows: dict[int, Registration], people: list[int], staff: Actor) -> None:
    """The same act on the services; what they refuse changes nothing."""
    act, person, number = step
    row = rows.get(person)
    if act == "register":
        rows[person] = registration.register(event.id, actor=staff, contact_id=people[person])
    elif act == "edit":
        same = {"starts_at": event.starts_at, "ends_at": event.ends_at}
        wanted = details(capacity=number + person % 3, seats_per_member=1 + number % 3, **same)
        services.edit(event.id, wanted, version=event.version, actor=staff)
    elif row is not None and act == "cancel":
        registration.cancel(event.id, registration_id=row.id, actor=staff)
    elif row is not None and act == "give":
        registration.give_seat(row.id, actor=staff)
    elif row is not None and act == "tick":
        check_in.check_in(row.id, actor=staff)
    elif row is not None and act == "undo":
        check_in.undo(row.id, actor=staff)


def mirror(step: Step, model: Model, known: bool) -> None:
    """The act on the model; acts on somebody who never registered do nothing."""
    act, person, number = step
    if act == "register":
        model.register(person)
    elif act == "edit":
        model.edit(number + person % 3, 1 + number % 3)
    elif known and act == "cancel":
        model.cancel(person)
    elif known and act == "give":
        model.give(person)
    elif known and act == "tick":
        model.tick(person)
    elif known and act == "undo":
        model.undo(person)


@pytest.mark.parametrize("late", [False, True])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_the_services_do_what_the_model_does(
    db: SQLAlchemy, cast: Cast, actor: Callable[..., Actor], clock: Clock, late: bool, steps: list[Step]
) -> None:
    staff = actor(cast.secretary)
    crowd = db.session.info.get("crowd") or [contact.id for contact in make_crowd(PEOPLE // PER_FIRM, PER_FIRM)]
    db.session.info["crowd"] = crowd
    event, model, rows = make_event(staff, capacity=3, seats_per_member=2), Model(3, 2), dict[int, Registration]()
    model.promotes = not late
    event.starts_at = clock.now + timedelta(hours=1 if late else 50)
    for step in steps:
        clock.advance(seconds=1)
        known = step[1] in rows
        try:
            do(step, event, rows, crowd, staff)
        except (Conflict, DomainError):
            db.session.flush()
        mirror(step, model, known)
        compare(db, event, model, rows)
    db.session.rollback()


def compare(db: SQLAlchemy, event: Event, model: Model, rows: dict[int, Registration]) -> None:
    """The database against the model, and the invariants that need none."""
    query = select(Registration, seats.rank()).where(Registration.event_id == event.id).order_by(Registration.turn)
    found = list(db.session.execute(query))
    person = {row.id: number for number, row in rows.items()}
    seated = [row for row, _rank in found if row.state == "registered"]
    assert sorted(person[row.id] for row in seated) == sorted(model.seated)
    assert [(person[row.id], rank) for row, rank in found if row.state == "waitlisted"] == [
        (one, place) for place, one in enumerate(model.line, 1)
    ]
    assert {person[row.id] for row in seated if row.checked_in_at} == model.here
    assert event.capacity is None or len(seated) <= event.capacity
    assert all(rank == 0 for row, rank in found if row.state != "waitlisted")
    assert max(Counter(row.turn for row, _rank in found).values(), default=1) == 1
