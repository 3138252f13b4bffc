"""The figures of cases, exactly as they are defined."""

import json
from dataclasses import replace
from datetime import datetime, time
from urllib.parse import quote

import pytest
from sqlalchemy import true

from chamber import clock as chamber_clock
from chamber.cases.access.respondents import Respondent
from chamber.cases.figures import asking, conditions, counting, drilling, periods, showing
from chamber.cases.figures.asking import Asked
from chamber.cases.figures.counting import Times
from chamber.cases.figures.words import VERSION
from chamber.cases.lists import ledger, tallies
from chamber.cases.pausing import suspending
from chamber.cases.words import Kind, Pause, RespondentKind
from chamber.workdays import services as workdays
from tests.cases.example import Example

EXPECTED = {
    "response": (5, 6),
    "acceptance": (5, 6),
    "completion": (4, 5),
    "net_completion": (2, 5),
    "on_time": (3, 4),
    "overdue": (1, 4),
    "overdue_originally": (2, 4),
    "extension": (1, 5),
    "monitoring": (0, 4),
    "solved_by_handler": (3, 4),
    "solved_by_member": (1, 2),
    "clear": (1, 1),
    "satisfaction": (2, 3),
    "strict_satisfaction": (1, 3),
    "rating": (3, 4),
    "new_round": (2, 4),
}


@pytest.fixture
def example(drive, clock):
    """The six cases of the design, after the last day of the period."""
    made = Example(drive, clock)
    made.run()
    return made


def test_the_worked_example_gives_these_figures(example):
    found = counting.count(true(), example.period)
    assert {key: found.rate(key) for key in EXPECTED} == EXPECTED
    assert found.handling == Times(4, 6.75, 8, 9)
    assert (found.to_close.number, found.to_close.mean, found.to_close.p90) == (2, 11, 12)
    assert found.numbers["stock"] == 0
    assert {name for name, case in example.cases.items() if case.case.closed_at and case.case.accepted_at} == {
        "C1",
        "C3",
    }


def test_the_cases_of_the_example_have_the_dates_of_the_design(example):
    due = {"C1": (17, 17), "C2": (9, 9), "C3": (12, 17), "C4": (25, 25), "C6": (15, 15)}
    rounds = {name: example.first_round(name) for name in due}
    days = {name: (example.number(row.original_due_at), example.number(row.due_at)) for name, row in rounds.items()}
    assert days == due
    assert example.number(example.cases["C2"].case.due_at) == 29
    assert example.number(example.cases["C6"].case.due_at) == 33


def test_each_number_leads_to_as_many_cases_in_the_list_and_the_ledger(example, sign_in):
    drive = example.cases["C1"]
    wanted = Asked(example.period)
    actor = drive.who("secretary")
    shown = showing.show(actor, wanted)
    ways = {(line.part_of, line.part) for line in shown.lines} | {(line.whole_of, line.whole) for line in shown.lines}
    for counted, number in sorted(ways):
        assert tallies.counts(actor, {"counted": counted}).total == number, counted
        found = {entry.seen.reference for entry in ledger.entries(actor, {"counted": counted})}
        assert len(found) == number, counted
    page = sign_in(drive.cast.secretary).get("/cases/?counted=" + quote(shown.lines[0].part_of)).page
    assert page.one("#count").text().startswith("5 ")
    (chip,) = page.css("#counted-1")
    assert "Response rate" in chip.text() and chip.attributes["href"] == "/cases/"


def test_only_who_runs_cases_goes_from_a_number_to_them(example):
    wanted = Asked(example.period)
    counted = drilling.name_of("contact_due", wanted)
    for name in ("leader", "president", "handler"):
        actor = example.cases["C1"].who(name)
        assert not any(line.part_of or line.whole_of for line in showing.show(actor, wanted).lines)
        everything = tallies.counts(actor, {}).total
        assert tallies.counts(actor, {"counted": counted}).total == everything, name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "contact_due",
        "nothing~2026-09-01~2026-09-30~~~~",
        "contact_due~x~y~~~~",
        "contact_due~2026-09-30~2026-09-01~~~~",
    ],
)
def test_what_names_no_number_filters_nothing(drive, typed):
    drive.submit(Kind.REQUEST)
    assert tallies.counts(drive.who("secretary"), {"counted": typed}).total == 1


