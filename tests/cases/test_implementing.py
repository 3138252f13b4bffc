"""An adopted suggestion is put into practice: measures with dates, reviewed, closed once all is confirmed."""

from collections.abc import Callable

import pytest
from sqlalchemy import true

from chamber.accounts.models import Account
from chamber.cases.doing import daily
from chamber.cases.figures import counting, periods
from chamber.cases.rules.acts import Act
from chamber.cases.suggestions import implementing
from chamber.cases.suggestions.implementing import Plan
from chamber.cases.words import Kind, Outcome, State
from chamber.errors import Conflict, DomainError, Forbidden
from chamber.extensions import db
from chamber.measures import doing
from chamber.measures.models import Measure
from chamber.measures.words import State as MeasureState
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive
from tests.factories.suggestions import FIRST, PLAN, adopted, begin, due, put_up

SignIn = Callable[[Account], Client]


def confirm(drive: Drive, reference: str) -> None:
    """The department reports it as done, and the secretariat confirms it."""
    doing.finish(reference, "已张贴", actor=drive.who("handler"))
    doing.confirm(reference, actor=drive.who("secretary"))
    db.session.commit()


def test_it_begins_with_a_measure_of_the_lead_department_that_the_member_sees_with_its_date(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    adopted(drive)
    reference = begin(drive)
    row = db.session.query(Measure).filter_by(reference=reference).one()
    assert (drive.case.state, row.department_id, row.is_public) == (State.IMPLEMENTING, drive.cast.department.id, True)
    assert drive.case.step_due_at == workdays.deadline(clock.now, 20)
    for name in ("member", "handler", "secretary"):
        page = english(sign_in(getattr(drive.cast, name))).get(f"/cases/{drive.reference}").words
        assert PLAN in page and FIRST in page and "Being put into practice" in page, name


@pytest.mark.parametrize("outcome", [Outcome.NOTED, Outcome.NOT_ADOPTED, Outcome.ALREADY_DONE])
def test_what_was_not_adopted_is_not_put_into_practice(drive: Drive, outcome: Outcome) -> None:
    adopted(drive, outcome)
    assert Act.IMPLEMENT not in acts_of(drive, "secretary")
    with pytest.raises(Conflict):
        begin(drive)


def test_a_request_never_is(drive: Drive) -> None:
    drive.answered(kind=Kind.REQUEST)
    assert Act.IMPLEMENT not in acts_of(drive, "secretary")


def test_only_the_secretariat_begins_and_closes_it(drive: Drive) -> None:
    adopted(drive)
    plan = Plan(PLAN, FIRST, due(), drive.cast.department.id)
    for name in ("handler", "member", "leader"):
        with pytest.raises(Forbidden):
            implementing.implement(drive.reference, plan, actor=drive.who(name))
        db.session.rollback()


@pytest.mark.parametrize("field", ["text", "title"])
def test_neither_the_plan_nor_the_measure_names_the_firm_of_a_nameless_suggestion(drive: Drive, field: str) -> None:
    adopted(drive)
    words = {"text": PLAN, "title": FIRST, field: f"按{drive.cast.firm.name}所说"}
    with pytest.raises(DomainError) as refused:
        implementing.implement(
            drive.reference, Plan(**words, due_on=due(), department_id=None), actor=drive.who("secretary")
        )
    assert refused.value.field == field


def test_the_title_names_it_neither_where_readers_of_the_case_may_know_the_firm(drive: Drive) -> None:
    adopted(drive, show_name=True)
    with pytest.raises(DomainError) as refused:
        implementing.implement(
            drive.reference,
            Plan(PLAN, f"按{drive.cast.firm.name}所说", due(), drive.cast.department.id),
            actor=drive.who("secretary"),
        )
    assert refused.value.field == "title"


def test_each_missing_part_is_said_at_its_field(drive: Drive) -> None:
    adopted(drive)
    other = drive.cast.other_department.id
    plans = {
        "text": Plan("", FIRST, due()),
        "title": Plan(PLAN, "", due()),
        "due_on": Plan(PLAN, FIRST, None),
        "owner": Plan(PLAN, FIRST, due(), other),
    }
    for field, plan in plans.items():
        with pytest.raises(DomainError) as refused:
            implementing.implement(drive.reference, plan, actor=drive.who("secretary"))
        assert refused.value.field == field
        db.session.rollback()
    assert drive.case.state == State.ANSWERED


def test_silence_does_not_close_it_and_the_review_goes_on(drive: Drive, clock: Clock) -> None:
    adopted(drive)
    begin(drive, 60)
    clock.advance(days=20)
    assert daily.run() == {}
    implementing.keep_implementing(drive.reference, "牌子在做", actor=drive.who("secretary"))
    db.session.commit()
    assert (drive.case.state, drive.case.step_due_at) == (State.IMPLEMENTING, workdays.deadline(clock.now, 20))


def test_the_member_may_still_rate_and_a_good_rating_goes_on_with_it(drive: Drive) -> None:
    adopted(drive)
    begin(drive)
    assert Act.RATE in acts_of(drive, "member")
    drive.rate(5, None)
    assert (drive.case.state, drive.case.closed_at) == (State.IMPLEMENTING, None)


def test_a_bad_rating_opens_a_round(drive: Drive) -> None:
    adopted(drive)
    begin(drive)
    drive.rate(1, None)
    assert (drive.case.state, drive.case.round_number) == (State.IN_PROGRESS, 2)


def test_once_the_last_measure_is_confirmed_the_daily_pass_asks_for_the_end_and_twice_is_once(
    drive: Drive, clock: Clock
) -> None:
    adopted(drive)
    confirm(drive, begin(drive))
    review = drive.case.step_due_at
    assert daily.run()["to close"] == 1
    soon = workdays.deadline(clock.now, 2)
    assert drive.case.step_due_at == soon and review is not None and soon < review
    assert daily.run() == {} and drive.case.step_due_at == soon
    clock.advance(days=8)
    daily.run()
    assert drive.case.was_overdue and drive.case.level >= 1, "a step like others: late, it climbs"


def test_a_measure_that_goes_on_lets_the_review_stay_where_it_is(drive: Drive) -> None:
    adopted(drive)
    reference = begin(drive)
    doing.finish(reference, "已张贴", actor=drive.who("handler"))
    db.session.commit()
    assert daily.run() == {}, "done, but nobody else has confirmed it"


def test_confirmed_it_closes_without_more_words_and_the_public_page_says_so(drive: Drive, sign_in: SignIn) -> None:
    adopted(drive)
    put_up(drive)
    confirm(drive, begin(drive))
    rival = english(sign_in(drive.cast.rival))
    assert FIRST in rival.get("/suggestions/").page.text
    here = f"/cases/{drive.reference}/close-implemented"
    english(sign_in(drive.cast.secretary)).post_form(here, {}, action=here)
    assert drive.case.state == State.CLOSED and drive.case.closed_at
    assert "Put into practice" in rival.get("/suggestions/").page.text
    assert "all measures are confirmed" in english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}").words


