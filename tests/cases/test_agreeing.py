"""Numbers, filters and lists agree: whoever sees a red line finds it under "overdue", and in the number beside it."""

from collections.abc import Callable, Iterator

import pytest

from chamber.cases.lists import listing, tallies, today
from chamber.cases.models import Case
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases import test_author_left, test_first_contact, test_pressure
from tests.conftest import Clock
from tests.factories.cases import Drive

EVERYBODY = ("secretary", "supervisor", "leader", "handler", "member", "colleague", "president")


def pressed(drive: Drive) -> None:
    """The author is to be spoken to."""
    test_pressure.withdrawn(drive)


def silent(drive: Drive) -> None:
    """With a department, and nobody has said a word to the member."""
    test_first_contact.accept(drive, "")
    drive.sign()


def alone(drive: Drive) -> None:
    """Its author has left; a colleague whom the office named sees it."""
    test_author_left.answered(drive)
    test_author_left.leave(drive)


def held(drive: Drive) -> None:
    """Words wait to be looked through."""
    drive.submit()
    drive.accept()
    drive.sign()
    drive.case.words_due_at = workdays.deadline(drive.case.submitted_at, 1)


def plain(drive: Drive) -> None:
    """Nothing beside the way."""
    drive.submit()
    drive.accept()


def days(clock: Clock) -> Iterator[int]:
    """The next weeks, a day at a time."""
    for day in range(9):
        yield day
        clock.advance(days=1)


@pytest.mark.parametrize("stage", [pressed, silent, alone, held, plain], ids=lambda one: one.__name__)
def test_the_colour_of_each_line_is_where_filters_and_counts_have_it(
    drive: Drive, clock: Clock, stage: Callable[[Drive], None]
) -> None:
    stage(drive)
    db.session.commit()
    seen: set[str] = set()
    for _day in days(clock):
        for who in EVERYBODY if stage is not alone else set(EVERYBODY) - {"member"}:
            actor = drive.who(who)
            lines = listing.lines(actor, db.session.execute(listing.rows(listing.condition(actor, {}))))
            figures = tallies.figures(actor)
            for colour in tallies.COLOURS:
                shown = sorted(line.reference for line in lines if line.colour == colour)
                found = db.session.scalars(
                    db.select(Case.reference).where(listing.condition(actor, {"colour": colour}))
                ).all()
                assert sorted(found) == shown, (who, colour)
                assert tallies.counts(actor, {"colour": colour}).total == len(shown), (who, colour)
                assert getattr(figures, colour) == len(shown), (who, colour)
                seen |= {colour} if shown else set()
            assert {one.reference for one in today.late_and_disputed(actor)[0]} == {
                line.reference for line in lines if line.colour == "red"
            }
    assert {"red", "yellow"} <= seen
