"""Closed months and years: frozen, the same for everybody, and published without small numbers."""

import hashlib
from datetime import datetime, time
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import select

from chamber import clock as chamber_clock
from chamber.cases.figures import conditions, periods, words
from chamber.cases.figures.counting import Counts, Times
from chamber.cases.figures.published import freezing, hiding, monthly
from chamber.cases.figures.published.models import FrozenFigures
from chamber.cases.models import CaseRecusal
from chamber.cases.words import Kind
from chamber.errors import DomainError, Forbidden, Repeated
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases.example import Example

SHA = "96871b96"


@pytest.fixture
def after(drive, clock):
    """The six cases of the design, on the morning of the third working day after their last month."""
    made = Example(drive, clock)
    made.run()
    made.month = periods.month(made.period.last)
    clock.set(datetime.combine(freezing.closes_on(made.month), time(0, 5), chamber_clock.LOCAL))
    return made


def frozen(period):
    """What is frozen of a period, by group."""
    return freezing.values_of(freezing.find(period))


def test_time_closes_a_month_on_the_third_working_day_after_it_and_only_once(after, clock):
    clock.advance(days=-1)
    freezing.each_day()
    assert freezing.find(after.month) is None
    clock.advance(days=1)
    freezing.each_day()
    row = freezing.find(after.month)
    assert row.definitions == words.VERSION and row.by_id is None
    assert freezing.each_day() == ""


def test_later_acts_change_nothing_in_a_closed_month_and_the_page_says_what_it_would_be_today(after, clock, sign_in):
    freezing.each_day()
    db.session.commit()
    before = frozen(after.month)["all"]
    assert before.numbers["answered"] > 0
    drive = after.cases["C1"]
    page = sign_in(drive.cast.secretary).get(f"/cases/figures?period={after.month.name}").page
    assert "Nothing has changed since." in page.text
    db.session.delete(after.first_round("C3"))
    db.session.commit()
    assert frozen(after.month)["all"] == before
    page = sign_in(drive.cast.secretary).get(f"/cases/figures?period={after.month.name}").page
    assert "What was closed stays." in page.text and f"definitions {words.VERSION}" in page.text
    assert page.css("svg[role=img] title") and after.month.name in " ".join(
        str(link.attributes["href"]) for link in page.css("table a")
    )


def test_the_secretariat_closes_a_month_that_is_over_and_nobody_else_does(after, sign_in):
    drive = after.cases["C1"]
    for name in ("leader", "president", "supervisor", "handler", "member"):
        with pytest.raises(Forbidden):
            freezing.freeze(after.month.name, actor=drive.who(name))
    for name in (periods.month(chamber_clock.today()).name, periods.quarter(after.month.first).name, "x"):
        with pytest.raises(DomainError):
            freezing.freeze(name, actor=drive.who("secretary"))
        db.session.rollback()
    client = sign_in(drive.cast.secretary)
    page = client.post_form(f"/cases/figures?period={after.month.name}", {}, action="/close").page
    assert any(said.startswith("Closed.") for said in page.texts(".toast p"))
    assert freezing.find(after.month).by_id == drive.cast.secretary.id
    with pytest.raises(DomainError):
        freezing.freeze(after.month.name, actor=drive.who("secretary"))


def test_what_somebody_of_those_who_see_all_is_kept_from_is_in_no_frozen_figure(after):
    everything = freezing.counted(after.month)["all"].numbers["answered"]
    case = after.cases["C3"].case
    leader = after.cases["C1"].cast.leader
    db.session.add(
        CaseRecusal(case_id=case.id, account_id=leader.id, reason="亲属", by_id=leader.id, at=chamber_clock.now())
    )
    db.session.commit()
    assert freezing.counted(after.month)["all"].numbers["answered"] == everything - 1
    after.cases["C2"].case.supervisor_runs = True
    db.session.commit()
    assert freezing.counted(after.month)["all"].numbers["answered"] == everything - 2


