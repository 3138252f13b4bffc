"""When a note on the progress is missing: only while the department could write one."""

from collections.abc import Callable
from datetime import datetime

import pytest

from chamber.accounts.models import Account
from chamber.cases.doing import handling, routing
from chamber.cases.rules import colours
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases.test_clocks import colour_of
from tests.cases.test_extensions import decide
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def at_work(drive: Drive) -> datetime:
    """A case with a long limit, in progress; until when the first note is due."""
    drive.submit(Kind.REQUEST)
    drive.accept(complexity="complex")
    drive.sign()
    assert drive.case.progress_due_at
    return drive.case.progress_due_at


def shown(drive: Drive, sign_in: SignIn) -> str:
    """The page of the case as the department reads it."""
    return english(sign_in(drive.cast.handler)).get(f"/cases/{drive.reference}").words


def begins_anew(drive: Drive, clock: Clock) -> bool:
    """Whether the next note is due as if the case had come to the department just now."""
    return drive.case.progress_due_at == workdays.deadline(clock.now, drive.case.limits["progress"])


@pytest.mark.parametrize("end", ["granted", "refused", "taken back"])
def test_none_is_missing_while_a_longer_limit_is_decided_and_then_the_days_begin_anew(
    drive: Drive, sign_in: SignIn, clock: Clock, end: str
) -> None:
    clock.set(at_work(drive))
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    db.session.commit()
    clock.set(workdays.deadline(clock.now, 1))
    clock.advance(hours=-4)
    assert colour_of(drive) != "yellow" and "progress note" not in shown(drive, sign_in)
    if end == "taken back":
        handling.take_back_extension(drive.reference, actor=drive.who("handler"))
        db.session.commit()
    else:
        decide(drive, end == "granted", "leader")
    assert begins_anew(drive, clock) and "progress note missing" not in shown(drive, sign_in)


def test_none_is_missing_before_the_call_of_a_new_round_and_after_it_the_days_begin_anew(
    drive: Drive, sign_in: SignIn, clock: Clock
) -> None:
    at_work(drive)
    drive.draft()
    drive.publish()
    drive.rate(2, False)
    # A round after a bad rating is short: no notes are due there, but where its limit was made long.
    drive.case.progress_due_at = workdays.deadline(clock.now, 5)
    drive.case.step_due_at = drive.case.contact_due_at = workdays.deadline(clock.now, 20)
    clock.set(workdays.deadline(clock.now, 6))
    db.session.commit()
    assert colour_of(drive) != "yellow" and "progress note" not in shown(drive, sign_in)
    drive.call()
    assert begins_anew(drive, clock) and "progress note missing" not in shown(drive, sign_in)


def test_a_returned_draft_has_the_days_anew(drive: Drive, clock: Clock) -> None:
    clock.set(at_work(drive))
    drive.draft()
    clock.set(workdays.deadline(clock.now, 1))
    handling.return_answer(drive.reference, "再写", actor=drive.who("secretary"))
    db.session.commit()
    assert begins_anew(drive, clock)


def test_a_department_that_gets_what_another_sent_back_is_not_late_from_the_start(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept(complexity="complex")
    lead = drive.cast.other_department.id
    routing.send_back(drive.reference, "不归我们管", lead, actor=drive.who("handler"))
    clock.set(drive.case.progress_due_at)
    clock.advance(days=1)
    routing.assign(drive.reference, routing.Route(lead_id=lead), actor=drive.who("secretary"))
    db.session.commit()
    assert begins_anew(drive, clock) and colours.colour(drive.case) != "red"


def test_a_later_word_to_the_member_does_not_put_a_note_off(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    clock.advance(days=1)
    drive.call()
    assert drive.case.progress_due_at == due
