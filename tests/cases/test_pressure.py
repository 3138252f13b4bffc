"""Whoever says that they were pressed to withdraw is spoken to, and the case may go on without their name."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.audit import listing as log
from chamber.audit.models import AuditRow
from chamber.cases.doing import closing, pressure, routing, sharing
from chamber.cases.lists import listing, tallies, today
from chamber.cases.models import Case, CaseColleague, CaseEvent
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, State
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.notifications.models import Notification
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import RELEASED_STORY, Drive

SignIn = Callable[[Account], Client]
PRESSURE = "there was pressure to withdraw"


def withdrawn(drive: Drive, pressed: bool = True, **words: object) -> None:
    """A complaint that the department works on, withdrawn by its author."""
    drive.submit(Kind.COMPLAINT, **words)
    drive.accept()
    drive.sign()
    closing.withdraw(drive.reference, "不告了", pressed, actor=drive.who("member"))
    db.session.commit()


def lines(drive: Drive, name: str) -> list[listing.SeenLine]:
    """What this person's list of all cases says."""
    actor = drive.who(name)
    return listing.lines(actor, db.session.execute(listing.rows(listing.condition(actor, {}))))


def keep(drive: Drive) -> Case:
    """The secretariat keeps it open, as agreed with the author."""
    pressure.keep_open(drive.reference, "同意不署名继续", actor=drive.who("secretary"))
    db.session.commit()
    return drive.case


def test_whoever_runs_it_has_a_working_day_to_speak_to_the_author(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    withdrawn(drive)
    due = workdays.deadline(clock.now, 1)
    (line,) = lines(drive, "secretary")
    assert (line.due_at, line.next_step, line.state) == (due, "Speak to the author", State.WITHDRAWN)
    assert [one.reference for one in today.waiting(drive.who("secretary"))] == [drive.reference]
    assert tallies.figures(drive.who("secretary")).waiting == 1
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}"
    assert "Please speak to them by" in desk.get(here).words
    with pytest.raises(DomainError):
        pressure.contact_pressed(drive.reference, " ", actor=drive.who("secretary"))
    db.session.rollback()
    page = desk.post_form(f"{here}/contact-pressed", {"text": "已通话，说是被劝说"}).page
    assert "Recorded, visible to you only." in page.texts(".toast")[0] and "已通话，说是被劝说" in page.text
    assert tallies.figures(drive.who("secretary")).waiting == 0
    with pytest.raises(Conflict):
        pressure.contact_pressed(drive.reference, "再打", actor=drive.who("secretary"))


@pytest.mark.parametrize("spoken", [False, True])
def test_nobody_else_can_tell_whether_there_was_pressure(drive: Drive, sign_in: SignIn, spoken: bool) -> None:
    seen: list[object] = []
    for pressed in (True, False):
        withdrawn(drive, pressed)
        if pressed and spoken:
            pressure.contact_pressed(drive.reference, "说是被劝说", actor=drive.who("secretary"))
            db.session.commit()
        told = db.session.query(Notification).filter(Notification.line.like("case.%")).count()
        logged = db.session.query(AuditRow).filter_by(subject=f"case:{drive.case.id}").count()
        found: list[object] = [told, logged]
        for name in ("member", "handler", "leader"):
            (line,) = (one for one in lines(drive, name) if one.reference == drive.reference)
            page = english(sign_in(getattr(drive.cast, name))).get(f"/cases/{drive.reference}").page
            found += [line._replace(reference="", submitted_at=None), len(page.text)]
            assert PRESSURE not in page.text and "Speak to the author" not in page.text
            for act in (Act.CONTACT_PRESSED, Act.KEEP_OPEN):
                assert act not in acts_of(drive, name)
        found[0] = told - (seen[0] if seen else 0)  # type: ignore[operator]
        seen = seen or found
        last = found
    assert last == seen
    with pytest.raises(Forbidden):
        pressure.keep_open(drive.reference, "x", actor=drive.who("leader"))


def test_without_pressure_nothing_follows(drive: Drive) -> None:
    withdrawn(drive, pressed=False)
    assert tallies.figures(drive.who("secretary")).waiting == 0
    assert not acts_of(drive, "secretary") & {Act.CONTACT_PRESSED, Act.KEEP_OPEN}


