"""The list of cases: narrowed, in order, searched, and empty."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from chamber.accounts.models import Account
from chamber.cases.doing import closing, intake, routing, sharing
from chamber.cases.lists import ledger, listing, tallies, today
from chamber.cases.words import Kind
from chamber.clock import LOCAL
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def test_the_list_says_how_late_in_words(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    clock.advance(days=3)
    page = sign_in(drive.cast.secretary).get("/cases/").page
    assert page.texts(".line-badge .badge") == ["Overdue by 2 working days"]


def test_a_refused_case_is_open_while_its_objection_waits(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    path = "向区级主管部门申请行政裁决"
    intake.not_accept(drive.reference, "不属受理范围", path, actor=drive.who("secretary"))
    db.session.commit()
    assert tallies.figures(drive.who("leader")).open == 0
    intake.raise_objection(drive.reference, "属于", actor=drive.who("member"))
    db.session.commit()
    clock.advance(days=30)
    for who in ("leader", "secretary", "supervisor", "member"):
        figures = tallies.figures(drive.who(who))
        assert (figures.open, figures.red) == (1, 1)
        assert tallies.counts(drive.who(who), {"do": "open", "colour": "red"}).total == 1
        assert drive.reference in sign_in(getattr(drive.cast, who)).get("/cases/?do=open&colour=red").words
    leader = drive.who("leader")
    [line] = listing.lines(leader, db.session.execute(listing.rows(listing.colour_of(leader) == "red")))
    assert line.waited_days > 10
    intake.decide_objection(drive.reference, False, "确实不属于", actor=drive.who("supervisor"))
    db.session.commit()
    assert tallies.figures(drive.who("leader")).open == 0


@pytest.mark.parametrize("day", [30, 32, 35])
def test_what_became_late_before_free_days_says_since_when_and_not_since_today(
    drive: Drive, clock: Clock, sign_in: SignIn, day: int
) -> None:
    clock.set(datetime(2026, 9, 29, 10, 0, tzinfo=LOCAL))
    drive.submit(Kind.REQUEST)
    clock.set(datetime(2026, 9, 30, 18, 1, tzinfo=LOCAL) + timedelta(days=day - 30))
    desk = sign_in(drive.cast.secretary)
    for place in ("/", "/cases/", f"/cases/{drive.reference}"):
        assert "Overdue since 9月30日 18:00" in desk.get(place).words


def test_an_answer_that_waits_past_its_days_is_not_said_to_end_today(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    drive.answered()
    clock.advance(days=21)
    for place in ("/cases/", f"/cases/{drive.reference}"):
        assert "Overdue by 6 working days" in sign_in(drive.cast.secretary).get(place).words


def test_what_is_due_on_a_day_made_free_later_is_shown_on_that_day(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept(complexity="simple")
    drive.sign()
    workdays.change(date(2026, 9, 21), False, "台风停工", actor=drive.who("admin"))
    db.session.commit()
    clock.set(datetime(2026, 9, 20, 9, 0, tzinfo=LOCAL))
    leader = drive.who("leader")
    [line] = listing.lines(leader, db.session.execute(listing.rows(listing.condition(leader, {}))))
    assert line.days_left == 1
    days = {one.day.day: one.number for one in today.due_days(drive.who("leader"))}
    assert days == {20: 0, 21: 1, 22: 0, 23: 0, 24: 0, 28: 0}
    assert "today" not in sign_in(drive.cast.leader).get("/cases/").page.texts(".line-days")


def test_the_ledger_says_overdue_of_what_is_late_also_before_the_daily_pass_has_noted_it(
    drive: Drive, clock: Clock
) -> None:
    drive.submit(Kind.REQUEST)
    clock.set(datetime(2026, 9, 16, 18, 1, tzinfo=LOCAL))
    sheet = load_workbook(BytesIO(ledger.workbook(drive.who("leader"), {"colour": "red"}))).active
    names, values = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert dict(zip(names, values, strict=True))["Was overdue"] == "yes"


@pytest.mark.parametrize(("kind", "said"), [(Kind.SUGGESTION, False), (Kind.REQUEST, True)])
def test_how_complex_it_is_is_said_only_of_what_somebody_judges(
    drive: Drive, sign_in: SignIn, kind: str, said: bool
) -> None:
    drive.submit(kind)
    drive.accept()
    sheet = load_workbook(BytesIO(ledger.workbook(drive.who("secretary"), {}))).active
    assert ("Normal" in [cell.value for row in sheet.iter_rows() for cell in row]) is said
    assert ("Normal" in sign_in(drive.cast.handler).get(f"/cases/{drive.reference}").words) is said


def test_a_row_drawn_for_one_reader_is_not_shown_to_another(drive: Drive, app_with: Callable[..., Flask]) -> None:
    app = app_with(translated=True)
    case = drive.submit(Kind.COMPLAINT, title="某单位以检查为名多次索要赞助")
    mine, desk = Client(app).sign_in(drive.cast.member), Client(app).sign_in(drive.cast.secretary)
    assert "索要赞助" in mine.get("/cases/").words
    seen = desk.get("/cases/").words
    assert case.reference in seen
    assert "索要赞助" not in seen
    assert "Submitted" in desk.get("/cases/?lang=en").words
    assert "索要赞助" in mine.get("/cases/").words


def test_the_list_can_be_narrowed_to_a_department_and_put_in_order(drive: Drive, sign_in: SignIn) -> None:
    first, second = drive.submit(Kind.REQUEST).reference, drive.submit(Kind.REQUEST, title="另一件").reference
    lead = drive.cast.other_department
    drive.reference = first
    drive.accept()
    drive.reference = second
    route = routing.Route(lead_id=lead.id)
    routing.accept(second, actor=drive.who("secretary"), complexity="normal", route=route, message="已受理。")
    db.session.commit()
    desk = sign_in(drive.cast.secretary)
    page = desk.get("/cases/").page
    narrowed = desk.get(next(url for words, url in page.links() if words.startswith(lead.short_name or lead.name)))
    assert second in narrowed.words
    assert first not in narrowed.words
    assert [desk.get(f"/cases/?sort={order}").words.index(first) > 0 for order in ("due", "new")] == [True, True]
    newest = desk.get("/cases/?sort=new").words
    assert newest.index(second) < newest.index(first)


def test_chips_carry_nothing_of_an_earlier_address(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    desk = sign_in(drive.cast.secretary)
    for earlier in ("do=open&do=earlier", "do=open&kind=earlier%00", "do=open&other=earlier%00"):
        assert desk.get(f"/cases/?{earlier}").status_code == 200
        assert "earlier" not in desk.get("/cases/?do=open").text, earlier


def test_later_words_are_found_at_once_by_who_may_read_them_and_by_nobody_else(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    sharing.add(drive.reference, "补充：琥珀牌样机仍在仓库。", actor=drive.who("member"))
    closing.withdraw(drive.reference, "玉髓已调解。", False, actor=drive.who("member"))
    db.session.commit()
    for word in ("琥珀牌", "玉髓"):
        found = {
            name: drive.reference in sign_in(getattr(drive.cast, name)).get(f"/cases/?q={word}").words
            for name in ("member", "secretary", "handler", "leader")
        }
        assert found == {"member": True, "secretary": True, "handler": False, "leader": False}, word


def test_an_empty_list_says_why_and_a_search_among_open_cases_points_to_ended_ones(
    drive: Drive, sign_in: SignIn
) -> None:
    desk = sign_in(drive.cast.secretary)
    assert "There is no case here yet." in desk.get("/cases/?do=open").words
    drive.submit(Kind.REQUEST)
    closing.withdraw(drive.reference, "已解决", None, actor=drive.who("member"))
    db.session.commit()
    page = desk.get(f"/cases/?do=open&q={drive.reference}").page
    assert "1 closed case matches." in page.text
    assert drive.reference in desk.get(page.one(".empty a").attributes["href"]).words
