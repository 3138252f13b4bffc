"""The author is not there any more: whom they named goes on, and nothing ends by silence until somebody says how."""

from collections.abc import Callable

import pytest

from chamber import clock as clocks
from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.cases.authors import leaving
from chamber.cases.doing import closing, intake, sharing
from chamber.cases.lists import listing, tallies, today
from chamber.cases.rules.acts import Act
from chamber.cases.telling import acts as telling
from chamber.cases.words import Kind, State
from chamber.errors import Conflict, DomainError, NotFound
from chamber.extensions import db
from chamber.members.record import contacts, editing
from chamber.notifications.models import Notification
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.cases.test_taken_over import contact_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import make_contact
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def leave(drive: Drive, who: str = "member") -> None:
    """The secretariat notes that this person has left the firm."""
    contact = contact_of(getattr(drive.cast, who))
    contacts.leave(contact.member_id, contact.id, actor=drive.who("secretary"))
    db.session.commit()


def come_back(drive: Drive, who: str = "member") -> None:
    """That was a mistake."""
    contact = contact_of(getattr(drive.cast, who))
    contacts.come_back(contact.member_id, contact.id, actor=drive.who("secretary"))
    db.session.commit()


def name(drive: Drive, who: str = "colleague") -> None:
    """The author lets a colleague read and add."""
    sharing.name_colleague(drive.reference, contact_of(getattr(drive.cast, who)).id, actor=drive.who("member"))
    db.session.commit()


def answered(drive: Drive, kind: str = Kind.COMPLAINT, **words: object) -> None:
    """Waits for the author's rating."""
    drive.submit(kind, **words)
    drive.accept()
    drive.sign()
    drive.draft()
    drive.publish()


def put_in_charge(drive: Drive, who: str = "colleague") -> None:
    """The firm's person in charge."""
    contact_of(getattr(drive.cast, who)).duty = "principal"
    db.session.commit()


def line(drive: Drive, who: str) -> listing.SeenLine:
    """The case as a line of this person's list."""
    actor = drive.who(who)
    return listing.lines(actor, db.session.execute(listing.rows(listing.condition(actor, {}))))[0]


def test_the_colleague_whom_the_author_named_takes_over_and_does_all_that_the_author_did(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.answered()
    name(drive)
    assert Act.RATE not in acts_of(drive, "colleague")
    leave(drive)
    assert {Act.RATE, Act.WITHDRAW, Act.ADD, Act.NAME_COLLEAGUE} <= acts_of(drive, "colleague")
    page = english(sign_in(drive.cast.colleague)).get(f"/cases/{drive.reference}")
    assert drive.mark("evidence") in page.words and "单会员 → 仇同事" in page.words
    closing.rate(drive.reference, 5, True, "好", actor=drive.who("colleague"))
    db.session.commit()
    assert drive.case.state == State.CLOSED
    assert tallies.figures(drive.who("secretary")).waiting == 0


def test_of_several_the_first_named_goes_on_and_the_others_read_as_before(drive: Drive, clock: Clock) -> None:
    second = make_contact(drive.cast.firm, "甲先生", drive.cast.president, "+8613800000066")
    drive.cast.president.roles.append(type(drive.cast.president.roles[0])(role="member"))
    drive.submit()
    sharing.name_colleague(drive.reference, second.id, actor=drive.who("member"))
    db.session.commit()
    clock.advance(minutes=1)
    name(drive)
    leave(drive)
    assert drive.case.author_contact_id == second.id
    assert Act.ADD in acts_of(drive, "colleague") and Act.WITHDRAW not in acts_of(drive, "colleague")


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.SUGGESTION])
def test_of_what_is_not_confidential_the_person_in_charge_takes_over(drive: Drive, kind: str) -> None:
    put_in_charge(drive)
    drive.submit(kind)
    leave(drive)
    assert Act.WITHDRAW in acts_of(drive, "colleague")
    assert drive.case.author_left_at is None


@pytest.mark.parametrize(
    ("kind", "words"), [(Kind.REQUEST, {"confidential": True}), (Kind.COMPLAINT, {"confidential": False})]
)
def test_a_complaint_and_what_is_confidential_wait_for_whoever_runs_it(
    drive: Drive, sign_in: SignIn, kind: str, words: dict[str, object]
) -> None:
    put_in_charge(drive)
    drive.submit(kind, **words)
    drive.accept()
    before = tallies.figures(drive.who("secretary")).waiting
    leave(drive)
    with pytest.raises(NotFound):
        acts_of(drive, "colleague")
    assert tallies.figures(drive.who("secretary")).waiting == before + 1
    (waiting,) = today.waiting(drive.who("secretary"))
    due = workdays.deadline(clocks.now(), 1)
    assert waiting.next_step == waiting.step == "Choose who takes over the case"
    assert waiting.due_at == due
    desk = english(sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}")
    assert "The author has left" in desk.words and "until then nothing ends automatically" in desk.words
    told = db.session.query(Notification).filter_by(line="case.author_left:desk").one()
    assert told.account_id == drive.cast.secretary.id


