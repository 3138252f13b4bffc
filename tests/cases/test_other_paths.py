"""Other paths: cards that somebody keeps true, printed with the answer; and the firm is asked whether they worked."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chamber.accounts.models import Account
from chamber.cases.doing import closing
from chamber.cases.models_lists import NextPath
from chamber.cases.paths import cards, following
from chamber.cases.paths.models import CaseFollowUp
from chamber.cases.pausing import monitoring
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, Outcome, PathResult, State
from chamber.errors import Conflict, DomainError, Forbidden
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive
from tests.factories.papers import text_of

SignIn = Callable[[Account], Client]
FACTS = {"law": "《行政复议法》第二十条", "place": "区行政复议接待室", "phone": "12345", "time_limit": "六十日内"}


def beyond(drive: Drive, kind: str = Kind.REQUEST) -> None:
    """Answered: outside our powers, with another path."""
    drive.submit(kind)
    drive.accept()
    drive.sign()
    drive.draft(Outcome.OUT_OF_POWER)
    drive.publish()


def describe(drive: Drive) -> NextPath:
    """What is known of the one path, verified today."""
    row = db.session.query(NextPath).one()
    cards.describe_path(row.id, FACTS, actor=drive.who("secretary"))
    db.session.commit()
    return row


def ask(drive: Drive, result: str, text: str = "") -> None:
    """The secretariat keeps what the firm said."""
    following.follow_up(drive.reference, result, text, actor=drive.who("secretary"))
    db.session.commit()


def test_the_answer_shows_the_card_and_says_when_nobody_verified_it_for_long(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    row = describe(drive)
    beyond(drive)
    page = english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}").words
    assert all(fact in page for fact in FACTS.values()) and "please check first" not in page
    for paper in ("answers/1", "answers/1.docx"):
        answer = sign_in(drive.cast.member).get(f"/cases/{drive.reference}/{paper}")
        words = "".join(text_of(answer.data)) if paper.endswith("docx") else answer.words
        assert all(fact in words for fact in FACTS.values()), paper
    clock.advance(days=181)
    assert "please check first" in english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}").words
    home = english(sign_in(drive.cast.secretary)).get("/").words
    assert "Other options to verify" in home
    desk = english(sign_in(drive.cast.secretary))
    facts = {f"card-{name}": value for name, value in (FACTS | {"phone": "12346"}).items()}
    desk.post_form("/cases/lists", facts, action=f"/lists/path/{row.id}/facts")
    assert db.session.query(NextPath).one().phone == "12346"
    assert "Other options to verify" not in english(sign_in(drive.cast.secretary)).get("/").words


def test_whoever_drafts_chooses_by_the_card(drive: Drive, sign_in: SignIn) -> None:
    describe(drive)
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    offered = (
        english(sign_in(drive.cast.handler)).get(f"/cases/{drive.reference}/draft").page.texts("#next_path option")
    )
    assert offered[1:] == ["向区级主管部门申请行政裁决 · 区行政复议接待室 · 12345"]


def test_only_who_maintains_the_lists_describes_a_path(drive: Drive) -> None:
    row = db.session.query(NextPath).one()
    with pytest.raises(Forbidden):
        cards.describe_path(row.id, FACTS, actor=drive.who("handler"))
    with pytest.raises(DomainError):
        cards.describe_path(row.id, FACTS | {"phone": "1" * 41}, actor=drive.who("secretary"))


def test_after_twenty_working_days_the_secretariat_is_asked_to_ask(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    beyond(drive)
    drive.rate(4, True)
    due = db.session.query(CaseFollowUp).one().due_at
    assert due == workdays.deadline(clock.now, 20)
    assert Act.FOLLOW_UP not in acts_of(drive, "secretary")
    with pytest.raises(Conflict):
        ask(drive, PathResult.WORKED)
    db.session.rollback()
    clock.set(due + timedelta(minutes=1))
    assert Act.FOLLOW_UP in acts_of(drive, "secretary")
    desk = english(sign_in(drive.cast.secretary))
    for place in ("/", "/cases/follow-ups"):
        assert f"/cases/{drive.reference}/follow-up" in desk.get(place).page.html, place
    listed = desk.get("/cases/follow-ups").page
    assert drive.case.title in listed.text and drive.cast.firm.name in listed.text and not listed.texts(".tone-red")
    here = f"/cases/{drive.reference}/follow-up"
    form = desk.get(here).words
    assert "Have you tried it?" in form and "Who to call" in form and drive.cast.firm.name in form
    desk.post_form(here, {"result": PathResult.WORKED, "text": "已办成"}, action=here)
    assert db.session.query(CaseFollowUp).one().result == PathResult.WORKED
    for name, reads in (("member", True), ("secretary", True), ("handler", False), ("leader", False)):
        page = english(sign_in(getattr(drive.cast, name))).get(f"/cases/{drive.reference}").words
        assert ("已办成" in page) == reads, name
    assert drive.reference not in desk.get("/cases/follow-ups").words


def test_where_it_has_not_worked_it_goes_on_or_is_kept_under_review(drive: Drive, clock: Clock) -> None:
    beyond(drive)
    drive.rate(4, True)
    with pytest.raises(Conflict):
        monitoring.monitor(drive.reference, "等区里", actor=drive.who("secretary"))
    db.session.rollback()
    clock.advance(days=60)
    ask(drive, PathResult.NO, "区里不受理")
    assert acts_of(drive, "secretary") >= {Act.MONITOR, Act.REOPEN}
    monitoring.monitor(drive.reference, "等区里", actor=drive.who("secretary"))
    db.session.commit()
    assert (drive.case.state, drive.case.closed_at) == (State.MONITORING, None)


def test_who_is_not_reached_is_asked_again_on_the_next_day(drive: Drive, clock: Clock) -> None:
    beyond(drive)
    clock.advance(days=60)
    ask(drive, PathResult.NOT_REACHED)
    row = db.session.query(CaseFollowUp).one()
    assert row.asked_at is None and row.due_at == workdays.deadline(clock.now, 1)
    with pytest.raises(DomainError):
        clock.advance(days=10)
        ask(drive, "perhaps")


def test_a_new_round_asks_nothing_of_the_old_one(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    beyond(drive)
    drive.rate(4, True)
    closing.reopen(drive.reference, "情况变化", actor=drive.who("secretary"))
    db.session.commit()
    clock.advance(days=60)
    assert drive.reference not in english(sign_in(drive.cast.secretary)).get("/cases/follow-ups").words
    with pytest.raises(Forbidden):
        following.to_ask(actor=drive.who("handler"))
