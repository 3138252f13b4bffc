"""From one matter to the next: the button of a line opens the act that it names, and after it comes the next one."""

from collections.abc import Callable

import pytest

from chamber.accounts.joining import invitations
from chamber.accounts.models import Account
from chamber.cases.doing import handling, routing
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.members.models import Contact
from tests.client import Client
from tests.factories.cases import Drive
from tests.factories.states import cases_in_every_state
from tests.factories.world import World

SignIn = Callable[[Account], Client]


@pytest.mark.parametrize("name", ["secretary", "supervisor", "leader", "handler", "member"])
def test_every_button_of_what_waits_opens_something_that_can_be_done(world: World, sign_in: SignIn, name: str) -> None:
    cases_in_every_state(world)
    client = sign_in(getattr(world.cast, name))
    for place in ("/cases/?do=mine", "/"):
        links = {link.attributes["href"] or "" for link in client.get(place).page.css(".line-act a[href^='/cases/']")}
        assert links, place
        for link in links:
            answer = client.get(link)
            assert answer.status_code == 200, f"{link} of {place}"


def test_the_button_of_a_call_is_called_so_on_the_home_and_on_its_page(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    drive.rate(2, False)
    desk = sign_in(drive.cast.secretary)
    [button] = desk.get("/").page.css(".line-act a")
    assert button.text(strip=True) == "Call the member"
    assert button.attributes["href"] == f"/cases/{drive.reference}/contact"
    assert desk.get(f"/cases/{drive.reference}/contact").page.texts("h1") == ["Call the member"]


def test_after_an_act_the_next_matter_is_one_press_away(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    first = drive.reference
    drive.accept()
    drive.submit(title="下一件")
    second = drive.reference
    unit = sign_in(drive.cast.handler)
    answer = unit.post_form(f"/cases/{first}", action="/sign", follow=True)
    assert "Next:" not in answer.words, "nothing else lies with the department"
    desk = sign_in(drive.cast.secretary)
    drive.submit(title="再下一件")
    answer = desk.post_form(f"/cases/{second}/contact", {"text": "已电话联系"}, follow=True)
    [link] = answer.page.css("#toasts a")
    assert link.attributes["href"] == f"/cases/{drive.reference}/accept"


def test_who_drafted_on_the_own_desk_is_not_led_to_publish_it(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept(desk=True)
    handling.draft(drive.reference, handling.Draft("resolved", "已协调付款。"), actor=drive.who("secretary"))
    [button] = sign_in(drive.cast.secretary).get("/cases/?do=mine").page.css(".line-act a")
    assert button.attributes["href"] == f"/cases/{drive.reference}"


def test_numbers_of_the_home_lead_to_what_they_count(world: World, sign_in: SignIn) -> None:
    cases_in_every_state(world)
    desk = sign_in(world.cast.secretary)
    numbers = desk.get("/").page.css(".facts dd a")
    assert len(numbers) == 4
    for number in numbers:
        listed = desk.get(number.attributes["href"] or "").words
        count = number.text(strip=True)
        assert f"{count} case" in listed or (count == "0" and "No matching" in listed), number.attributes["href"]


def test_an_answer_under_review_is_published_first_though_nobody_has_said_a_word_yet(
    drive: Drive, sign_in: SignIn
) -> None:
    silently_with_a_department(drive)
    drive.sign()
    drive.draft()
    page = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}").page
    assert page.texts("#acts .btn--primary") == ["Publish the answer"]


def silently_with_a_department(drive: Drive) -> None:
    """Accepted and assigned without a word to the member."""
    drive.submit(Kind.REQUEST)
    route = routing.Route(lead_id=drive.cast.department.id)
    routing.accept(drive.reference, actor=drive.who("secretary"), complexity="normal", route=route)
    db.session.commit()


def test_of_what_a_department_has_the_home_names_what_is_left_to_the_desk(drive: Drive, sign_in: SignIn) -> None:
    silently_with_a_department(drive)
    [button] = sign_in(drive.cast.secretary).get("/").page.css(".line-act a")
    assert button.text(strip=True) == "Record the contact"
    assert button.attributes["href"] == f"/cases/{drive.reference}/contact"


def test_after_a_case_is_accepted_in_silence_the_contact_comes_before_the_next_case(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(Kind.REQUEST)
    first = drive.reference
    drive.submit(Kind.REQUEST, title="下一件")
    desk = sign_in(drive.cast.secretary)
    page = desk.post_form(f"/cases/{first}/accept", {"lead": str(drive.cast.department.id)}).page
    assert "Please contact the member first." in page.texts("#toasts p")[0]
    assert "btn--quiet" in (page.css("#toasts a")[0].attributes["class"] or "")
    assert page.texts("#acts .btn--primary") == ["Record the contact"]
    form = desk.get(f"/cases/{first}/contact").page
    assert form.form("text", press="Save the contact")
    page = desk.post_form(form, {"text": "已电话联系"}).page
    assert "btn--quiet" not in (page.css("#toasts a")[0].attributes["class"] or "")


def test_all_that_was_done_today_is_counted(drive: Drive, sign_in: SignIn) -> None:
    for number in range(23):
        drive.submit(Kind.REQUEST, title=f"第{number}件")
        drive.accept()
    page = sign_in(drive.cast.secretary).get("/").page
    [done] = [card for card in page.css("section") if "Done today" in card.text()]
    assert done.css(".card-note")[0].text(strip=True) == "23"
    assert len(done.css("details li")) == 23, "unfolded, all of them stand there"


def test_a_sign_in_link_counts_as_done_today(drive: Drive, sign_in: SignIn) -> None:
    contact = db.session.query(Contact).filter_by(account_id=drive.cast.member.id).one()
    invitations.issue(actor=drive.who("secretary"), contact=contact)
    db.session.commit()
    page = sign_in(drive.cast.secretary).get("/").page
    [done] = [card for card in page.css("section") if "Done today" in card.text()]
    assert done.css(".card-note")[0].text(strip=True) == "1"
    assert "issued a sign-in link" in done.text() and drive.cast.firm.name in done.text()
