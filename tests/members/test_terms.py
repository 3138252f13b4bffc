"""A new term of office: what ends, what goes on, and taking it back."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from chamber import clock
from chamber.errors import Conflict, DomainError
from chamber.members import positions
from chamber.members.models import Position
from chamber.members.record import contacts
from chamber.members.terms import changing, reading
from tests.factories.members import enter, person, term
from tests.members.handover import NEW, appoint, begin, held, said, second, three_offices


@pytest.fixture
def three(db, cast, keeper):
    return three_offices(keeper)


@pytest.fixture
def firm(db, cast, keeper):
    return enter(keeper, 9)


def test_a_new_term_ends_the_one_before_and_its_offices(db, firm, keeper):
    old = term(keeper, "第三届", "2021-03-01")
    appoint(keeper, firm, "council", old, "2021-03-02")
    new = term(keeper, "第四届", "2025-03-01")
    db.session.expire_all()
    assert (old.ended_on, firm.office, reading.current_term().id) == (date(2025, 3, 1), "member", new.id)
    past = appoint(keeper, firm, "supervisor", old, "2022-01-01")
    assert (past.ended_on, firm.office) == (date(2025, 3, 1), "member")


def test_a_term_can_end_by_itself(db, firm, keeper, desk):
    running = term(keeper)
    appoint(keeper, firm, "council", running)
    db.session.commit()
    answer = desk.post_form("/members/terms", {"ended_on": "2026-02-01"}, press="End 第四届")
    assert "has ended, and the offices in it" in answer.page.html
    assert (firm.office, running.ended_on) == ("member", date(2026, 2, 1))
    with pytest.raises(Conflict):
        changing.end(running.id, "2026-02-01", actor=keeper)


@pytest.mark.parametrize(
    ("name", "day", "field"),
    [
        *[(name, "2026-01-01", "name") for name in ("", "　", "\0", "字" * 61, "第四届", "x" * 10_000)],
        *[("第五届", day, "began_on") for day in ("", "2026-02-31", "9999-01-01", "2999-01-01", "2024-01-01", "x")],
    ],
)
def test_a_term_that_cannot_be_is_refused_at_its_field(db, cast, keeper, desk, name, day, field):
    term(keeper)
    db.session.commit()
    answer = desk.post("/members/terms/new", data={"name": name, "began_on": day})
    assert answer.status_code == 422
    assert answer.page.css(f"#{field}-error")
    assert len(reading.every_term()) == 1


@pytest.mark.parametrize("day", ["", "2026-02-31", "2024-01-01", "2999-01-01", "9999-12-31"])
def test_a_term_does_not_end_on_a_day_that_cannot_be(db, firm, keeper, desk, day):
    running = term(keeper)
    db.session.commit()
    answer = desk.post(f"/members/terms/{running.id}/end", data={"ended_on": day})
    assert answer.status_code == 422 and answer.page.css("#ended_on-error")
    assert running.ended_on is None
    assert desk.post("/members/terms/99/end", data={"ended_on": "2026-01-01"}).status_code == 404


def test_before_a_new_term_the_page_says_in_numbers_and_names_what_ends(three, desk):
    page = desk.get(NEW).page
    assert "第四届, since Mar 1, 2025, ends on this day." in page.text
    assert "3 offices of 3 members end with it." in page.text
    assert page.texts(".handover .links a") == ["President of the chamber 1", "Vice president 1", "Council member 1"]
    names = page.texts(".tick-list .choice")
    assert len(names) == 3 and "恒信1号门窗有限公司" in names[0] and "单明" in names[0]
    assert reading.current_term().id == three.id, "nothing happens by looking"


@pytest.mark.parametrize(
    ("going_on", "ticked", "left"),
    [
        ("all", (), ["president", "vice_president", "council"]),
        ("all_but", (0, 2), ["vice_president"]),
        ("only", (0, 2), ["president", "council"]),
        ("nobody", (), []),
    ],
)
def test_all_chosen_or_none_go_on_in_the_new_term(db, three, desk, going_on, ticked, left):
    rows = reading.offices_held_in([three.id])
    ids = [str(rows[place].id) for place in ticked]
    answer = begin(desk, going_on=going_on, **({"ticked": ids} if ids else {}))
    assert f"第五届 has begun: 3 offices ended, {len(left)} of them go on." in said(answer)
    new = reading.current_term()
    assert [office for office, _name in held(new)] == left
    assert held(three) == [] and three.ended_on == date(2026, 1, 5)
    firm = rows[0].member
    db.session.refresh(firm)
    assert firm.office == ("president" if "president" in left else "member")


def test_who_goes_on_keeps_the_person_unless_that_one_has_left(db, three, keeper, desk):
    firm = reading.offices_held_in([three.id])[0].member
    other = appoint(keeper, enter(keeper, 4), "council", three, contact_id=None)
    gone = person(keeper, other.member, "曾敏")
    other.contact_id = gone.id
    contacts.leave(other.member_id, gone.id, actor=keeper)
    db.session.commit()
    begin(desk, going_on="all")
    new = {row.member_id: row for row in reading.offices_held_in([reading.current_term().id])}
    assert new[firm.id].contact.name == "单明" and new[other.member_id].contact is None


def test_an_office_that_began_after_the_first_day_goes_on_from_its_own(db, three, desk):
    answer = begin(desk, going_on="all", began_on="2025-10-01")
    assert answer.status_code == 200
    late = db.session.query(Position).filter_by(office="council").order_by(Position.id).all()
    assert [(str(row.began_on), str(row.ended_on)) for row in late] == [
        ("2025-11-06", "2025-11-06"),
        ("2025-11-06", "None"),
    ]


def test_the_day_is_today_unless_another_is_chosen_and_never_one_to_come(three, desk):
    page = desk.get(NEW).page
    assert page.form("began_on").controls["began_on"].values == [clock.today().isoformat()]
    answer = begin(desk, going_on="all", began_on=(clock.today() + timedelta(days=1)).isoformat())
    assert answer.status_code == 422 and answer.page.texts("#began_on-error") == ["The date cannot be in the future."]
    assert reading.current_term().id == three.id


@pytest.mark.parametrize(
    ("values", "field"),
    [({}, "going_on"), ({"going_on": "only"}, "ticked"), ({"going_on": "all_but"}, "ticked")],
)
def test_nothing_begins_before_it_is_said_who_goes_on(three, desk, values, field):
    answer = begin(desk, **values)
    assert answer.status_code == 422 and answer.page.css(f"#{field}-error"), answer.words
    assert len(held(three)) == 3 and len(reading.every_term()) == 1


def test_what_was_ticked_is_still_ticked_after_an_error(three, desk):
    row = reading.offices_held_in([three.id])[1]
    answer = begin(desk, name="", going_on="only", ticked=[str(row.id)])
    assert answer.status_code == 422
    controls = answer.page.form("ticked").controls
    assert (controls["ticked"].values, controls["going_on"].values) == ([str(row.id)], ["only"])


def test_a_first_term_and_one_without_offices_ask_for_nobody(db, cast, keeper, desk):
    assert "going_on" not in desk.get(NEW).page.form("began_on").controls
    assert "第五届 has begun." in said(begin(desk))
    answer = desk.get(NEW)
    assert "Nobody holds an office in it." in answer.words
    assert "第六届 has begun." in said(begin(desk, name="第六届"))
    assert [term.ended_on is None for term in reading.every_term()] == [True, False]


def test_who_is_no_longer_on_the_roster_is_named_and_does_not_go_on(db, three, desk):
    second(three).member.status = "applicant"
    db.session.commit()
    page = desk.get(NEW).page
    assert "not on the roster: cannot go on" in page.text and len(page.form("ticked").controls["ticked"].choices) == 2
    assert "3 offices ended, 2 of them go on." in said(begin(desk, going_on="all"))


def test_of_two_who_begin_a_term_at_once_the_second_looks_again(db, three, keeper, desk):
    page = desk.get(NEW)
    positions.end(second(three).member_id, second(three).id, clock.today(), actor=keeper)
    db.session.commit()
    answer = desk.post_form(page, {"name": "第五届", "going_on": "all"}, press="Begin the term")
    assert answer.status_code == 409 and "Offices have changed since you checked." in answer.words
    assert "2 offices of 2 members end with it." in answer.words
    again = desk.post_form(answer, press="Begin the term")
    assert "2 offices ended, 2 of them go on." in said(again)
    late = desk.post_form(page, {"name": "第六届", "going_on": "nobody"}, press="Begin the term")
    assert late.status_code == 409 and reading.current_term().name == "第五届"


def test_the_log_says_how_many_offices_ended_and_that_it_was_taken_back(db, three, desk):
    desk.post_form(begin(desk, going_on="all"), press="Undo")
    page = desk.get("/admin/log?kind=term").words
    for words in ("began the term of office", "undid the beginning of the term of office", "Offices ended"):
        assert words in page


def test_three_hundred_offices_end_and_go_on_in_one_press(db, cast, keeper, desk, queries):
    running = term(keeper)
    for number in range(1, 31):
        appoint(keeper, enter(keeper, number), "council", running)
    db.session.commit()
    queries.clear()
    desk.get(NEW)
    few = len(queries)
    for number in range(31, 301):
        appoint(keeper, enter(keeper, number), "council", running)
    db.session.commit()
    queries.clear()
    page = desk.get(NEW)
    assert len(queries) <= few + 1
    assert len(page.page.texts(".tick-list li")) == 300
    begin(desk, going_on="all")
    assert len(held(reading.current_term())) == 300


@pytest.mark.parametrize("who", ["member", "leader", "president", "supervisor", "handler", "admin"])
def test_nobody_else_begins_ends_or_takes_back_a_term(cast, three, actor, who):
    reader = actor(getattr(cast, who))
    for act in (
        lambda: changing.begin("第五届", "2026-01-05", actor=reader),
        lambda: changing.end(three.id, "2026-01-05", actor=reader),
        lambda: changing.undo(three.id, "", actor=reader),
        lambda: changing.handover(actor=reader),
        lambda: reading.find(three.id, actor=reader),
    ):
        with pytest.raises(DomainError) as error:
            act()
        assert error.value.status == 403


@pytest.mark.server
@pytest.mark.parametrize("there_is_one", [True, False])
def test_of_four_who_begin_a_term_at_the_same_moment_one_does(db, cast, keeper, server, there_is_one):
    if there_is_one:
        three_offices(keeper)
    db.session.commit()
    visitors = [server.visitor(cast.secretary) for _ in range(4)]
    opened = [visitor.get(f"{NEW}?lang=en") for visitor in visitors]
    gate = threading.Barrier(len(visitors), timeout=60)

    def begin_at_once(place):
        gate.wait()
        typed = {"name": f"第五届之{place}", **({"going_on": "all"} if there_is_one else {})}
        return visitors[place].post_form(opened[place], typed, press="Begin the term", follow=False)

    with ThreadPoolExecutor(len(visitors)) as pool:
        answers = list(pool.map(begin_at_once, range(len(visitors))))
    assert sorted(answer.status for answer in answers) == [303, 409, 409, 409]
    db.session.expire_all()
    assert len([one for one in reading.every_term() if one.ended_on is None]) == 1
    if there_is_one:
        assert len(held(reading.current_term())) == 3


def test_a_term_always_says_the_year(db, cast, keeper, desk):
    running = term(keeper)
    this_year = clock.today().replace(month=1, day=1)
    running.began_on = this_year
    member = enter(keeper, 1)
    positions.appoint(member.id, office="council", term_id=running.id, began_on=this_year, actor=keeper)
    db.session.commit()
    day = f"since Jan 1, {this_year.year}"
    for address in ("/members/terms", f"/members/terms/{running.id}", f"/members/{member.id}"):
        assert day in desk.get(address).words, address