def test_kept_open_it_goes_on_without_the_authors_name(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.COMPLAINT, confidential=False)
    drive.accept()
    drive.sign()
    contact = db.session.query(Contact).filter_by(account_id=drive.cast.colleague.id).one()
    sharing.name_colleague(drive.reference, contact.id, actor=drive.who("member"))
    closing.withdraw(drive.reference, "不告了", True, actor=drive.who("member"))
    db.session.commit()
    case = keep(drive)
    assert (case.state, case.lead_department_id, case.released_at) == (State.ACCEPTED, None, None)
    assert case.confidential and case.anonymous and case.closed_at is None and case.due_at
    assert db.session.query(CaseColleague).count() == 0
    for name in ("handler", "colleague"):
        with pytest.raises(NotFound):
            acts_of(drive, name)
    words = english(sign_in(drive.cast.leader)).get(f"/cases/{drive.reference}").words
    for secret in (drive.cast.firm.name, drive.mark("title"), drive.mark("story"), "Kept open without"):
        assert secret not in words
    assert drive.cast.firm.name in english(sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}").words
    route = routing.Route(lead_id=drive.cast.department.id)
    with pytest.raises(DomainError, match="release a masked text"):
        routing.assign(drive.reference, route, actor=drive.who("secretary"))
    db.session.rollback()
    assert Act.ASSIGN in acts_of(drive, "secretary")


def test_what_was_never_accepted_waits_for_its_decision_again(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.COMPLAINT)
    closing.withdraw(drive.reference, "不告了", True, actor=drive.who("member"))
    db.session.commit()
    clock.advance(days=1)
    case = keep(drive)
    assert case.state == State.SUBMITTED and case.decision_due_at == workdays.deadline(clock.now, 2)
    drive.accept()
    assert drive.case.state == State.ASSIGNED


def test_after_an_answer_a_new_round_begins(drive: Drive) -> None:
    drive.answered()
    closing.withdraw(drive.reference, "不告了", True, actor=drive.who("member"))
    db.session.commit()
    case = keep(drive)
    assert (case.state, case.round_number, case.answered_at) == (State.ACCEPTED, 2, None)
    assert db.session.query(CaseEvent).filter_by(act=Act.KEEP_OPEN).one().text == "同意不署名继续"
    assert case.released_story != RELEASED_STORY


def test_the_log_shows_the_leader_nothing_of_what_is_between_the_author_and_who_runs_it(drive: Drive) -> None:
    withdrawn(drive)
    pressure.contact_pressed(drive.reference, "已通话", actor=drive.who("secretary"))
    keep(drive)
    acts = {name: logged(drive, name) for name in ("secretary", "leader", "supervisor")}
    assert "case.keep_open" in acts["secretary"]
    assert "case.withdraw" in acts["secretary"] and "case.submit" in acts["leader"]
    assert not {"case.contact_pressed", "case.keep_open", "case.withdraw"} & (acts["leader"] | acts["supervisor"])


def logged(drive: Drive, name: str) -> set[str]:
    """The acts on cases of which this person reads in the log."""
    rows = db.session.scalars(log.rows(log.Filter(), actor=drive.who(name)))
    return {row.act for row in rows if row.kind == "case"}


def test_nobody_else_can_tell_afterwards_that_it_had_been_withdrawn(drive: Drive, sign_in: SignIn) -> None:
    withdrawn(drive)
    leader, here = english(sign_in(drive.cast.leader)), f"/cases/{drive.reference}"
    assert "Withdrawn" in leader.get(here).words
    keep(drive)
    assert "Withdrawn" not in leader.get(here).words
    assert ("case.withdraw" in logged(drive, "secretary"), "case.withdraw" in logged(drive, "leader")) == (True, False)
    for who in ("member", "secretary"):
        assert "Withdrawn" in english(sign_in(getattr(drive.cast, who))).get(here).words
    closing.withdraw(drive.reference, "还是算了", False, actor=drive.who("member"))
    db.session.commit()
    assert "Withdrawn" in leader.get(here).words and "case.withdraw" not in logged(drive, "leader")
