"""The ledger: a row a round, with that round's dates, units and outcome, and no more than its reader may know."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, inspect

from chamber.accounts.models import Account
from chamber.cases.doing import closing, daily, intake, routing
from chamber.cases.lists import ledger
from chamber.cases.models import Case, CaseRound
from chamber.cases.words import Kind, Outcome
from chamber.clock import LOCAL
from chamber.directory.models import Department
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases.ledgers import differences, rows_of
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def on(day: int, hour: int = 10, month: int = 9) -> datetime:
    """A moment in Shanghai, of September unless said otherwise."""
    return datetime(2026, month, day, hour, 0, tzinfo=LOCAL)


def reached(clock: Clock, day: int, hour: int = 10) -> None:
    """That moment has come."""
    clock.set(on(day, hour))


def given(drive: Drive, lead: Department, *helpers: Department) -> routing.Route:
    """To these departments."""
    return routing.Route(lead_id=lead.id, helper_ids=tuple(one.id for one in helpers))


def twice_answered(drive: Drive, clock: Clock) -> None:
    """A request with a bad rating of its first answer, and a good one of the second."""
    drive.submit(Kind.REQUEST)
    reached(clock, 15, 12)
    drive.call()
    reached(clock, 16)
    drive.accept(complexity="simple")
    reached(clock, 16, 12)
    drive.sign()
    reached(clock, 17)
    drive.draft()
    reached(clock, 18)
    drive.publish()
    reached(clock, 21)
    drive.rate(2, True)
    reached(clock, 21, 15)
    drive.call()
    reached(clock, 22)
    drive.draft(Outcome.PARTLY_RESOLVED)
    drive.publish()
    reached(clock, 23)
    drive.rate(5, True)


def test_each_round_is_a_row_with_its_own_dates_outcome_and_rating_under_the_number_of_its_case(
    drive: Drive, clock: Clock
) -> None:
    twice_answered(drive, clock)
    drive.submit(Kind.REQUEST, title="另一件")
    first, second, other = rows_of(drive.who("secretary"))
    whole_case = {
        "No.": 1,
        "Reference": first["Reference"],
        "Kind": "Difficulty or request",
        "Category": "request 类",
        "Title": drive.mark("title"),
        "Firm": drive.cast.firm.name,
        "Channel": "Web",
        "Complexity": "Simple",
        "Lead department": drive.cast.department.name,
        "Submitted on": on(15),
    }
    assert first == whole_case | {
        "Round": 1,
        "State": "Handled again",
        "First contact on": on(15, 12),
        "Accepted or reopened on": on(16),
        "Originally due": on(22, 18),
        "Due on": on(22, 18),
        "Answered on": on(18),
        "Outcome": "Resolved",
        "Rating": "Dissatisfied · solved",
    }
    assert second == whole_case | {
        "Round": 2,
        "State": "Closed",
        "First contact on": on(21, 15),
        "Accepted or reopened on": on(21),
        "Originally due": on(19, 18, month=10),
        "Due on": on(19, 18, month=10),
        "Answered on": on(22),
        "Outcome": "Partly resolved",
        "Rating": "Very satisfied · solved",
        "Closed on": on(23),
    }
    assert (other["No."], "Round" in other) == (2, False)


def test_a_case_that_was_never_accepted_has_one_row(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.REQUEST)
    reached(clock, 16)
    path = "向区级主管部门申请行政裁决"
    intake.not_accept(drive.reference, "不属受理范围", path, actor=drive.who("secretary"))
    drive.submit(Kind.REQUEST, title="另一件")
    closing.withdraw(drive.reference, "已解决", None, actor=drive.who("member"))
    db.session.commit()
    rows = rows_of(drive.who("secretary"))
    assert [(row["State"], row.get("Round"), row["Closed on"]) for row in rows] == [
        ("Not accepted", None, on(16)),
        ("Withdrawn", None, on(16)),
    ]
    assert [row.get("First contact on") for row in rows] == [on(16), None]


def test_a_round_names_all_who_worked_in_it_each_after_the_other_also_when_the_case_has_ended(
    drive: Drive, clock: Clock
) -> None:
    here, other, desk = drive.cast.department, drive.cast.other_department, drive.who("secretary")
    here.short_name = "税务所"
    drive.submit(Kind.REQUEST)
    routing.accept(drive.reference, actor=desk, route=given(drive, other, here), message="已受理。")
    db.session.commit()
    reached(clock, 16)
    routing.reassign(drive.reference, "职责不符", given(drive, here), actor=desk)
    reached(clock, 17)
    drive.sign()
    routing.change_helpers(drive.reference, "请协助", (other.id,), actor=desk)
    reached(clock, 18)
    drive.draft()
    drive.publish()
    reached(clock, 21)
    drive.rate(1, False)
    reached(clock, 21, 11)
    drive.call()
    drive.draft()
    drive.publish()
    reached(clock, 22)
    drive.rate()
    rows = rows_of(desk)
    assert [(row["Lead department"], row["Helping departments"]) for row in rows] == [
        (f"{other.name} → 税务所", f"税务所, {other.name}"),
        ("税务所", other.name),
    ]
    assert [row.get("Current handler") for row in rows] == [None, None]


def test_a_department_that_lost_the_case_when_a_round_began_is_not_named_in_that_round(
    drive: Drive, clock: Clock
) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    drive.draft()
    drive.publish()
    reached(clock, 16)
    drive.rate()
    for day in (17, 18):
        reached(clock, day)
        with pytest.MonkeyPatch.context() as patch:
            # An act takes a while: what it writes last is later than what it writes first.
            ticks = (on(day) + timedelta(milliseconds=one) for one in range(1000))
            patch.setattr("chamber.clock.now", ticks.__next__)
            closing.reopen(drive.reference, f"没有解决 {day}", actor=drive.who("member"))
            db.session.commit()
        drive.call()
        if day == 17:
            drive.draft()
            drive.publish()
            drive.rate()
    first, second, third = rows_of(drive.who("secretary"))
    assert first["Lead department"] == second["Lead department"] == drive.cast.department.name
    assert "Lead department" not in third
    reached(clock, 18, 11)
    routing.take_to_desk(drive.reference, actor=drive.who("secretary"))
    third = rows_of(drive.who("secretary"))[-1]
    assert (third["Lead department"], third["Current handler"]) == ("Secretariat", "Secretariat")


@pytest.mark.parametrize("name", ["secretary", "leader"])
def test_a_draft_says_nothing_in_the_ledger_before_it_is_published(drive: Drive, name: str) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    drive.draft(Outcome.NOT_SUPPORTED)
    [row] = rows_of(drive.who(name))
    assert (row["State"], "Outcome" in row) == ("Answer under review", False)
    drive.publish()
    [row] = rows_of(drive.who(name))
    assert row["Outcome"] == "Not supported"


def test_of_a_confidential_complaint_the_leader_gets_a_category_after_its_release_and_never_title_or_firm(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(Kind.COMPLAINT)
    assert "Category" in rows_of(drive.who("secretary"))[0]
    [before] = rows_of(drive.who("leader"))
    drive.accept()
    [after] = rows_of(drive.who("leader"))
    assert ("Category" in before, after["Category"]) == (False, "complaint 类")
    for row in (before, after, *rows_of(drive.who("secretary"))):
        assert (row["Title"], row.get("Firm")) == ("A member enterprise's complaint", None)
    assert "complaint 类" in sign_in(drive.cast.leader).get(f"/cases/{drive.reference}").words


def test_a_late_step_is_the_lateness_of_the_round_in_which_it_was_late(drive: Drive, clock: Clock) -> None:
    twice_answered(drive, clock)
    reached(clock, 24)
    closing.reopen(drive.reference, "没有解决", actor=drive.who("member"))
    db.session.commit()
    assert ["Was overdue" in row for row in rows_of(drive.who("secretary"))] == [False, False, False]
    reached(clock, 29)
    assert ["Was overdue" in row for row in rows_of(drive.who("secretary"))] == [False, False, True]
    daily.run()
    drive.call()
    assert ["Was overdue" in row for row in rows_of(drive.who("secretary"))] == [False, False, True]
    assert drive.case.was_overdue


def test_what_was_late_before_a_case_was_accepted_is_the_lateness_of_its_first_round(
    drive: Drive, clock: Clock
) -> None:
    drive.submit(Kind.REQUEST)
    reached(clock, 18)
    drive.accept()
    drive.sign()
    drive.draft()
    drive.publish()
    reached(clock, 21)
    drive.rate(1, False)
    assert ["Was overdue" in row for row in rows_of(drive.who("secretary"))] == [True, False]


def test_its_size_is_the_number_of_its_rows(drive: Drive, clock: Clock) -> None:
    twice_answered(drive, clock)
    drive.submit(Kind.COMPLAINT)
    for name in ("secretary", "leader", "supervisor"):
        for args in ({}, {"kind": "complaint"}, {"state": "closed"}, {"do": "open"}):
            assert ledger.size(drive.who(name), args) == len(rows_of(drive.who(name), args)), (name, args)


def copies(drive: Drive, number: int) -> None:
    """So many more cases like the one that was driven, each with all its rounds."""
    case, rounds = drive.case, db.session.query(CaseRound).all()
    plain = {one.key: getattr(case, one.key) for one in inspect(Case).column_attrs}
    places = range(case.id + 1, case.id + 1 + number)
    db.session.execute(insert(Case), [plain | {"id": one, "reference": f"SQ-2026-{one}"} for one in places])
    names = [one.key for one in inspect(CaseRound).column_attrs if one.key != "id"]
    copied = [{name: getattr(one, name) for name in names} for one in rounds]
    db.session.execute(insert(CaseRound), [row | {"case_id": one} for one in places for row in copied])
    db.session.commit()


def test_it_is_read_in_parts_of_five_hundred_cases_with_five_queries_each_however_many_rows_it_has(
    drive: Drive, clock: Clock, queries: list[str]
) -> None:
    twice_answered(drive, clock)
    copies(drive, 1499)
    actor = drive.who("secretary")
    workdays.current()
    queries.clear()
    rows = ledger.entries(actor, {})
    numbers = [next(rows).number]
    assert len(queries) == 5, "the list, three for the rounds of its first part, one for other bodies"
    numbers += [row.number for row in rows]
    assert numbers == [one for number in range(1, 1501) for one in (number, number)]
    assert len(queries) == 1 + 3 * 4


def test_it_agrees_with_the_pages_of_its_cases(drive: Drive, clock: Clock) -> None:
    twice_answered(drive, clock)
    drive.submit(Kind.COMPLAINT)
    for name in ("secretary", "leader", "supervisor"):
        assert list(differences(drive.who(name))) == []