def test_the_parts_add_up_to_the_whole(example):
    drive = example.cases["C1"]
    actor = drive.who("secretary")
    whole = counting.count(asking.scope(actor, Asked(example.period)), example.period)
    for by in conditions.DIMENSIONS:
        wanted = Asked(example.period, by=by)
        parts = counting.parted(asking.scope(actor, wanted), example.period, by)
        for name in conditions.COUNTS:
            assert sum(part.numbers[name] for part in parts.values()) == whole.numbers[name], (by, name)
        for key, part in parts.items():
            alone = counting.count(asking.scope(actor, wanted.with_key(key)), example.period)
            assert not key or alone == part, (by, key)
    by_department = counting.parted(asking.scope(actor, Asked(example.period)), example.period, "department")
    assert by_department[str(drive.cast.department.id)].numbers["answered"] == 4


def test_the_command_prints_the_same(app, example):
    first, last = example.period.first.isoformat(), example.period.last.isoformat()
    ask = ["cases", "figures", "--from", first, "--to", last]
    data = json.loads(app.test_cli_runner().invoke(args=[*ask, "--json"]).output)
    assert {key: (one["part"], one["whole"]) for key, one in data["figures"].items()} == EXPECTED
    assert data["times"]["handling"] == {"number": 4, "mean": 6.75, "median": 8, "p90": 9}
    assert (data["from"], data["to"], data["definitions"], data["stock"]["all"]) == (first, last, VERSION, 0)
    words = app.test_cli_runner().invoke(args=ask).output
    assert "Response rate" in words and "83%  5/6" in words and "6.75 / 8 / 9" in words
    wrong = app.test_cli_runner().invoke(args=["cases", "figures", "--from", last, "--to", first])
    assert wrong.exit_code == 1 and "Please choose a first day" in wrong.output


def test_the_page_says_numerator_denominator_and_definition(example, sign_in):
    drive = example.cases["C1"]
    first, last = example.period.first.isoformat(), example.period.last.isoformat()
    page = sign_in(drive.cast.secretary).get(f"/cases/figures?from={first}&to={last}&by=kind").page
    row = next(row for row in page.css("tr") if "On-time rate" in row.text())
    assert (
        "75%" in row.text() and "3 / 4" in " ".join(row.text().split()) and "in force" in row.css("details p")[0].text()
    )
    assert "Difficulty or request" in page.texts("table.table--figures th")
    assert "6.75" in page.text


def test_reports_of_retaliation_count_only_where_they_are_asked_of_alone(drive, clock):
    drive.submit(Kind.RETALIATION)
    clock.advance(days=5)
    actor, period = drive.who("secretary"), periods.month(chamber_clock.today())
    for by in ("", *conditions.DIMENSIONS):
        assert counting.parted(asking.scope(actor, Asked(period, by=by)), period, by) == {}
    alone = counting.count(asking.scope(actor, Asked(period, kind=Kind.RETALIATION)), period)
    assert alone.numbers["contact_due"] == 1
    for name in ("leader", "president", "handler"):
        assert asking.asked(drive.who(name), {"kind": "retaliation"}).kind == ""


def test_a_complaint_and_what_is_confidential_is_in_no_figure_of_leader_or_president(drive, clock):
    drive.submit(Kind.COMPLAINT)
    replace(drive, suffix="二").submit(Kind.REQUEST, confidential=True)
    clock.advance(days=5)
    period = periods.month(chamber_clock.today())
    for name in ("leader", "president"):
        assert counting.count(asking.scope(drive.who(name), Asked(period)), period).is_empty
    assert counting.count(asking.scope(drive.who("secretary"), Asked(period)), period).numbers["contact_due"] == 2
    assert counting.count(asking.scope(drive.who("supervisor"), Asked(period)), period).is_empty


def test_a_nameless_suggestion_is_in_no_community(drive, clock):
    drive.cast.firm.community = "东湖社区"
    drive.submit(Kind.SUGGESTION, show_name=False)
    replace(drive, suffix="二").submit(Kind.SUGGESTION, show_name=True)
    clock.advance(days=5)
    period = periods.month(chamber_clock.today())
    for name, number in (("leader", 1), ("president", 1), ("secretary", 2)):
        for wanted in (Asked(period, by="community"), Asked(period, community="东湖社区")):
            found = counting.count(asking.scope(drive.who(name), wanted), period)
            assert found.numbers["contact_due"] == number, name


