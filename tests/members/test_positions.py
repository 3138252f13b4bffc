from functools import partial

import pytest

from chamber import clock
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.members import positions
from chamber.members.models import Position
from chamber.members.record import contacts, editing
from chamber.members.terms import changing, reading
from tests.factories.members import enter, person, term


@pytest.fixture
def firm(db, cast, keeper):
    return enter(keeper, 1)


def give(keeper, firm, office, running, began_on="2025-04-01", **more):
    return positions.appoint(firm.id, office=office, term_id=running.id, began_on=began_on, actor=keeper, **more)


def test_the_office_of_a_member_is_the_highest_that_it_holds_now(db, firm, keeper):
    running = term(keeper)
    council = give(keeper, firm, "council", running)
    assert firm.office == "council"
    vice = give(keeper, firm, "vice_president", running, "2025-06-01")
    assert firm.office == "vice_president"
    positions.end(firm.id, vice.id, "2026-01-01", actor=keeper)
    assert firm.office == "council"
    positions.end(firm.id, council.id, "2026-01-02", actor=keeper)
    assert firm.office == "member"
    assert [(row.office, row.ended_on.isoformat()) for row in db.session.query(Position).order_by(Position.id)] == [
        ("council", "2026-01-02"),
        ("vice_president", "2026-01-01"),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("office", value) for value in ("", "emperor", "\0")],
        *[("term_id", value) for value in ("", "99", "x", "99999999999999")],
        *[("began_on", value) for value in ("", "2026-02-31", "2024-12-31", "2999-01-01", "9999-12-31")],
        *[("contact_id", value) for value in ("99", "x", "-1")],
    ],
)
def test_an_office_that_cannot_be_is_refused_at_its_field(db, firm, keeper, desk, field, value):
    running = term(keeper)
    db.session.commit()
    data = {"office": "council", "term_id": running.id, "began_on": "2025-04-01", field: value}
    answer = desk.post(f"/members/{firm.id}/offices/new", data=data)
    assert answer.status_code == 422
    assert answer.page.css(f"#{field}-error"), answer.words
    assert db.session.query(Position).count() == 0


def test_nobody_becomes_president_by_a_form_that_was_only_sent(db, firm, keeper, desk):
    term(keeper)
    db.session.commit()
    url = f"/members/{firm.id}/offices/new"
    answer = desk.post_form(desk.get(url), {}, press="Give the office")
    assert answer.status_code == 422
    assert answer.page.texts("#office-error") == ["Please choose an office."]
    assert db.session.query(Position).count() == 0


def test_an_office_is_held_through_a_contact_of_the_member(db, cast, firm, keeper, desk):
    running = term(keeper)
    one = person(keeper, firm, "单明")
    gone = person(keeper, firm, "曾敏")
    contacts.leave(firm.id, gone.id, actor=keeper)
    other = person(keeper, cast.rival_firm, "别人")
    db.session.commit()
    page = desk.get(f"/members/{firm.id}/offices/new")
    answer = desk.post_form(page, {"office": "president", "contact_id": one.id}, press="Give the office")
    assert "President of the chamber 单明" in answer.words
    for wrong in (gone, other):
        with pytest.raises(DomainError) as error:
            give(keeper, firm, "council", running, contact_id=wrong.id)
        assert error.value.field == "contact_id"


def test_a_term_has_one_president_and_nobody_an_office_twice(db, cast, firm, keeper):
    running = term(keeper)
    held = give(keeper, firm, "president", running)
    for member in (firm, cast.rival_firm):
        with pytest.raises(DomainError) as error:
            give(keeper, member, "president", running)
        assert error.value.field == "office"
    positions.end(firm.id, held.id, clock.today(), actor=keeper)
    assert give(keeper, cast.rival_firm, "president", running, clock.today()).office == "president"


def test_who_is_not_on_the_roster_holds_no_office(db, firm, keeper):
    running = term(keeper)
    editing.leave(firm.id, status="left", on=clock.today(), reason="搬走", actor=keeper)
    with pytest.raises(Conflict):
        give(keeper, firm, "council", running)


def test_an_office_of_another_member_cannot_be_ended_here(db, cast, firm, keeper, desk):
    held = give(keeper, firm, "council", term(keeper))
    db.session.commit()
    with pytest.raises(NotFound):
        positions.end(cast.rival_firm.id, held.id, clock.today(), actor=keeper)
    assert desk.get(f"/members/{cast.rival_firm.id}/offices/{held.id}/end").status_code == 404
    answer = desk.post_form(f"/members/{firm.id}/offices/{held.id}/end", {"ended_on": "2025-05-01"})
    assert answer.status_code == 200 and firm.office == "member"
    assert desk.post(f"/members/{firm.id}/offices/{held.id}/end", data={"ended_on": "2025-05-01"}).status_code == 422


def test_without_a_term_the_page_says_what_comes_first(db, firm, desk):
    db.session.commit()
    assert "There is no term yet." in desk.get(f"/members/{firm.id}/offices/new").words


def test_what_only_asks_for_an_act_is_not_printed(db, firm, keeper, desk):
    from chamber.members.record import notes

    positions.appoint(firm.id, office="council", term_id=term(keeper).id, began_on="2025-04-01", actor=keeper)
    db.session.commit()
    page = desk.get(f"/members/{firm.id}").page
    assert page.texts("p.no-print") == ["End this office"]
    assert page.css("section.no-print#notes form.no-print textarea")
    notes.add(firm.id, "要扩建", actor=keeper)
    db.session.commit()
    page = desk.get(f"/members/{firm.id}").page
    assert page.css("#notes form.no-print textarea") and not page.css("section.no-print")
    enter(keeper, 2, size="small", industry="C18")
    db.session.commit()
    assert desk.get("/members/").page.texts("details.no-print summary") == ["More filters"]


@pytest.mark.parametrize("name", ["member", "leader", "president"])
def test_terms_and_who_can_hold_an_office_are_listed_for_the_secretariat_only(cast, firm, keeper, actor, name):
    running = term(keeper)
    for read in (
        reading.terms,
        reading.office_counts,
        partial(reading.offices_of, running),
        partial(changing.undo_of, running),
        partial(positions.eligible_contacts, firm.id),
    ):
        with pytest.raises(Forbidden):
            read(actor=actor(getattr(cast, name)))
        read(actor=keeper)
