"""Of what is due beside the way and the next step the earlier comes first, and its colour is that of its date."""

from collections.abc import Callable

from chamber.accounts.models import Account
from chamber.cases.authors import leaving
from chamber.cases.lists import today
from chamber.cases.models import Case
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.cases.test_author_left import come_back, leave, line
from tests.cases.test_taken_over import contact_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def at_work(drive: Drive) -> Case:
    """A request in progress."""
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    return drive.case


def test_a_step_that_was_late_before_the_author_left_stays_first_with_its_own_date_and_colour(
    drive: Drive, sign_in: SignIn, clock: Clock
) -> None:
    late = at_work(drive).due_at
    clock.set(workdays.deadline(late, 2))
    leave(drive)
    for who in ("secretary", "leader", "handler"):
        seen = line(drive, who)
        assert (seen.due_at, seen.colour, seen.days_left) == (late, "red", -2), who
    (waiting,) = today.waiting(drive.who("secretary"))
    assert (waiting.due_at, waiting.next_step) == (late, "Work on it and draft the answer")
    page = english(sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}").words
    until = "Oct 15 18:00"
    assert f"decide by {until} who takes over" in page and "Overdue by 2 working days" in page
    assert until not in page.split("At the latest")[1].split("Overdue by")[0]


def test_what_the_author_left_to_say_is_first_and_coloured_where_it_is_due_before(drive: Drive, clock: Clock) -> None:
    at_work(drive)
    leave(drive)
    due = drive.case.author_due_at
    clock.set(due)
    assert (line(drive, "secretary").due_at, line(drive, "secretary").colour) == (due, "yellow")
    clock.advance(days=1)
    seen = line(drive, "secretary")
    assert (seen.due_at, seen.colour, seen.days_left) == (due, "red", -1)
    assert (line(drive, "handler").due_at, line(drive, "handler").colour) == (drive.case.due_at, "")


def test_what_stood_still_is_red_for_whoever_runs_it_alone_once_they_are_late(drive: Drive, clock: Clock) -> None:
    drive.answered()
    leave(drive)
    due = drive.case.author_due_at
    clock.set(due)
    clock.advance(days=1)
    assert (line(drive, "secretary").due_at, line(drive, "secretary").colour) == (due, "red")
    assert line(drive, "leader").colour == ""


def test_what_whoever_runs_it_handed_on_stays_there_and_the_pages_say_so(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    leave(drive)
    desk = english(sign_in(drive.cast.secretary))
    assert "from now on, even if the author comes back" in desk.get(f"/cases/{drive.reference}/hand-on").words
    colleague = contact_of(drive.cast.colleague).id
    leaving.hand_on(drive.reference, colleague, "已与仇同事通话", actor=drive.who("secretary"))
    db.session.commit()
    come_back(drive)
    assert drive.case.author_contact_id == colleague and acts_of(drive, "colleague")
    rules = desk.get("/cases/help").words
    assert "where those in charge handed it over after a call, it stays with the new person" in rules
    assert "It stays with them even if the author comes back" in rules