def test_a_department_has_the_figures_of_what_it_led_and_no_other(example):
    drive = example.cases["C1"]
    found = showing.show(drive.who("handler"), Asked(example.period))
    assert next(line for line in found.lines if line.key == "on_time").whole == 4
    assert showing.show(drive.who("other_handler"), Asked(example.period)).is_empty
    crossed = asking.asked(drive.who("handler"), {"community": "x", "by": "community", "category": "1"})
    assert (crossed.by, crossed.community, crossed.category) == ("", "", "")


@pytest.mark.parametrize("typed", ["2026-13", "26-09", "2026-Q5", "0001", "9999-12", "x", "２０２６-09"])
def test_a_period_that_there_is_not_is_answered_by_a_sentence_and_this_month(drive, sign_in, typed):
    page = sign_in(drive.cast.secretary).get(f"/cases/figures?period={quote(typed)}").page
    assert "There is no such period." in page.text
    days = sign_in(drive.cast.secretary).get("/cases/figures?from=2026-09-30&to=2026-09-01").page
    assert "Please choose a first day" in days.text


def test_a_round_that_is_late_at_the_end_is_stock_by_its_age(drive, clock):
    drive.submit(Kind.REQUEST)
    drive.accept(complexity="simple")
    due = chamber_clock.local(drive.case.due_at).date()
    for late, name in (
        (1, "stock_week"),
        (5, "stock_week"),
        (6, "stock_fortnight"),
        (20, "stock_month"),
        (21, "stock_longer"),
    ):
        end = workdays.add(due, late).day
        clock.set(datetime.combine(end, time(23), chamber_clock.LOCAL))
        found = counting.count(true(), periods.between(end, end)).numbers
        assert {one: found[one] for one in conditions.AGES if found[one]} == {name: 1}, late
        assert found["stock"] == 1 and found["base"] == 0


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_months_quarters_and_years_are_their_days(name, first, last):
    period = periods.named(name)
    assert (period.first.isoformat(), period.last.isoformat(), period.name) == (first, last, name)
    assert periods.before(period).last.isoformat() < first


def test_a_suspension_is_taken_off_the_handling_time_and_what_stands_still_is_not_late(drive, clock):
    drive.submit(Kind.REQUEST)
    drive.accept(complexity="simple")
    drive.sign()
    began = chamber_clock.today()
    suspending.suspend(drive.reference, Pause.MEMBER, "等待企业补件", actor=drive.who("secretary"))
    clock.set(datetime.combine(workdays.add(began, 12).day, time(10), chamber_clock.LOCAL))
    today = chamber_clock.today()
    assert counting.count(true(), periods.between(began, today)).numbers["base"] == 0
    suspending.resume(drive.reference, "已补件", actor=drive.who("secretary"))
    clock.set(datetime.combine(workdays.add(began, 15).day, time(10), chamber_clock.LOCAL))
    drive.draft()
    drive.publish()
    found = counting.count(true(), periods.between(began, chamber_clock.today()))
    assert found.handling.mean == 3 and found.numbers["on_time"] == 1


def test_page_and_command_say_who_counts_what_the_supervisor_runs(app, drive, clock, sign_in):
    drive.submit(respondents=(Respondent(RespondentKind.SECRETARIAT),))
    day = clock.now.date().isoformat()
    clock.advance(days=5)
    ask = ["cases", "figures", "--from", day, "--to", chamber_clock.today().isoformat()]
    data = json.loads(app.test_cli_runner().invoke(args=[*ask, "--json"]).output)
    assert data["figures"]["response"]["whole"] == 1 and "those that the supervisor runs too" in data["counted"]
    assert data["counted"] in app.test_cli_runner().invoke(args=ask).output
    told = app.test_cli_runner().invoke(args=["cases", "figures", "--help"]).output
    assert "what the supervisor runs included" in " ".join(told.split())
    page = sign_in(drive.cast.secretary).get(f"/cases/figures?from={day}&to={chamber_clock.today().isoformat()}")
    assert "What the supervisor runs is counted for the supervisor alone" in " ".join(page.words.split())
    period, actor = periods.month(chamber_clock.today()), drive.who("secretary")
    assert counting.count(asking.scope(actor, Asked(period)), period).numbers["contact_due"] == 0
