"""Home pages: the most urgent first, and nothing that the role may not see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import insert, update

from chamber.accounts.joining import invitations
from chamber.accounts.models import Account
from chamber.cases.doing import intake
from chamber.cases.models import Case
from chamber.events import registration
from chamber.extensions import db
from chamber.members import positions
from chamber.members.models import Contact, Member
from chamber.members.standing import changing
from chamber.members.standing.changing import Typed
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive
from tests.factories.events import make_event
from tests.factories.members import term

SignIn = Callable[[Account], Client]
FIRST = "main .card:first-of-type .lines a"


def test_the_leaders_home_asks_for_nothing_that_it_does_not_show(
    drive: Drive, sign_in: SignIn, queries: list[str]
) -> None:
    drive.answered()
    leader = sign_in(drive.cast.leader)
    queries.clear()
    assert "Done today" not in leader.get("/").words
    assert not any("audit_rows" in query for query in queries), "what one finished today stands on no leader's page"


@pytest.mark.parametrize("who", ["leader", "supervisor"])
def test_a_home_that_shows_the_first_few_says_how_many_there_are_and_leads_to_them(
    drive: Drive, sign_in: SignIn, who: str
) -> None:
    for number in range(9):
        drive.submit("request", title=f"第{number}件")
        intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
        intake.raise_objection(drive.reference, "属于", actor=drive.who("member"))
    db.session.execute(update(Case).values(disputed=True, leader_decides=who == "leader"))
    db.session.commit()
    home = sign_in(getattr(drive.cast, who)).get("/").page
    leads = ["/cases/?do=mine", "/cases/?do=disputed"] if who == "leader" else ["/cases/?do=mine"]
    assert [address for words, address in home.links() if words == "All 9"] == leads
    assert "8" not in home.texts("main .card-note")


def test_the_members_home_says_what_is_late_and_counts_no_days_that_are_over_or_lead_nowhere(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    path, member = "向区级主管部门申请行政裁决", sign_in(drive.cast.member)
    drive.submit("request")
    assert "1 working day left" in member.get("/").words
    clock.advance(days=1)
    assert "due today" in member.get("/").words
    clock.advance(hours=9)
    late = member.get("/").words
    assert "due today" not in late and "working days left" not in late
    assert "Overdue since" in late
    for text in ("不属受理范围", "仍不属受理范围"):
        intake.not_accept(drive.reference, text, path, actor=drive.who("secretary"))
        db.session.commit()
        if drive.case.objected_at is None:
            assert "10 working days left" in member.get("/").words
            intake.raise_objection(drive.reference, "属于", actor=drive.who("member"))
            intake.decide_objection(drive.reference, True, "可以受理", actor=drive.who("supervisor"))
    assert "working days left" not in member.get("/").words


def test_the_members_home_has_one_main_button_the_most_urgent(
    db: SQLAlchemy, clock: Clock, cast: Cast, sign_in: SignIn
) -> None:
    member, drive = sign_in(cast.member), Drive(cast)
    assert member.get("/").page.texts("main .btn--primary") == ["Submit a case"]
    drive.answered()
    assert member.get("/").page.texts("main .btn--primary") == ["Rate this answer"]
    other = Drive(cast, categories=drive.categories, suffix="乙")
    other.submit("request")
    intake.ask_supplement(other.reference, "请补充合同。", actor=other.who("secretary"))
    db.session.commit()
    page = member.get("/").page
    assert page.texts("main .btn--primary") == ["Send the missing information"]
    assert {"Submit a case", "Rate this answer"} < set(page.texts("main .btn"))


def test_newer_cases_push_nothing_that_waits_for_the_member_from_its_home(
    clock: Clock, cast: Cast, sign_in: SignIn
) -> None:
    asked = Drive(cast)
    asked.answered()
    for suffix in "乙丙丁戊":
        clock.advance(minutes=1)
        Drive(cast, categories=asked.categories, suffix=suffix).submit("request")
    page = sign_in(cast.member).get("/").page
    assert page.texts("main .btn--primary") == ["Rate this answer"]
    assert len(page.css("main [data-row] .badge")) >= 4


def test_newer_cases_push_nothing_that_is_late_for_the_member_from_its_home(
    clock: Clock, cast: Cast, sign_in: SignIn
) -> None:
    late = Drive(cast)
    late.submit("request", title="迟到的事")
    clock.advance(days=5)
    Drive(cast, categories=late.categories, suffix="戊").answered()
    for suffix in "甲乙丙丁":
        Drive(cast, categories=late.categories, suffix=suffix).submit("request")
    page = sign_in(cast.member).get("/").page
    first, second, *newest = page.css("main [data-row]")[:5]
    assert "Rate this answer" in first.text() and "Overdue by 3 working days" in second.text()
    assert second.css_first("a").text() == "迟到的事"
    assert len(newest) == 2, "four lines in all where no more is urgent"


def test_the_members_home_leads_to_all_that_is_late_where_it_does_not_show_it(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    for number in range(9):
        drive.submit("request", title=f"第{number}件")
    member = sign_in(drive.cast.member)
    assert "overdue" not in member.get("/").words
    clock.advance(days=5)
    page = member.get("/").page
    assert len(page.css("main .badge--red")) == 8
    assert "9 cases are overdue" in page.text
    assert "9 cases" in member.get(page.link("9 cases are overdue")).words


def test_the_members_home_offers_the_coming_events_that_take_the_member(
    db: SQLAlchemy, clock: Clock, cast: Cast, actor: Callable[..., Actor], sign_in: SignIn
) -> None:
    staff, member = actor(cast.secretary), sign_in(cast.member)
    full = make_event(staff, title="已满", capacity=1, waiting_list=False)
    registration.register(full.id, actor=actor(cast.rival))
    make_event(staff, title="未开始报名", registration_opens_at=clock.now + timedelta(days=1))
    taken = make_event(staff, title="可报名")
    page = member.get("/").page
    assert [link.attributes["aria-label"] for link in page.css("main .line-act a")] == ["Register: 可报名"]
    assert member.post_form(page.link("Register"), press="Register myself").status_code == 200
    assert not member.get("/").page.css("main .line-act a")
    assert not sign_in(cast.secretary).get("/").page.css(f"a[href='/events/{taken.id}#seat']")


def test_the_home_of_a_member_offers_no_seat_where_only_the_waiting_list_is_left(
    cast: Cast, actor: Callable[..., Actor], sign_in: SignIn
) -> None:
    staff = actor(cast.secretary)
    full = make_event(staff, title="已满", capacity=1)
    registration.register(full.id, actor=actor(cast.rival))
    page = sign_in(cast.member).get("/").page
    assert [link.attributes["aria-label"] for link in page.css("main .line-act a")] == ["Join the waiting list: 已满"]


def test_the_home_of_a_member_offers_no_seat_beyond_those_of_the_firm(
    cast: Cast, actor: Callable[..., Actor], sign_in: SignIn
) -> None:
    staff = actor(cast.secretary)
    waits = make_event(staff, title="候补", capacity=10, seats_per_member=1)
    refuses = make_event(staff, title="不候补", capacity=10, seats_per_member=1, waiting_list=False)
    for event in (waits, refuses):
        registration.register(event.id, actor=actor(cast.colleague))
    page = sign_in(cast.member).get("/").page
    assert [link.attributes["aria-label"] for link in page.css("main .line-act a")] == ["Join the waiting list: 候补"]


def test_the_home_of_a_member_offers_no_seat_that_others_wait_for(
    cast: Cast, actor: Callable[..., Actor], sign_in: SignIn, clock: Clock
) -> None:
    event = make_event(actor(cast.secretary), title="快开始", capacity=1)
    registration.register(event.id, actor=actor(cast.rival))
    registration.register(event.id, actor=actor(cast.colleague))
    clock.set(event.starts_at - timedelta(hours=1))
    registration.cancel(event.id, actor=actor(cast.rival))
    page = sign_in(cast.member).get("/").page
    assert [link.attributes["aria-label"] for link in page.css("main .line-act a")] == ["Join the waiting list: 快开始"]


def test_the_administrator_is_told_what_an_administrator_can_do(
    db: SQLAlchemy, cast: Cast, sign_in: Callable[[Account], Client]
) -> None:
    cast.other_handler.disabled_at = cast.admin.created_at
    db.session.commit()
    text = english(sign_in(cast.admin)).get("/").page.text
    assert "1 department has no lead who can sign in" in text
    assert "not been verified" not in text and "First steps" not in text
    assert "2 entries have not been verified for six months" in english(sign_in(cast.secretary)).get("/").page.text


def test_the_administrator_is_told_how_many_accounts_wait_for_their_first_sign_in(
    db: SQLAlchemy, cast: Cast, sign_in: SignIn
) -> None:
    admin = english(sign_in(cast.admin))
    assert "all of them in use" in admin.get("/").words
    cast.member.password_hash = ""
    db.session.commit()
    page = admin.get("/").page
    assert page.css("main .lines a")[0].attributes["href"] == "/admin/accounts?show=waiting"
    assert "1 was never used" in page.text
    made = [{"name": "新人", "created_at": cast.admin.created_at} for _number in range(999)]
    db.session.execute(insert(Account), made)
    db.session.commit()
    assert "more than 999 were never used" in admin.get("/").words


def test_what_a_young_chamber_lacks_is_named_until_it_is_there(db: SQLAlchemy, cast: Cast, sign_in: SignIn) -> None:
    secretary, keeper = english(sign_in(cast.secretary)), actor_as(cast.secretary)
    steps = [
        "Say what the chamber is",
        "Enter the current term of the chamber",
        "Enter who was elected",
        "Publish the first notice",
        "Call the first meeting",
    ]
    assert secretary.get("/").page.texts(FIRST) == steps
    db.session.execute(update(Contact).values(account_id=None))
    begun = term(keeper)
    db.session.commit()
    steps = [*steps[:1], *steps[2:3], "Invite the contacts of the firms", *steps[3:]]
    assert secretary.get("/").page.texts(FIRST) == steps, "a term is there, and nobody can sign in"
    positions.appoint(cast.firm.id, office="council", term_id=begun.id, began_on=begun.began_on, actor=keeper)
    make_event(keeper)
    db.session.commit()
    page = secretary.get("/").page
    assert page.texts(FIRST)[:3] == [steps[0], steps[2], "Publish the first notice"] and "5 of 8 done" in page.text


@pytest.mark.parametrize("legal_form", ["preparing", "federation_unit", "registered"])
def test_the_first_steps_go_once_the_chamber_is_founded_and_has_members(
    db: SQLAlchemy, cast: Cast, sign_in: SignIn, legal_form: str
) -> None:
    secretary = english(sign_in(cast.secretary))
    changing.change(Typed(legal_form), actor=actor_as(cast.secretary), version=0)
    db.session.commit()
    assert ("First steps" in secretary.get("/").page.text) == (legal_form == "preparing")
    db.session.execute(update(Member).values(status="outside"))
    db.session.commit()
    assert "First steps" in secretary.get("/").page.text, "firms of the area are no members"


def test_an_empty_chamber_says_what_comes_first(db: SQLAlchemy, client: Client) -> None:
    token = invitations.issue_set_up()
    db.session.commit()
    english(client)
    page = client.get(f"/join/{token}").page
    assert page.heading == "Set up the chamber" and "first administrator" in page.text
    typed = {"name": "第一位", "username": "first", "password": "wutong-2027"}
    home = client.post_form(f"/join/{token}", typed).page
    assert home.link("Account and password") == "/account"
    assert "First steps" in home.text
    assert home.link("Check the name of the chamber") == "/settings/chamber", "that of the example stands on every page"
    link = client.post_form("/admin/accounts/new", {"name": "陈秘书", "roles": ["secretariat"]}).page
    assert "phones cannot" in link.text
    client.sign_out()
    used = client.get(f"/join/{token}")
    assert used.status_code == 404 and used.page.heading == "This link no longer works"
    token = link.one("#address").text().rpartition("/")[2]
    home = client.post_form(f"/join/{token}", {"username": "secretary", "password": "wutong-2027"}).page
    first = ["Say what the chamber is", "Add the departments", "Enter the current term of the chamber"]
    assert home.texts(FIRST)[:3] == first and len(home.texts(FIRST)) == 8
    assert home.link("Enter the current term of the chamber") == "/members/terms/new"
