"""Somebody who holds an office already is given another one in the term: it is said, and asked what becomes of it."""

import pytest

from chamber.dashboard.finished import finished_today
from chamber.members.terms import electing
from tests.factories.audit import history
from tests.members.handover import begin, held, said, second, three_offices

SAYS = "Already in office in this term"


@pytest.fixture
def three(db, cast, keeper):
    return three_offices(keeper)


def ask(desk, three, firm, day="2025-12-01"):
    """Elect somebody who holds an office; the page that asks."""
    typed = {"standing_council": firm.name, "began_on": day}
    answer = desk.post_form(f"/members/terms/{three.id}", typed, press="Give the offices")
    assert answer.status_code == 422
    assert f"{SAYS}: {firm.name} (Vice president)" in answer.page.one("#beside-error").text()
    return answer


def test_a_second_office_is_said_and_the_first_one_ends_unless_both_are_chosen(db, cast, keeper, desk, three):
    row = second(three)
    firm = row.member
    asked = ask(desk, three, firm)
    assert [office for office, name in held(three) if name == firm.name] == ["vice_president"]
    answer = desk.post_form(asked, press="Give the offices")
    assert said(answer) == "1 office given."
    db.session.expire_all()
    assert [office for office, name in held(three) if name == firm.name] == ["standing_council"]
    assert row.ended_on.isoformat() == "2025-12-01" and firm.office == "standing_council"
    assert [one.act for one in history("member", firm.id)][-2:] == ["member.office_ended", "member.appointed"]


def test_both_offices_can_be_held(db, cast, keeper, desk, three):
    firm = second(three).member
    asked = ask(desk, three, firm)
    assert said(desk.post_form(asked, {"beside": "both"}, press="Give the offices")) == "1 office given."
    db.session.expire_all()
    assert sorted(office for office, name in held(three) if name == firm.name) == ["standing_council", "vice_president"]


def test_an_office_that_was_only_carried_over_is_not_left_as_one_of_a_day(db, cast, keeper, desk, three, actor):
    firm = second(three).member
    begin(desk, going_on="all")
    running = electing.reading.current_term()
    asked = ask(desk, running, firm, running.began_on.isoformat())
    desk.post_form(asked, press="Give the offices")
    db.session.expire_all()
    assert [row.office for row in firm.positions if row.term_id == running.id] == ["standing_council"]
    acts = {one.label: dict(one.acts) for one in finished_today(actor(cast.secretary))}
    assert acts[firm.name]["appointed to an office"] == 2, "once before it was carried over, and now"


def test_who_is_named_twice_in_one_press_holds_both(db, cast, keeper, three):
    firm = second(three).member
    typed = {"vice_president": "", "council": firm.name, "supervisor": firm.name}
    electing.elect(three.id, typed, "2025-12-01", beside="ends", actor=keeper)
    assert sorted(office for office, name in held(three) if name == firm.name) == ["council", "supervisor"]


@pytest.mark.parametrize(
    ("choice", "offices"), [("ends", ["council"]), ("both", ["council", "vice_president"]), ("x", ["vice_president"])]
)
def test_the_page_of_one_firm_asks_the_same(db, cast, keeper, desk, three, choice, offices):
    firm = second(three).member
    typed = {"office": "council", "term_id": str(three.id), "began_on": "2025-12-01"}
    page = desk.get(f"/members/{firm.id}/offices/new").page
    assert SAYS in page.one("#beside-help").text() and page.form("beside").controls["beside"].values == ["ends"]
    asked = desk.post(f"/members/{firm.id}/offices/new", data={**typed, "contact_id": "0"})
    assert asked.status_code == 422 and SAYS in asked.page.one("#beside-error").text()
    answer = desk.post(f"/members/{firm.id}/offices/new", data={**typed, "beside": choice, "contact_id": "0"})
    assert answer.status_code == (422 if choice == "x" else 303)
    db.session.expire_all()
    assert sorted(office for office, name in held(three) if name == firm.name) == offices


def test_nobody_is_asked_without_a_second_office(db, cast, keeper, desk, three):
    assert not desk.get(f"/members/{cast.firm.id}/offices/new").page.css("[name=beside]")
    page = desk.get(f"/members/terms/{three.id}").page
    assert not page.css("[name=beside]")
    wrong = desk.post_form(f"/members/terms/{three.id}", {"council": "没有这家"}, press="Give the offices")
    assert wrong.status_code == 422 and not wrong.page.css("[name=beside]")
