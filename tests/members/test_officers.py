"""Officers of a term: added many at once on its page, and put right where they were entered wrongly."""

import pytest

from chamber.errors import Conflict, DomainError, Forbidden, Several
from chamber.members import positions
from chamber.members.models import Position
from chamber.members.record import contacts
from chamber.members.terms import changing, electing
from chamber.rights import Actor
from tests.factories.audit import history
from tests.factories.members import enter, person
from tests.members.handover import begin, held, said, second, three_offices
from tests.members.log import log_of


@pytest.fixture
def three(db, cast, keeper):
    return three_offices(keeper)


def page(three):
    return f"/members/terms/{three.id}"


def correct(row, keeper, **changes):
    values = {"office": row.office, "contact_id": row.contact_id, "began_on": row.began_on, **changes}
    version = changes.pop("version", positions.mark_of(row))
    return positions.correct(row.member_id, row.id, **{**values, "version": version}, actor=keeper)


def acts(member_id):
    return [row.act for row in history("member", member_id)]


def test_all_who_were_elected_are_named_on_the_page_of_the_term_and_saved_by_one_press(db, cast, keeper, desk, three):
    bright, plain, other = enter(keeper, 11), enter(keeper, 12), enter(keeper, 13)
    bright.short_name = "亮堂"
    one = person(keeper, plain, "单玉明")
    two = person(keeper, other, "解秀珍")
    db.session.commit()
    typed = {"vice_president": "亮堂\n 单玉明 ", "council": f"{other.name}（解秀珍）", "began_on": "2025-12-01"}
    answer = desk.post_form(page(three), typed, press="Give the offices")
    assert said(answer) == "3 offices given."
    given = db.session.query(Position).order_by(Position.id.desc()).limit(3).all()[::-1]
    assert [(row.office, row.member_id, row.contact_id) for row in given] == [
        ("vice_president", bright.id, None),
        ("vice_president", plain.id, one.id),
        ("council", other.id, two.id),
    ]
    assert (bright.office, other.office) == ("vice_president", "council")
    assert acts(bright.id)[-1] == "member.appointed"


def test_every_wrong_line_is_said_at_once_and_nothing_is_saved(db, cast, keeper, desk, three):
    good, same = enter(keeper, 11), enter(keeper, 12)
    for firm in (good, same):
        person(keeper, firm, "重名者")
    db.session.commit()
    before = held(three)
    vice = second(three).member
    typed = {
        "president": good.name,
        "vice_president": f"{vice.name}\n没有这家\n重名者",
        "council": f"{good.name}\n{vice.name} 重名者",
        "began_on": "2025-12-01",
    }
    answer = desk.post_form(page(three), typed, press="Give the offices")
    assert answer.status_code == 422
    for words in ("没有这家", "重名者”", "is no contact of the firm"):
        assert words in answer.words
    typed |= {"vice_president": vice.name, "council": good.name}
    answer = desk.post_form(page(three), typed, press="Give the offices")
    assert "is president in this term" in answer.page.one("#president-error").text()
    assert "holds this office already" in answer.page.one("#vice_president-error").text()
    assert vice.name in answer.page.one("#vice_president").text()
    db.session.expire_all()
    assert held(three) == before


def test_a_term_that_has_ended_takes_nobody(db, cast, keeper, desk, three):
    firm = enter(keeper, 11)
    changing.end(three.id, "2026-01-05", actor=keeper)
    db.session.commit()
    assert not desk.get(page(three)).page.css("#officers")
    with pytest.raises(Conflict):
        electing.elect(three.id, {"council": firm.name}, "2025-12-01", actor=keeper)
    with pytest.raises(DomainError):
        electing.elect(three.id, {"council": " \n"}, "2025-12-01", actor=keeper)


def test_a_day_outside_the_term_is_said_at_its_field_and_once(db, cast, keeper, three):
    names = "\n".join(enter(keeper, number).name for number in (11, 12))
    with pytest.raises(DomainError) as caught:
        electing.elect(three.id, {"council": names}, "1999-01-01", actor=keeper)
    assert (caught.value.field, isinstance(caught.value, Several)) == ("began_on", False)


