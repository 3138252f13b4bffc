"""Kept under review: answered, waits for a condition, the member told each quarter; taken up again, or closed."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.doing import daily, handling
from chamber.cases.models import CaseEvent, CaseRound
from chamber.cases.pausing import monitoring, terminating
from chamber.cases.pausing.models import CaseMonitoring
from chamber.cases.rules.acts import Act
from chamber.cases.words import Forum, Kind, State
from chamber.errors import DomainError, Forbidden
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
CONDITION = "等待明年预算批复"


def watched(drive: Drive, kind: str = Kind.REQUEST, owner: int | None = None) -> None:
    """Answered, and kept under review."""
    drive.answered(kind=kind)
    monitoring.monitor(drive.reference, CONDITION, owner, actor=drive.who("secretary"))
    db.session.commit()


def told(drive: Drive) -> int:
    """How often the member was told by time alone."""
    return db.session.query(CaseEvent).filter_by(case_id=drive.case.id, act=Act.TELL_MONITORED).count()


def test_silence_does_not_close_it_and_each_quarter_the_member_is_told_once(drive: Drive, clock: Clock) -> None:
    watched(drive)
    assert drive.case.step_due_at == workdays.deadline(clock.now, 20)
    for days, times in ((89, 0), (2, 1), (1, 1), (200, 2)):
        clock.advance(days=days)
        daily.run()
        daily.run()
        assert (drive.case.state, told(drive)) == (State.MONITORING, times)
    lines = [row.line for row in db.session.query(Notification).filter_by(account_id=drive.cast.member.id)]
    assert lines.count("case.tell_monitored:author") == 2


def test_everybody_reads_the_condition_and_who_watches_it(drive: Drive, sign_in: SignIn) -> None:
    watched(drive, owner=drive.cast.department.id)
    for name in ("member", "handler", "leader", "secretary"):
        page = english(sign_in(getattr(drive.cast, name))).get(f"/cases/{drive.reference}").words
        assert CONDITION in page and f"Watched by {drive.cast.department.name}" in page, name
        assert "对方已付款。" in page, "the answer stays"


def test_only_a_department_at_work_can_watch_it(drive: Drive) -> None:
    drive.answered(kind=Kind.REQUEST)
    with pytest.raises(DomainError):
        monitoring.monitor(drive.reference, CONDITION, drive.cast.other_department.id, actor=drive.who("secretary"))
    db.session.rollback()
    with pytest.raises(Forbidden):
        monitoring.monitor(drive.reference, CONDITION, actor=drive.who("handler"))


def test_the_member_may_still_rate_and_a_good_rating_goes_on_waiting(drive: Drive) -> None:
    watched(drive)
    assert Act.RATE in acts_of(drive, "member")
    drive.rate(5, True)
    assert drive.case.state == State.MONITORING and drive.case.closed_at is None
    assert Act.RATE not in acts_of(drive, "member")


def test_a_bad_rating_opens_a_round_and_ends_the_waiting(drive: Drive) -> None:
    watched(drive)
    drive.rate(1, False)
    assert (drive.case.state, drive.case.round_number) == (State.IN_PROGRESS, 2)
    assert db.session.query(CaseMonitoring).one().until_at is not None


def test_it_is_taken_up_in_a_new_round_that_begins_with_a_call(drive: Drive, clock: Clock) -> None:
    watched(drive)
    clock.advance(days=50)
    monitoring.take_up(drive.reference, "预算已批复", actor=drive.who("secretary"))
    db.session.commit()
    case = drive.case
    assert (case.state, case.round_number, case.contacted_at) == (State.IN_PROGRESS, 2, None)
    assert case.due_at == workdays.deadline(clock.now, case.limits["reopened"])
    first, second = db.session.query(CaseRound).order_by(CaseRound.number)
    assert first.answered_at and (second.cause, second.began_at) == ("monitoring", clock.now)


def test_or_closed_with_words_that_the_member_reads(drive: Drive, sign_in: SignIn) -> None:
    watched(drive)
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}/close-monitored"
    assert desk.post(here, data={"text": ""}).status_code == 422
    desk.post_form(here, {"text": "预算不再安排"}, action=here)
    assert drive.case.state == State.CLOSED and drive.case.closed_at and drive.case.step_due_at is None
    assert "预算不再安排" in english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}").words


def test_before_a_release_the_leader_does_not_read_what_a_nameless_case_waits_for(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(Kind.COMPLAINT)
    drive.accept(desk=True)
    drive.draft(by="secretary")
    drive.publish()
    monitoring.monitor(drive.reference, CONDITION, actor=drive.who("secretary"))
    db.session.commit()
    assert CONDITION not in english(sign_in(drive.cast.leader)).get(f"/cases/{drive.reference}").words


def test_a_court_ends_it_and_only_the_member_and_who_runs_it_read_which(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.COMPLAINT)
    drive.accept()
    drive.sign()
    terminating.terminate(drive.reference, Forum.COURT, "区法院 12 号案", actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.state == State.TERMINATED and drive.case.step_due_at is None
    for name, reads in (("member", True), ("secretary", True), ("handler", False), ("leader", False)):
        page = english(sign_in(getattr(drive.cast, name))).get(f"/cases/{drive.reference}").words
        assert ("12 号案" in page, "A court" in page) == (reads, True), name
    assert acts_of(drive, "member") == {Act.MARK_FILE, Act.REMOVE_RESPONDENT, Act.ADD_RESPONDENT}


def test_it_comes_back_with_the_days_that_were_left(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    clock.advance(days=5)
    left = workdays.remaining(drive.case.due_at)
    terminating.terminate(drive.reference, Forum.ARBITRATION, "仲裁委", actor=drive.who("secretary"))
    db.session.commit()
    clock.advance(days=70)
    assert daily.run() == {}
    terminating.come_back(drive.reference, "已撤回", actor=drive.who("secretary"))
    db.session.commit()
    case = drive.case
    assert (case.state, workdays.remaining(case.due_at), case.closed_at) == (State.IN_PROGRESS, left, None)
    assert case.step_due_at == case.due_at and not case.was_overdue


def test_after_an_answer_it_comes_back_in_a_new_round(drive: Drive, clock: Clock) -> None:
    watched(drive)
    terminating.terminate(drive.reference, Forum.COURT, "区法院", actor=drive.who("secretary"))
    assert db.session.query(CaseMonitoring).one().until_at == clock.now
    terminating.come_back(drive.reference, "已撤诉", actor=drive.who("secretary"))
    db.session.commit()
    assert (drive.case.state, drive.case.round_number) == (State.IN_PROGRESS, 2)


def test_what_was_never_accepted_comes_back_to_be_decided(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    terminating.terminate(drive.reference, Forum.COURT, "区法院", actor=drive.who("secretary"))
    terminating.come_back(drive.reference, "已撤诉", actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.state == State.SUBMITTED and drive.case.step_due_at is not None


def test_a_petition_elsewhere_does_not_end_it_and_a_pending_request_for_more_time_ends_with_it(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    with pytest.raises(DomainError):
        terminating.terminate(drive.reference, "petition", "信访", actor=drive.who("secretary"))
    db.session.rollback()
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    terminating.terminate(drive.reference, Forum.COURT, "区法院", actor=drive.who("secretary"))
    terminating.come_back(drive.reference, "已撤诉", actor=drive.who("secretary"))
    db.session.commit()
    assert not drive.case.extension_asked and Act.DRAFT in acts_of(drive, "handler")


def test_a_review_is_noted_in_the_log_and_the_condition_stays(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    watched(drive)
    for note in ("尚无消息", "仍无消息"):
        monitoring.keep_monitoring(drive.reference, note, actor=drive.who("secretary"))
    db.session.commit()
    clock.advance(days=28)
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}"
    form = desk.get(f"{here}/keep-monitoring")
    assert CONDITION in form.words and "What the review found" in form.words
    desk.post_form(form, {"text": "预算草案已送审"}, action=f"{here}/keep-monitoring")
    for name in ("secretary", "member", "handler"):
        page = english(sign_in(getattr(drive.cast, name))).get(here).page
        (headline,) = page.texts("#paused")
        assert CONDITION in headline and "预算草案已送审" not in headline, name
        assert "预算草案已送审" in page.text, name
    assert drive.case.step_due_at == workdays.deadline(clock.now, 20)
    clock.advance(days=70)
    daily.run()
    told = db.session.query(CaseEvent).filter_by(case_id=drive.case.id, act=Act.TELL_MONITORED)
    assert [one.text for one in told] == [CONDITION]
    with pytest.raises(DomainError):
        monitoring.keep_monitoring(drive.reference, " ", actor=drive.who("secretary"))
    assert db.session.query(CaseMonitoring).one().condition == CONDITION
