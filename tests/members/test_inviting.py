"""Links for many firms in one press: who is offered, what comes out, and that each is used once."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask

from chamber.accounts.models import Account, Invitation
from chamber.extensions import db
from chamber.members.joining import inviting
from chamber.members.models import Contact, MemberStatus
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import Cast, make_contact, make_member
from tests.members.roster import firm, send

SignIn = Callable[[Account], Client]
ActorOf = Callable[[Account], Actor]


@pytest.fixture
def people(cast: Cast) -> list[Contact]:
    """Forty firms of which nobody has an account."""
    firms = [make_member(f"第{number:02}阀门有限公司", 100 + number) for number in range(40)]
    rows = [make_contact(firm, f"经理{place}", None, f"+86139000001{place:02}") for place, firm in enumerate(firms)]
    db.session.commit()
    return rows


def links_of(page: str) -> list[str]:
    """The addresses on the page that shows them, each once."""
    return list(dict.fromkeys(re.findall(r"http://[^\s<]+/join/[\w-]+", page)))


def test_forty_firms_are_invited_in_three_presses_and_each_joins_with_two_fields(
    app: Flask, cast: Cast, people: list[Contact], sign_in: SignIn
) -> None:
    desk = english(sign_in(cast.secretary))
    members = desk.get("/members/")
    page = desk.get(members.page.link("Invitations") or "")
    assert len(page.page.css("[name=chosen][checked]")) == 40
    shown = desk.post_form(page, press="Make the links")
    links = links_of(shown.page.html)
    assert len(links) == 40 and shown.page.css("textarea[readonly]")
    for person, link in zip(people, links, strict=True):
        assert re.search(f"{person.name}, good day![^<]*{re.escape(person.member.name)}[^<]*{link}", shown.page.html)
    for person, link in zip(people[:3], links, strict=False):
        phone = Client(app)
        typed = {"mobile": person.mobile, "password": "wutong-2027"}
        assert phone.post_form(urlsplit(link).path, typed).request.path == "/"
        assert Client(app).get(urlsplit(link).path).status_code == 404
        assert person.account_id is not None
    again = desk.get("/members/invitations").page
    assert len(again.css("[name=chosen]")) == 37 and not again.css("[name=chosen][checked]")
    assert "has a link since" in again.text


def test_a_firm_is_offered_while_it_is_on_the_roster_and_nobody_of_it_can_sign_in(
    cast: Cast, people: list[Contact], actor: ActorOf
) -> None:
    people[0].account_id = cast.member.id
    people[1].member.status = MemberStatus.LEFT
    people[2].left_at = cast.admin.created_at
    make_contact(people[3].member, "负责人", None, "+8613900009999").duty = "principal"
    db.session.commit()
    found, number = inviting.not_joined(actor=actor(cast.secretary))
    assert number == 37 and len(found) == 37
    assert next(one for one in found if one.firm == people[3].member.name).person.name == "负责人"


def test_a_link_that_ran_out_is_offered_anew_and_a_new_one_replaces_the_old(
    cast: Cast, people: list[Contact], actor: ActorOf, clock: Clock, client: Client
) -> None:
    secretary, chosen = actor(cast.secretary), [people[5].id]
    [first] = inviting.invite(chosen, actor=secretary)
    [second] = inviting.invite(chosen, actor=secretary)
    db.session.commit()
    assert inviting.not_joined(actor=secretary)[0][-1].person.id == people[5].id
    assert client.get(f"/join/{first.secret}").status_code == 404
    assert client.get(f"/join/{second.secret}").status_code == 200
    clock.advance(days=8)
    assert all(one.invited_at is None for one in inviting.not_joined(actor=secretary)[0])


def test_nobody_else_is_invited_by_typing_their_number_into_the_form(
    cast: Cast, people: list[Contact], sign_in: SignIn
) -> None:
    desk = english(sign_in(cast.secretary))
    known = db.session.query(Contact).filter_by(account_id=cast.member.id).one()
    for chosen in ({"chosen": str(known.id)}, {}, {"chosen": "x"}):
        answer = desk.post("/members/invitations", data=chosen)
        assert answer.status_code == 422
    assert db.session.query(Invitation).count() == 0


def test_after_an_import_its_page_leads_to_inviting_exactly_its_firms(
    cast: Cast, people: list[Contact], sign_in: SignIn
) -> None:
    desk = english(sign_in(cast.secretary))
    came_in = desk.post_form(send(desk, firm(1), firm(2)), press="Confirm and import")
    page = desk.get(came_in.page.link("Invite these 2 firms") or "")
    assert len(page.page.css("[name=chosen][checked]")) == 2 == len(page.page.css("[name=chosen]"))
    assert page.page.texts(".tick-list .line-note") == ["单明 138 0013 0001", "单明 138 0013 0002"]
    assert len(desk.get(page.page.link("This import") or "").page.css("[name=chosen]")) == 42
    shown = desk.post_form(page, press="Make the links")
    assert len(links_of(shown.page.html)) == 2 and "138 0013 0001" in shown.words
    table = shown.page.css("#all-links")[0].text().splitlines()
    assert [line.split("\t")[:3] for line in table] == [
        [f"恒信{number}号门窗有限公司", "单明", f"138 0013 000{number}"] for number in (1, 2)
    ]
    again = desk.get(shown.page.link("To the invitations") or "").page
    assert len(again.css("[name=chosen]")) == 2 and not again.css("[name=chosen][checked]")


def test_all_are_ticked_or_none_by_a_link_and_a_search_finds_some(
    cast: Cast, people: list[Contact], sign_in: SignIn
) -> None:
    desk = english(sign_in(cast.secretary))
    none = desk.get(desk.get("/members/invitations").page.link("Tick none") or "").page
    assert len(none.css("[name=chosen]")) == 40 and not none.css("[name=chosen][checked]")
    assert len(desk.get(none.link("Tick all") or "").page.css("[name=chosen][checked]")) == 40
    found = desk.get("/members/invitations?q=第07")
    assert found.page.texts(".tick-list .line-note") == ["经理7 139 0000 0107"]
    assert len(links_of(desk.post_form(found, press="Make the links").page.html)) == 1
    assert desk.get("/members/invitations?q=x&import=abc").status_code == 200


def test_where_more_firms_wait_than_a_page_holds_it_says_how_many_are_there(
    cast: Cast, people: list[Contact], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "MOST", 30)
    desk = english(sign_in(cast.secretary))
    page = desk.get("/members/invitations")
    assert "Nobody of 40 firms can sign in yet. Here are 30 of them, those without a link first." in page.words
    desk.post_form(page, press="Make the links")
    after = desk.get("/members/invitations")
    assert "Here are 30 of them, those without a link first." in after.words
    assert len(after.page.css("[name=chosen][checked]")) == 10