def test_an_office_entered_wrongly_is_put_right_and_the_log_keeps_what_it_was(db, cast, keeper, desk, three):
    row = second(three)
    firm = row.member
    who = person(keeper, firm, "解秀珍")
    db.session.commit()
    form = desk.get(page(three)).page
    path = f"/members/{firm.id}/offices/{row.id}/correct"
    assert path in [url for _words, url in form.links()]
    changes = {"office": "council", "contact_id": str(who.id), "began_on": "2025-06-01"}
    assert said(desk.post_form(path, changes, press="Save the correction")) == "The office is corrected."
    db.session.expire_all()
    assert [(one.office, one.contact_id, one.ended_on) for one in firm.positions] == [("council", who.id, None)]
    assert firm.office == "council"
    values = log_of(db, firm.id, "member.office_corrected")[1]
    kept = [(values[when]["office"], values[when]["held_by"]) for when in ("before", "after")]
    assert kept == [("vice_president", ""), ("council", "解秀珍")]


def test_an_office_never_held_is_taken_away_and_not_ended(db, cast, keeper, desk, three):
    row = second(three)
    firm, number = row.member, row.id
    path = f"/members/{firm.id}/offices/{number}/correct"
    answer = desk.post_form(path, action="/take-away")
    assert said(answer) == "The office entered by mistake is removed."
    db.session.expire_all()
    assert (firm.positions, firm.office) == ([], "member")
    assert acts(firm.id)[-1] == "member.office_taken_away"


@pytest.mark.parametrize(
    "act", ["the office ended", "the term ended", "a new term took it over", "somebody was quicker"]
)
def test_what_something_was_built_on_can_only_be_ended(db, cast, keeper, desk, three, act):
    row = second(three)
    version = positions.mark_of(row)
    match act:
        case "the office ended":
            positions.end(row.member_id, row.id, "2026-01-02", actor=keeper)
        case "the term ended":
            changing.end(three.id, "2026-01-05", actor=keeper)
        case "a new term took it over":
            begin(desk, going_on="all")
        case _:
            correct(row, keeper, office="supervisor")
    db.session.commit()
    db.session.expire_all()
    for change in (
        lambda: correct(row, keeper, version=version),
        lambda: positions.take_away(row.member_id, row.id, version=version, actor=keeper),
    ):
        with pytest.raises(Conflict):
            change()
        db.session.rollback()
    assert db.session.get(Position, row.id) is not None


def test_a_correction_obeys_the_rules_of_an_appointment(db, cast, keeper, three):
    row = second(three)
    for field, value in (
        ("office", "president"),
        ("office", "emperor"),
        ("began_on", "1999-01-01"),
        ("contact_id", 99),
    ):
        with pytest.raises(DomainError) as caught:
            correct(row, keeper, **{field: value})
        assert caught.value.field == field, value
        db.session.rollback()
    assert correct(row, keeper).office == "vice_president"
    assert "member.office_corrected" not in acts(row.member_id), "nothing changed, so the log says nothing"


def test_the_person_of_an_office_may_have_left_and_stays(db, cast, keeper, three):
    row = positions.find(second(three).member_id, second(three).id, actor=keeper)
    who = person(keeper, row.member, "解秀珍")
    correct(row, keeper, contact_id=who.id)
    contacts.leave(row.member_id, who.id, actor=keeper)
    db.session.commit()
    assert correct(row, keeper, office="council").contact_id == who.id


@pytest.mark.parametrize("name", ["member", "leader", "president", "handler", "admin"])
def test_nobody_but_the_secretariat_gives_or_corrects_offices(db, cast, keeper, actor, three, name):
    who: Actor = actor(getattr(cast, name))
    row = second(three)
    for act in (
        lambda: electing.elect(three.id, {"council": "x"}, "2025-12-01", actor=who),
        lambda: correct(row, who),
        lambda: positions.take_away(row.member_id, row.id, version="", actor=who),
    ):
        with pytest.raises(Forbidden):
            act()