def test_who_may_not_know_whose_it_is_is_not_told_that_the_author_left(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    browsers = {one: english(sign_in(getattr(drive.cast, one))) for one in ("handler", "leader")}
    pages = {one: browser.get(f"/cases/{drive.reference}").words for one, browser in browsers.items()}
    leave(drive)
    for one, browser in browsers.items():
        assert browser.get(f"/cases/{drive.reference}").words == pages[one]
        assert line(drive, one).next_step == "Rate the answer"
    leader_log = db.session.query(AuditRow).filter(AuditRow.kind == "case", AuditRow.act.like("case.author%"))
    assert leader_log.count() == 0, "the roster's row of the same second says whose case it is"


def test_a_change_in_a_case_that_is_open_anyway_stands_in_the_log(drive: Drive) -> None:
    put_in_charge(drive)
    drive.submit(Kind.REQUEST)
    leave(drive)
    assert db.session.query(AuditRow).filter_by(act="case.take_over").count() == 1


def test_who_runs_it_hands_on_what_is_not_confidential_to_anybody_of_the_firm_after_a_call(
    drive: Drive, sign_in: SignIn
) -> None:
    answered(drive, Kind.COMPLAINT, confidential=False)
    leave(drive)
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}"
    assert desk.post_form(f"{here}/hand-on", {"contact": "", "reason": ""}).status_code == 422
    colleague = contact_of(drive.cast.colleague).id
    page = desk.post_form(f"{here}/hand-on", {"contact": colleague, "reason": "已与仇同事通话"}).page
    assert "The case is handed over." in page.texts(".toast")[0] and "已与仇同事通话" in page.text
    assert Act.RATE in acts_of(drive, "colleague")
    assert db.session.query(Notification).filter_by(line="case.hand_on:author").one().account_id == (
        drive.cast.colleague.id
    )
    with pytest.raises(Conflict):
        leaving.hand_on(drive.reference, colleague, "再来", actor=drive.who("secretary"))
    come_back(drive)
    author = english(sign_in(drive.cast.member))
    assert f"仇同事 took over {drive.reference} while you were away and keeps it." in author.get("/cases/").words
    assert author.get(here).status_code == 404
    assert "took over" not in english(sign_in(drive.cast.colleague)).get("/cases/").words


def waiting_for_author(drive: Drive, state: str) -> None:
    """A case that waits for its author: to rate the answer, or to supply what is missing."""
    if state == State.ANSWERED:
        drive.answered()
        return
    drive.submit()
    intake.ask_supplement(drive.reference, "请补合同", actor=drive.who("secretary"))
    db.session.commit()


@pytest.mark.parametrize(("state", "end"), [(State.ANSWERED, State.CLOSED), (State.SUPPLEMENTING, State.WITHDRAWN)])
def test_who_runs_it_ends_what_nobody_goes_on_with_and_says_why(
    drive: Drive, sign_in: SignIn, state: str, end: str
) -> None:
    waiting_for_author(drive, state)
    leave(drive)
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}"
    assert "Hand it over" not in desk.get(here).words, "the author named nobody"
    assert desk.post_form(f"{here}/go-on-without", {"reason": "　"}).status_code == 422
    assert desk.post_form(f"{here}/go-on-without", {"reason": "企业无人接手"}).status_code == 200
    assert drive.case.state == end
    assert tallies.figures(drive.who("secretary")).waiting == 0
    come_back(drive)
    assert {Act.REOPEN, Act.REVIVE} & acts_of(drive, "member")


def test_an_objection_that_nobody_makes_any_more_is_awaited_no_more(drive: Drive) -> None:
    drive.submit()
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    db.session.commit()
    leave(drive)
    leaving.go_on_without(drive.reference, "无人接手", actor=drive.who("secretary"))
    db.session.commit()
    assert (drive.case.state, drive.case.step_due_at) == (State.NOT_ACCEPTED, None)
    assert tallies.figures(drive.who("secretary")).waiting == 0


def test_where_the_firm_leaves_people_keep_their_open_cases(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    editing.leave(drive.cast.firm.id, status="left", on=clocks.today(), reason="搬走", actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.author_left_at is None and Act.ADD in acts_of(drive, "member")


def test_a_case_entered_for_somebody_without_an_account_waits_when_they_leave(drive: Drive) -> None:
    guest = make_contact(drive.cast.firm, "无账号", None, "+8613800000077")
    db.session.commit()
    words = drive.words(Kind.REQUEST)
    case = intake.submit_on_behalf(Kind.REQUEST, words, guest.id, "phone", actor=drive.who("secretary"))
    db.session.commit()
    drive.reference = case.reference
    contacts.leave(guest.member_id, guest.id, actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.author_due_at and Act.HAND_ON in acts_of(drive, "secretary")
    with pytest.raises(DomainError):
        leaving.hand_on(drive.reference, guest.id, "x", actor=drive.who("secretary"))


def test_whoever_runs_it_is_told_once_that_the_author_has_left_and_again_when_it_is_late(
    drive: Drive, clock: Clock
) -> None:
    answered(drive)
    leave(drive)
    told = db.session.query(Notification).filter_by(line="time.case_author_waits:desk")
    clock.advance(hours=1)
    telling.pass_time()
    assert told.count() == 0
    clock.advance(days=9)
    telling.pass_time()
    assert told.count() == 1
