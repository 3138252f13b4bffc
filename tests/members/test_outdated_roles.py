"""Ending an office changes no account: it is said whose account keeps the role, and who changes it."""

import pytest

from chamber.errors import Forbidden
from chamber.members import positions
from chamber.members.terms import changing, roles
from tests.factories.accounts import make_contact
from tests.factories.members import enter, term
from tests.members.handover import appoint

ENDED = "the account still has the role President"


@pytest.fixture
def office(db, cast, keeper):
    """The office of the president, who has an account with that role."""
    running, firm = term(keeper), enter(keeper, 1)
    contact = make_contact(firm, cast.president.name, cast.president, "+8613800000009")
    db.session.flush()
    row = appoint(keeper, firm, "president", running, contact_id=contact.id)
    db.session.commit()
    return row


@pytest.mark.parametrize("way", ["the office", "the term"])
def test_whose_role_outlived_the_office_stands_on_the_pages_of_terms_and_on_the_home(
    db, cast, keeper, desk, office, way
):
    term_id = office.term_id
    assert roles.outdated(keeper) == [] and "Role of an ended office" not in desk.get("/").words
    if way == "the office":
        positions.end(office.member_id, office.id, "2026-01-02", actor=keeper)
    else:
        changing.end(term_id, "2026-01-02", actor=keeper)
    db.session.commit()
    page = desk.get(desk.get("/").page.link("See who changes it"))
    for words in (page.words, desk.get(f"/members/terms/{term_id}").words):
        assert cast.president.name in words and ENDED in words
        assert f"the system administrator ({cast.admin.name}) alone" in words
    assert not [url for _words, url in page.page.links() if url.startswith("/admin/accounts")]


def test_who_changes_roles_finds_the_account_on_the_home_page_until_it_is_done(db, cast, keeper, sign_in, office):
    positions.end(office.member_id, office.id, "2026-01-02", actor=keeper)
    db.session.commit()
    browser = sign_in(cast.admin)
    home = browser.get("/")
    assert ENDED in home.words
    account = browser.get(home.page.link(cast.president.name))
    browser.post_form(account, {"roles": ["member"]}, press="Save the roles")
    assert ENDED not in browser.get("/").words
    assert roles.outdated(keeper) == []


def test_who_is_elected_again_keeps_the_role(db, cast, keeper, office):
    member_id, contact_id = office.member_id, office.contact_id
    changing.end(office.term_id, "2026-01-02", actor=keeper)
    again = term(keeper, "第五届", "2026-01-02")
    assert [one.name for one in roles.outdated(keeper)] == [cast.president.name]
    chosen = {"office": "president", "term_id": again.id, "began_on": "2026-01-02", "contact_id": contact_id}
    positions.appoint(member_id, actor=keeper, **chosen)
    assert roles.outdated(keeper) == []


@pytest.mark.parametrize("name", ["member", "leader", "president", "supervisor", "handler"])
def test_nobody_else_asks_for_it(cast, actor, name):
    with pytest.raises(Forbidden):
        roles.outdated(actor(getattr(cast, name)))
