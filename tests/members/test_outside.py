"""Firms of the area that are no members: known to secretariat and leader, nowhere counted, invited or told."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.accounts.joining.invitations import invitable
from chamber.cases.doing import intake
from chamber.cases.doing.entry import Words
from chamber.cases.lists import on_behalf
from chamber.errors import Conflict, DomainError
from chamber.events import circle
from chamber.extensions import db as database
from chamber.members import positions, search, services
from chamber.members.audience import choosing, reaching
from chamber.members.joining import admission, inviting
from chamber.members.models import Contact, Member
from chamber.members.record import editing
from chamber.members.roster import exporting
from chamber.paste import firms as pasted
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast, actor_as, make_contact, make_member, make_member_account
from tests.factories.events import make_event
from tests.factories.members import enter, term
from tests.members.roster import HEADER, counts, firm, send

NAME, OUTSIDERS = "茉莉辖区记号有限公司", "/members/?status=outside"


@pytest.fixture
def outside(db: SQLAlchemy, cast: Cast) -> Member:
    """One with an account, as if it had been a member once, and with the features of the members."""
    row = make_member(NAME, 8, size=cast.firm.size, community="江滨", tags="外贸")
    make_member_account("outsider", "区外人", row, "+8613800000088")
    row.status = "outside"
    db.session.commit()
    return row


def test_the_secretariat_and_the_leader_find_it_apart_and_nobody_else_does(
    outside: Member, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    for reader, knows in (
        *((cast.secretary, True), (cast.leader, True)),
        *((cast.president, False), (cast.supervisor, False), (cast.member, False)),
    ):
        browser = sign_in(reader)
        assert NAME not in browser.get("/members/").words, f"{reader.name}: among the members"
        assert (NAME in browser.get(OUTSIDERS).words) == knows, reader.name
        assert (NAME in browser.get("/members/?q=茉莉").words) == knows, reader.name
        assert (NAME in browser.get("/search/?q=茉莉").words) == knows, reader.name
        assert browser.get(f"/members/{outside.id}").status_code == (200 if knows else 404), reader.name


def test_no_number_counts_it(clock: Clock, outside: Member, cast: Cast, keeper: Actor, desk: Client) -> None:
    president = actor_as(cast.president)
    assert database.session.scalar(select(services.number_now(president))) == 2
    assert database.session.scalar(select(services.number_joined(president))) == 2
    for actor in (keeper, president, actor_as(cast.leader)):
        assert search.results(actor, search.Filters()).facets.total == 2, actor.role
    found = search.results(keeper, search.Filters()).facets.counts
    assert found["status"] == {"active": 2, "outside": 1}
    assert "江滨" not in found["community"] and sum(found["office"].values()) == 2
    assert "outside" not in search.results(president, search.Filters()).facets.counts["status"]
    assert exporting.size(search.Filters(), actor=keeper) == 2
    assert exporting.size(search.Filters(status="outside"), actor=keeper) == 1
    assert desk.get("/members/").page.one("#count").text().strip() == "2 members"


def test_no_audience_reaches_it(outside: Member, cast: Cast, keeper: Actor) -> None:
    wanted = [{"whom": "all"}, {"whom": "features", "community": ["江滨"]}, {"whom": "firms", "members": [outside.id]}]
    for stored in wanted:
        firms = reaching.firms(stored)
        assert outside.id not in set(database.session.scalars(firms)), stored
        assert outside.id not in {row.member_id for row in database.session.execute(reaching.people_of(firms))}
    with pytest.raises(DomainError, match="No member firm"):
        choosing.to_json(choosing.Audience("firms", firms=NAME))
    offered = choosing.choices()
    assert "江滨" not in dict(offered["community"]) and "外贸" not in dict(offered["tag"])
    assert outside.id not in set(database.session.scalars(circle.firms(make_event(keeper))))


def test_nobody_of_it_is_invited_acts_or_holds_office(outside: Member, cast: Cast, keeper: Actor) -> None:
    new = make_contact(outside, "新来人", None, "+8613800000089")
    people = [row.id for row in database.session.query(Contact).filter_by(member_id=outside.id)]
    assert new.id in people and invitable(people, asker=keeper) == set()
    assert outside.label not in [one.firm for one in inviting.not_joined(actor=keeper)[0]]
    account = next(row.account_id for row in database.session.query(Contact) if row.name == "区外人")
    acting = actor_as(database.session.get_one(type(cast.member), account))
    assert not acting.member_is_active and not services.rights.READ.allows(acting)
    with pytest.raises(Conflict):
        positions.appoint(outside.id, office="council", term_id=term(keeper).id, began_on="2026-01-01", actor=keeper)


def test_no_case_begins_for_it(outside: Member, keeper: Actor) -> None:
    assert on_behalf.firms("茉莉", actor=keeper) == []
    assert on_behalf.firm(outside.id, None, actor=keeper) is None
    assert list(pasted._searched("茉莉", keeper)) == []
    theirs = database.session.scalars(select(Contact.id).where(Contact.member_id == outside.id)).one()
    with pytest.raises(DomainError, match="choose a contact"):
        intake.submit_on_behalf("request", Words("路灯", "不亮"), theirs, "phone", actor=keeper)


def test_it_applies_and_is_admitted_and_then_it_counts(
    db: SQLAlchemy, outside: Member, keeper: Actor, desk: Client
) -> None:
    page = desk.get(f"/members/{outside.id}")
    assert "Admit as a member" not in page.words and "Left or expelled" not in page.words
    answer = desk.post_form(page, press="Applies to join")
    assert outside.status == "applicant" and "Look at the application" in desk.get("/").words
    desk.post_form(answer, press="Admit as a member")
    assert outside.status == "active" and search.results(keeper, search.Filters()).facets.total == 3
    with pytest.raises(Conflict):
        admission.apply_again(outside.id, actor=keeper)


def test_a_member_does_not_become_one_by_a_form_or_a_roster(
    db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client
) -> None:
    with pytest.raises(DomainError, match="leaves by the button"):
        editing.edit(cast.firm.id, {"status": "outside"}, version=cast.firm.version, actor=keeper)
    assert not desk.get(f"/members/{cast.firm.id}/edit").page.css('[value="outside"]')
    known = enter(keeper, 3)
    db.session.commit()
    header = [*HEADER[:2], "会员状态"]
    answer = send(desk, [known.name, known.uscc, "非会员"], header=header)
    assert counts(answer)["wrong"] == 1 and "is on the roster already" in answer.words


def test_a_roster_brings_them_and_turns_them_into_members(
    db: SQLAlchemy, cast: Cast, desk: Client, keeper: Actor
) -> None:
    header, row = [*HEADER, "会员状态"], firm(1)
    desk.post_form(send(desk, [*row, "辖区企业"], header=header), press="Confirm and import")
    made = db.session.query(Member).filter_by(name=row[0]).one()
    assert (made.status, made.joined_on) == ("outside", None)
    assert search.results(keeper, search.Filters()).facets.total == 2
    desk.post_form(send(desk, [*row, "在册"], header=header), press="Confirm and import")
    db.session.expire_all()
    assert made.status == "active" and made.joined_on is not None


def test_one_entered_by_hand_has_no_day_of_joining(db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client) -> None:
    assert desk.get("/members/new").page.css('[value="outside"]')
    member = enter(keeper, 4, status="outside", joined_on="2026-01-05")
    assert (member.status, member.joined_on) == ("outside", None)
    assert "not counted, invited or told" in desk.get(f"/members/{member.id}").words
