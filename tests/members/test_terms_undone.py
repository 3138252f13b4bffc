"""Taking back that a term began or ended."""

import pytest

from chamber import clock
from chamber.members import positions
from chamber.members.models import Position, Term
from chamber.members.record import editing
from chamber.members.terms import changing, reading
from tests.members.handover import appoint, begin, held, said, second, three_offices


@pytest.fixture
def three(db, cast, keeper):
    return three_offices(keeper)


@pytest.fixture
def firm(three):
    return reading.offices_held_in([three.id])[0].member


def test_a_new_term_is_taken_back_whole(db, three, firm, desk):
    before = reading.mark([three.id])
    answer = begin(desk, going_on="only", ticked=[str(second(three).id)])
    undone = desk.post_form(answer, press="Undo")
    assert "Everything is restored to how it was before 第五届." in said(undone)
    db.session.expire_all()
    assert reading.mark([three.id]) == before
    assert (firm.office, db.session.query(Term).count(), db.session.query(Position).count()) == ("president", 1, 3)
    assert begin(desk, going_on="all").status_code == 200, "the same name can be entered again"


def test_the_page_of_the_term_takes_it_back_as_well_and_only_once(three, desk):
    begin(desk, going_on="all")
    page = desk.get(f"/members/terms/{reading.current_term().id}")
    assert "It works until an office is changed." in page.words
    assert "Everything is restored to how it was before" in said(desk.post_form(page, press="Undo the beginning"))
    assert desk.post_form(page, press="Undo the beginning").status_code == 404
    begin(desk, going_on="all", began_on="2026-01-06")


def test_an_old_button_does_not_take_a_later_beginning_back(db, three, keeper, desk, clock):
    begin(desk, going_on="all")
    new = reading.current_term()
    answer = desk.post(f"/members/terms/{new.id}/undo", data={"at": "2020-01-01T00:00:00+00:00"})
    assert answer.status_code == 409 and "already been undone" in answer.words
    assert reading.current_term().id == new.id


def changes_of(keeper, old, new):
    row = reading.offices_held_in([new.id])[0]
    return {
        "an office of the new term ends": lambda: positions.end(row.member_id, row.id, clock.today(), actor=keeper),
        "one is given in the new term": lambda: appoint(keeper, row.member, "supervisor", new, clock.today()),
        "one is added to the old term": lambda: appoint(keeper, row.member, "supervisor", old, "2025-05-01"),
        "a firm leaves": lambda: editing.leave(
            row.member_id, status="left", on=clock.today(), reason="搬走", actor=keeper
        ),
        "another term begins": lambda: changing.begin("第六届", clock.today(), actor=keeper),
        "the new term ends": lambda: changing.end(new.id, clock.today(), actor=keeper),
    }


@pytest.mark.parametrize(
    "what",
    [
        *("an office of the new term ends", "one is given in the new term", "one is added to the old term"),
        *("a firm leaves", "another term begins"),
    ],
)
def test_a_new_term_is_not_taken_back_after_an_office_was_changed(db, three, keeper, desk, what):
    answer = begin(desk, going_on="all")
    new = reading.current_term()
    changes_of(keeper, three, new)[what]()
    db.session.commit()
    kept = reading.mark([three.id, new.id])
    refused = desk.post_form(answer, press="Undo")
    assert refused.status_code == 409 and "can no longer be undone" in refused.words
    assert reading.mark([three.id, new.id]) == kept
    newest = reading.every_term()[0]
    if newest.id == new.id:
        page = desk.get(f"/members/terms/{new.id}")
        assert "can no longer be undone, because offices have changed since" in page.words
        assert "Undo the beginning" not in page.words


def test_an_ending_is_taken_back_and_then_the_beginning_too(db, three, firm, keeper, desk):
    begin(desk, going_on="all")
    new = reading.current_term()
    answer = desk.post_form("/members/terms", {"ended_on": "2026-01-10"}, press="End 第五届")
    assert reading.current_term() is None
    assert "第五届 is current again, with its offices." in said(desk.post_form(answer, press="Undo"))
    assert len(held(new)) == 3
    page = desk.get(f"/members/terms/{new.id}")
    assert "Everything is restored to how it was before" in said(desk.post_form(page, press="Undo the beginning"))
    assert len(held(three)) == 3
