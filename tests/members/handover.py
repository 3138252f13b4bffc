"""A running term with three offices, and beginning the next one, for tests."""

from chamber.extensions import db
from chamber.members import positions
from chamber.members.terms import reading
from tests.factories.members import enter, person, term

NEW = "/members/terms/new"


def appoint(keeper, firm, office, running, began_on="2025-04-01", **more):
    """Give an office."""
    return positions.appoint(firm.id, office=office, term_id=running.id, began_on=began_on, actor=keeper, **more)


def three_offices(keeper):
    """A running term with a president, a vice president and a member of the council."""
    running = term(keeper)
    firm = enter(keeper, 1)
    appoint(keeper, firm, "president", running, contact_id=person(keeper, firm, "单明").id)
    appoint(keeper, enter(keeper, 2), "vice_president", running)
    appoint(keeper, enter(keeper, 3), "council", running, "2025-11-06")
    db.session.commit()
    return running


def second(running):
    """The office of the vice president."""
    return reading.offices_held_in([running.id])[1]


def held(running):
    """The offices held in a term, and by whom."""
    return [(row.office, row.member.name) for row in reading.offices_held_in([running.id])]


def begin(desk, **values):
    """Begin the next term on its page."""
    return desk.post_form(NEW, {"name": "第五届", "began_on": "2026-01-05", **values}, press="Begin the term")


def said(answer):
    """What the messages on top of a page say."""
    return " ".join(answer.page.texts(".toast p"))