def test_unconfirmed_it_closes_only_with_a_reason_and_drops_what_is_left(drive: Drive) -> None:
    adopted(drive)
    put_up(drive)
    reference = begin(drive)
    with pytest.raises(DomainError) as refused:
        implementing.close_implemented(drive.reference, "", actor=drive.who("secretary"))
    assert refused.value.field == "text"
    db.session.rollback()
    implementing.close_implemented(drive.reference, "场地收回", actor=drive.who("secretary"))
    db.session.commit()
    row = db.session.query(Measure).filter_by(reference=reference).one()
    assert (row.state, row.drop_reason) == (MeasureState.DROPPED, "场地收回")


def test_on_the_own_desk_it_is_the_secretariats_own_measure(drive: Drive) -> None:
    adopted(drive, desk=True)
    reference = begin(drive, desk=True)
    row = db.session.query(Measure).filter_by(reference=reference).one()
    assert row.account_id == drive.cast.secretary.id


def test_the_public_page_shows_no_measure_of_a_confidential_one_and_none_that_the_member_is_not_shown(
    drive: Drive, sign_in: SignIn
) -> None:
    adopted(drive)
    put_up(drive)
    row = db.session.query(Measure).filter_by(reference=begin(drive)).one()
    row.is_public = False
    db.session.commit()
    assert FIRST not in sign_in(drive.cast.rival).get("/suggestions/").page.text


def test_the_figures_stay_as_they_were(drive: Drive, clock: Clock) -> None:
    adopted(drive)
    period = periods.month(clock.now.date())

    def numbers() -> object:
        return counting.count(true(), period)

    before = numbers()
    begin(drive)
    assert numbers() == before
