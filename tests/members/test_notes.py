"""Notes of the secretariat about a member."""

import pytest
from sqlalchemy import select

from chamber.cases.access import respondents
from chamber.cases.models import Case
from chamber.members import search
from chamber.members.models import Member, MemberNote
from chamber.rights import Role
from tests.factories.accounts import actor_as, make_account
from tests.factories.members import enter
from tests.members.log import log_of


def finds(db, cast, mark):
    query = select(Member.id).where(Member.id == cast.firm.id, search.found(actor_as(cast.secretary), mark))
    return db.session.scalars(query).all() == [cast.firm.id]


def test_a_note_is_kept_for_the_secretariat_and_can_become_a_case(db, cast, desk):
    answer = desk.post_form(f"/members/{cast.firm.id}", {"text": "门前道路\n开挖"}, press="Save the note")
    assert "门前道路 开挖" in answer.words and cast.secretary.name in answer.words
    note = db.session.scalars(select(MemberNote)).one()
    assert note.text == "门前道路\n开挖"
    link = next((url for label, url in answer.page.links() if label == "Turn it into a case"), "")
    assert link.endswith(f"/cases/new/request?note={note.id}")
    _row, values = log_of(db, cast.firm.id, "member.noted")
    assert values == {"after": {"note": note.id}}


def test_a_note_that_became_a_case_is_gone_for_whoever_stepped_back_from_the_case(db, cast, drive, desk, sign_in):
    second = make_account("second", "吕秘书", Role.SECRETARIAT)
    desk.post_form(f"/members/{cast.firm.id}", {"text": "鸢尾来电记号"}, press="Save the note")
    note = db.session.scalars(select(MemberNote)).one()
    assert finds(db, cast, "鸢尾")
    form = f"/cases/new/complaint?note={note.id}"
    given = {"title": "来电", "respondent": "other", "respondent_text": "某平台", "channel": "phone"}
    given |= {"category": str(drive.categories["complaint"]), "contact": str(cast.firm.contacts[0].id)}
    assert desk.post_form(form, given).status_code == 200
    drive.reference = db.session.query(Case).one().reference
    respondents.recuse(drive.reference, second.id, "亲属关系", actor=drive.who("secretary"))
    db.session.commit()
    here = f"/members/{cast.firm.id}"
    assert "has become a case" in desk.get(here).words
    assert not finds(db, cast, "鸢尾"), "by its words nobody finds the firm, whom the case may be hidden from"
    other = sign_in(second)
    for address in (here, form):
        html = other.get(address).page.html
        assert "鸢尾来电记号" not in html and "has become a case" not in html, address


def test_a_firm_without_a_contact_leads_from_its_case_to_a_new_contact(db, keeper, desk):
    member = enter(keeper, 1)
    db.session.commit()
    page = desk.get(f"/cases/new/request?member={member.id}").page
    assert page.link("Add a contact") == f"/members/{member.id}/contacts/new"


@pytest.mark.parametrize("text", ["", "　 ", "\0", "\u200b", "字" * 4001])
def test_a_note_must_say_something(db, cast, desk, text):
    answer = desk.post(f"/members/{cast.firm.id}/notes", data={"text": text})
    assert answer.status_code == 422
    assert answer.page.css("#text-error")
    assert db.session.query(MemberNote).count() == 0
