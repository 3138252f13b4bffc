"""The president's home: the figures of the chamber, and the own registrations, which count for the own firm."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.models import Account, AccountRole
from chamber.cases.words import Kind
from chamber.events import registration
from chamber.events.door import check_in
from chamber.events.models import Registration
from chamber.members.models import Contact
from chamber.rights import Actor, Role
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast, make_contact, make_member
from tests.factories.cases import Drive
from tests.factories.events import make_event

SignIn = Callable[[Account], Client]


def as_president(client: Client) -> Client:
    """Acting as the president, not as a contact of the firm."""
    assert client.post("/account/act-as", data={"as": "president:"}).status_code == 303
    return client


def facts(client: Client) -> dict[str, str]:
    """The strip on the home page."""
    page = client.get("/").page
    return dict(zip(page.texts("dl.facts dt"), page.texts("dl.facts dd"), strict=True))


@pytest.fixture
def own(cast: Cast, db: SQLAlchemy) -> Contact:
    """The president as a contact of a firm, who has the member role besides."""
    contact = make_contact(cast.firm, cast.president.name, cast.president, "+8613800000009")
    db.session.add(AccountRole(account_id=cast.president.id, role=Role.MEMBER))
    db.session.commit()
    return contact


def test_the_president_sees_the_figures_of_the_chamber(
    drive: Drive, clock: Clock, db: SQLAlchemy, actor: Callable[..., Actor], sign_in: SignIn
) -> None:
    cast, staff = drive.cast, actor(drive.cast.secretary)
    today = clock.now.date()
    cast.firm.joined_on = cast.rival_firm.joined_on = None
    make_member("今年入会的有限公司", 50, joined_on=today)
    make_member("去年入会的有限公司", 51, joined_on=date(today.year - 1, 12, 31))
    make_member("今年退会的有限公司", 52, status="left", left_on=today, joined_on=date(2020, 1, 1))
    make_member("正在申请的有限公司", 53, status="applicant", joined_on=today)
    soon = clock.now + timedelta(hours=1)
    event = make_event(staff, starts_at=soon, ends_at=soon + timedelta(hours=1))
    rows = [registration.register(event.id, actor=actor(who)) for who in (cast.member, cast.rival)]
    clock.set(soon)
    check_in.check_in(rows[0].id, actor=staff)
    db.session.commit()
    clock.advance(hours=2)
    president = sign_in(cast.president)
    found = facts(president)
    number = int(found["Active members"])
    address = president.get("/").page.link(str(number))
    assert f"{number} members" in president.get(address).words
    assert found["Joined this year"] == "1"
    assert found["Left or expelled this year"] == "1"
    led = {address for words, address in president.get("/").page.links() if words == "1" and "members" in address}
    assert led == {"/members/?year=joined", "/members/?year=left"}
    for year, name in (("joined", "今年入会的有限公司"), ("left", "今年退会的有限公司")):
        listed = president.get(f"/members/?year={year}").page
        assert listed.texts("#rows th") == [name]
        assert "1" in listed.one("#year-1[aria-current]").text()
    assert len(sign_in(cast.member).get("/members/?year=joined").page.css("#rows tr")) > 1, (
        "members have no such filter"
    )
    assert found["Attendance this year (present/registered)"] == "1 of 2"


@pytest.mark.parametrize(("number", "told"), [(0, "fewer than 5"), (4, "fewer than 5"), (5, "5")])
def test_few_suggestions_are_not_counted_out_and_hidden_ones_never(
    drive: Drive, sign_in: SignIn, number: int, told: str
) -> None:
    for place in range(number):
        drive.submit(Kind.SUGGESTION, title=f"第{place}件")
    drive.submit(Kind.SUGGESTION, title="保密的", confidential=True)
    drive.submit(Kind.COMPLAINT)
    assert facts(sign_in(drive.cast.president))["Suggestions this year"] == told


def test_only_the_president_sees_that_strip(cast: Cast, sign_in: SignIn) -> None:
    for name in ("secretary", "member", "handler", "leader", "supervisor", "admin"):
        assert "Joined this year" not in sign_in(getattr(cast, name)).get("/").words


@pytest.mark.usefixtures("own")
def test_the_president_registers_from_the_home_and_it_counts_for_the_own_firm(
    cast: Cast, db: SQLAlchemy, actor: Callable[..., Actor], sign_in: SignIn
) -> None:
    event = make_event(actor(cast.secretary), title="学习会", seats_per_member=2)
    president = as_president(sign_in(cast.president))
    page = president.get("/").page
    assert [link.attributes["aria-label"] for link in page.css("main .line-act a")] == ["Register: 学习会"]
    president.post_form(page.link("Register"), press="Register myself")
    row = db.session.query(Registration).one()
    assert (row.member_id, row.event_id, row.account_id) == (cast.firm.id, event.id, None)
    assert row.organisation == cast.firm.name
    page = president.get("/").page
    assert not page.css("main .line-act a") and "Registered" in page.text
    assert registration.register(event.id, actor=actor(cast.president, Role.MEMBER)).id == row.id


@pytest.mark.usefixtures("own")
def test_the_president_takes_no_seat_beyond_those_of_the_firm(
    cast: Cast, actor: Callable[..., Actor], sign_in: SignIn
) -> None:
    event = make_event(actor(cast.secretary), title="每家一席", capacity=10, seats_per_member=1)
    registration.register(event.id, actor=actor(cast.member))
    president = as_president(sign_in(cast.president))
    page = president.get("/").page
    assert [link.attributes["aria-label"] for link in page.css("main .line-act a")] == [
        "Join the waiting list: 每家一席"
    ]
    president.post_form(f"/events/{event.id}", press="Join the waiting list")
    assert "Waiting, place 1" in president.get("/").words


def test_a_president_may_give_back_only_the_own_seat(
    own: Contact, cast: Cast, actor: Callable[..., Actor], sign_in: SignIn
) -> None:
    event = make_event(actor(cast.secretary))
    theirs = registration.register(event.id, actor=actor(cast.member))
    president = as_president(sign_in(cast.president))
    assert president.post(f"/events/{event.id}/cancel", data={"registration_id": theirs.id}).status_code in (400, 404)
    assert president.post(f"/events/{event.id}/register", data={"contact_id": theirs.contact_id}).status_code == 404
    mine = registration.register(event.id, actor=actor(cast.president, Role.PRESIDENT))
    assert mine.contact_id == own.id
    assert registration.cancel(event.id, actor=actor(cast.president, Role.PRESIDENT)).row.id == mine.id


def test_a_president_whose_firm_has_left_attends_without_one(
    own: Contact, cast: Cast, db: SQLAlchemy, actor: Callable[..., Actor]
) -> None:
    event = make_event(actor(cast.secretary))
    cast.firm.status = "left"
    db.session.commit()
    row = registration.register(event.id, actor=actor(cast.president, Role.PRESIDENT))
    assert (row.member_id, row.account_id) == (None, cast.president.id) and own.member_id