def test_complaints_and_what_is_confidential_are_never_summed_with_the_rest(drive, clock):
    drive.submit(Kind.COMPLAINT)
    drive.accept()
    clock.advance(days=40)
    found = freezing.counted(periods.year(2026))
    assert [found[name].numbers["accepted"] for name in ("all", "open", "confidential")] == [1, 0, 1]


def make_year(number, **counts):
    """A closed year with these numbers in both groups."""
    numbers = dict.fromkeys(conditions.COUNTS, 0) | counts
    group = {"numbers": numbers, "handling": vars(Times.of([3, 4, 5, 6, 7])), "to_close": vars(Times.of([3]))}
    row = FrozenFigures(
        period="year", first_day=periods.year(number).first, frozen_at=chamber_clock.now(), definitions=1,
        values=dict.fromkeys(freezing.GROUPS, group),
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()


def test_members_read_yearly_totals_without_small_numbers(cast, sign_in, clock):
    make_year(2025, contact_due=40, contacted=31, base=30, on_time=28, overdue=2, overdue_originally=2, answered=20)
    client = sign_in(cast.member)
    assert client.get("/cases/figures").headers["Location"].endswith("/cases/figures/years")
    page = client.get("/cases/figures/years").page
    rows = {row.css("summary")[0].text(): " ".join(row.text().split()) for row in page.css("tr") if row.css("summary")}
    assert "31 of 40" in rows["Response rate"] and "78%" in rows["Response rate"]
    assert "26 to 30 of 30" in rows["On-time rate"] and "86–100%" in rows["On-time rate"]
    assert "fewer than 5 of 30" in rows["Overdue rate"] and "0–14%" in rows["Overdue rate"]
    assert "5 working days on average" in rows["Handling time"] and "–" in rows["From submission to closing"]
    assert client.get("/cases/figures/years?year=2024").status_code == 404
    assert client.get("/cases/figures.xlsx").status_code == 403


def test_without_a_closed_year_the_pages_say_so(cast, sign_in, client):
    assert "No year is closed yet." in sign_in(cast.member).get("/cases/figures/years").page.text
    page = client.get("/cases/promise").page
    assert "no year of the chamber is closed yet" in page.text
    assert "within 1 working day of your submission" in page.text


def test_the_promise_has_last_years_proof_beside_it_for_everybody(cast, client, clock):
    make_year(2025, contact_due=40, contacted=31)
    page = client.get("/cases/promise").page
    first = next(row for row in page.css("tr") if "First contact" in row.text())
    assert " ".join(first.text().split()).count("Response rate 78% 31 of 40") == 2
    assert "no year of the chamber" not in page.text


@st.composite
def years(draw):
    """Numbers that can be of one year: each at most as large as what it is a part of."""
    found = {}
    for name in ("contact_due", "base", *hiding.PART_OF):
        most = min((found[one] for one in hiding.PART_OF.get(name, ()) if one in found), default=60)
        found[name] = draw(st.integers(0, most))
    return dict.fromkeys(conditions.COUNTS, 0) | found


@given(years())
def test_no_number_and_no_difference_under_five_can_be_read(counts):
    told = hiding.numbers(counts)
    for name, number in told.items():
        assert number.low <= counts[name] <= number.high, name
        assert counts[name] >= words.FEW or (number.low == 0 and number.high >= words.FEW - 1), name
        for whole in hiding.PART_OF.get(name, ()):
            assert number.high - number.low != 0 or counts[name] >= words.FEW, (name, whole)
            if number.low == number.high and told[whole].low == told[whole].high:
                assert counts[whole] < counts[name] or counts[whole] - counts[name] >= words.FEW, (name, whole)


def test_other_definitions_are_another_version(cast):
    said = "\n".join(str(figure.definition) for figure in (*words.FIGURES, *words.MEASURES))
    assert (words.VERSION, hashlib.sha256(said.encode()).hexdigest()[:8]) == (1, SHA)


def test_the_daily_pass_closes_what_is_over_from_the_first_case_on_and_nothing_before(after):
    freezing.each_day()
    rows = db.session.execute(select(FrozenFigures.period, FrozenFigures.first_day)).all()
    assert {row.period for row in rows} == {"month"}
    first = periods.month(after.period.first).first
    assert min(row.first_day for row in rows) == first
    assert workdays.until(after.month.last, chamber_clock.today()) == freezing.CLOSES_ON


def test_the_sheet_has_the_numbers_of_the_page(after, sign_in):
    drive = after.cases["C1"]
    first, last = after.period.first.isoformat(), after.period.last.isoformat()
    answer = sign_in(drive.cast.secretary).get(f"/cases/figures.xlsx?from={first}&to={last}&by=kind")
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.data)).active.iter_rows()]
    assert any(row[0] == "On-time rate" and row[2:5] == [75, 3, 4] for row in rows)
    assert any(row[0] == "Handling time (mean)" and row[3:5] == [6.75, 4] for row in rows)
    assert any(row[0] == "On-time rate" and row[1] == "Difficulty or request" for row in rows)


def test_a_number_of_fewer_than_five_is_said_once_and_not_of_itself():
    counts = dict.fromkeys(conditions.COUNTS, 0) | {"contact_due": 3, "contacted": 2, "base": 30, "on_time": 12}
    told = hiding.year(Counts(counts))
    assert told.line("response").counted == "fewer than 5 in all"
    assert told.line("on_time").counted == "12 of 30"


def test_a_year_before_the_first_case_can_not_be_closed_and_proves_nothing(after, client):
    with pytest.raises(DomainError, match="had cases"):
        freezing.freeze("2024", actor=after.cases["C1"].who("secretary"))
    db.session.rollback()
    make_year(chamber_clock.today().year - 1)
    assert "no year of the chamber is closed yet" in client.get("/cases/promise").page.text


def report(after, sign_in, name="secretary"):
    """The address of the closed month's report, and somebody who asks for it."""
    freezing.each_day()
    db.session.commit()
    return f"/cases/figures/months/{after.month.name}", sign_in(getattr(after.cases["C1"].cast, name))


def test_a_closed_month_is_printed_with_its_number_and_without_small_numbers(after, sign_in):
    here, desk = report(after, sign_in)
    assert desk.get(f"/cases/figures?period={after.month.name}").page.link("Monthly report") == here
    desk.post_form(here, {}, action="/number")
    page = desk.get(here).page
    assert "商报〔" in page.text and "fewer than 5" in page.text and "Give it a number" not in page.text
    paper = Document(BytesIO(desk.get(f"{here}/report.docx").data))
    cells = [cell.text for row in paper.tables[0].rows for cell in row.cells]
    assert "商报〔" in "".join(one.text for one in paper.paragraphs) and {"按时率", "On-time rate"} & set(cells)
    with pytest.raises(Repeated):
        monthly.issue(after.month.name, actor=after.cases["C1"].who("secretary"))


@pytest.mark.parametrize(
    ("name", "status"), [("leader", 200), ("president", 200), ("handler", 404), ("member", 404), ("supervisor", 404)]
)
def test_the_report_of_a_month_is_for_who_sees_its_figures_and_numbered_by_the_secretariat(
    after, sign_in, name, status
):
    here, browser = report(after, sign_in, name)
    assert browser.get(here).status_code == browser.get(f"{here}/report.docx").status_code == status
    with pytest.raises(Forbidden):
        monthly.issue(after.month.name, actor=after.cases["C1"].who(name))
    assert browser.get("/cases/figures/months/2020-01").status_code == 404


def test_the_report_of_a_month_counts_no_complaint(after, sign_in):
    here, desk = report(after, sign_in)
    row = freezing.find(after.month)
    nothing = {**row.values["open"], "numbers": dict.fromkeys(conditions.COUNTS, 0)}
    many = {**nothing, "numbers": dict.fromkeys(conditions.COUNTS, 40)}
    row.values = {"all": many, "confidential": many, "open": nothing}
    db.session.commit()
    assert "40" not in desk.get(here).page.css(".sheet")[0].text().replace("2026", "")
