"""The bell: a person's messages, where each leads, and the count on every page."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.models import Account, AccountRole
from chamber.cases.words import Kind as CaseKind
from chamber.members.models import Contact
from chamber.notifications import services as bell
from chamber.notifications.models import Notification
from chamber.rights import Role
from tests.browser import Tour
from tests.client import Client, path_of
from tests.committed import committed
from tests.conftest import Clock
from tests.database import queries
from tests.factories.accounts import Cast, actor_as
from tests.factories.addresses import address_of
from tests.factories.cases import Drive
from tests.factories.events import make_event
from tests.factories.notifications import lines_of, notify_often

SignIn = Callable[[Account], Client]
GONE = "You cannot see this in your current role, or no longer."


def unread(client: Client, path: str = "/account") -> str:
    """What the bell in the top bar says, for whoever cannot see it too."""
    return client.get(path).page.texts(".top .bell")[0]


def test_a_line_leads_to_its_thing_and_counts_as_read(drive: Drive, sign_in: SignIn) -> None:
    case = drive.submit(CaseKind.REQUEST)
    member = sign_in(drive.cast.member)
    assert unread(member) == "Messages1 1 unread message"
    page = member.get("/notifications/").page
    assert page.texts("#rows .told b") == [f"The chamber has received Difficulty or request {case.reference}."]
    assert page.texts("#rows .badge") == ["unread"]
    answer = member.post_form(page, action="/open", follow=False)
    assert (answer.status_code, path_of(answer)) == (303, f"/cases/{case.reference}")
    assert unread(member) == "Messages"
    assert member.get("/notifications/").page.texts("#rows .badge") == []


def test_newest_first_thirty_a_page_in_few_queries(db: SQLAlchemy, drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    case = drive.submit(CaseKind.REQUEST)
    event = make_event(drive.who("secretary"))
    account = drive.cast.member
    clock.advance(hours=3)
    notify_often(account, 70, f"case:{case.id}")
    notify_often(account, 70, f"event:{event.id}", "event.edited:attendees")
    member = sign_in(account)
    with queries(db) as seen:
        answer = member.get("/notifications/")
    assert len(seen) <= 6, "\n".join(seen)
    shown = [len(answer.page.css("#rows > li"))]
    times = answer.page.texts("#rows .line-note")
    while more := answer.page.css("#more a"):
        answer = member.get(more[0].attributes["href"])
        shown.append(len(answer.page.css("#rows > li")))
        times += answer.page.texts("#rows .line-note")
    assert shown == [30, 30, 30, 30, 22]
    assert times == sorted(times, reverse=True)


def test_unread_ones_alone_and_all_read_in_one_press(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(CaseKind.REQUEST)
    drive.accept()
    member = sign_in(drive.cast.member)
    page = member.get("/notifications/").page
    assert page.texts(".chip") == ["Unread 3", "All 3"]
    member.post_form(page, action="/open", press=member_button(page, "was accepted"))
    page = member.get("/notifications/?show=unread").page
    assert page.texts(".chip") == ["Unread 2", "All 3"]
    assert len(page.css("#rows > li")) == 2
    page = member.post_form(page, press="All read").page
    assert page.texts(".chip") == ["Unread 0", "All 3"]
    assert "All read" not in page.texts("button")
    assert "You have no unread message." in member.get("/notifications/?show=unread").words


def member_button(page: object, words: str) -> str:
    """The words of the line that says this."""
    return next(text for text in page.texts("button.told") if words in text)  # type: ignore[attr-defined]


def test_nobody_reads_or_opens_the_lines_of_others(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(CaseKind.REQUEST)
    line = lines_of(drive.cast.member)[0]
    for account in drive.cast.accounts().values():
        if account.id != drive.cast.member.id:
            other = sign_in(account)
            with committed() as changed:
                assert other.post(address_of("notifications.open_line", notification_id=line.id)).status_code == 404
                other.post("/notifications/read")
            assert "notifications" not in changed or account.id == drive.cast.secretary.id
    assert lines_of(drive.cast.member)[0].read_at is None


def test_what_may_not_be_seen_any_more_is_a_neutral_sentence(drive: Drive, db: SQLAlchemy, sign_in: SignIn) -> None:
    case = drive.submit(CaseKind.REQUEST)
    case.supervisor_runs = True
    db.session.commit()
    secretary = sign_in(drive.cast.secretary)
    page = secretary.get("/notifications/").page
    assert page.texts("#rows .line-text")[0].startswith(GONE)
    assert case.reference not in page.html
    assert page.css("#rows form, #rows a") == []
    line = lines_of(drive.cast.secretary)[0]
    answer = secretary.post(address_of("notifications.open_line", notification_id=line.id))
    assert path_of(answer) == "/notifications/"
    assert case.reference not in secretary.get("/notifications/").page.html


def test_in_another_role_it_is_a_neutral_sentence_too(drive: Drive, db: SQLAlchemy, sign_in: SignIn) -> None:
    account = drive.cast.member
    db.session.add(AccountRole(account_id=account.id, role=Role.PRESIDENT))
    db.session.commit()
    drive.submit()
    person = sign_in(account)
    assert person.get("/notifications/").page.texts("#rows .line-text")[0].startswith(GONE)
    contact = db.session.query(Contact).filter_by(account_id=account.id).one()
    person.post("/account/act-as", data={"as": f"member:{contact.id}"})
    assert drive.reference in person.get("/notifications/").words


def test_opening_twice_and_reading_twice_do_no_harm(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(CaseKind.REQUEST)
    member, line = sign_in(drive.cast.member), lines_of(drive.cast.member)[0]
    here = address_of("notifications.open_line", notification_id=line.id)
    for path in (here, "/notifications/read"):
        assert member.post(path).status_code == 303
        with committed() as changed:
            assert member.post(path).status_code == 303
        assert changed == set()
    assert member.post(here, htmx=True).headers["HX-Redirect"].startswith("/cases/")


def test_looking_at_the_bell_writes_nothing(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(CaseKind.REQUEST)
    member, line = sign_in(drive.cast.member), lines_of(drive.cast.member)[0]
    with committed() as changed:
        member.get("/notifications/")
        assert member.get(address_of("notifications.open_line", notification_id=line.id)).status_code == 405
        assert member.get("/notifications/read").status_code == 405
    assert changed == set()


def test_the_count_stands_on_every_page_and_costs_no_query(drive: Drive, db: SQLAlchemy, sign_in: SignIn) -> None:
    account = drive.cast.member
    case = drive.submit(CaseKind.REQUEST)
    member = sign_in(account)
    member.get("/directory/")
    with queries(db) as few:
        member.get("/directory/")
    notify_often(account, 150, f"case:{case.id}")
    with queries(db) as many:
        page = member.get("/directory/").page
    assert few == many
    assert page.texts(".top .bell, .side a[href='/notifications/']") == [
        "Messages 99+ more than 99 unread messages",
        "Messages99+ more than 99 unread messages",
    ]
    assert sum("notifications" in statement for statement in many) == 1


def test_the_count_is_that_of_the_account_in_whatever_role(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(CaseKind.REQUEST)
    told = {name for name, one in drive.cast.accounts().items() if unread(sign_in(one)) != "Messages"}
    assert told == {"member", "secretary"}


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_opens_a_line_on_the_phone_and_chooses(
    cast: Cast, tour: Callable[..., Tour], javascript: bool
) -> None:
    drive = Drive(cast)
    other, case = drive.submit(CaseKind.REQUEST, title="另一件"), drive.submit(CaseKind.REQUEST)
    notify_often(cast.member, 1, f"case:{other.id}")
    notify_often(cast.member, 38, f"case:{case.id}")
    phone = tour(cast.member, width=390, javascript=javascript, language="en")
    phone.go("/")
    target = phone.page.locator(".top .bell")
    box = target.bounding_box()
    assert box and min(box["width"], box["height"]) >= 44
    phone._click(target)
    assert phone.path == "/notifications/"
    phone.follow("Show more")
    assert phone.page.locator("#rows > li").count() == (41 if javascript else 11)
    phone._click(phone.page.locator("button.told").first)
    assert phone.path == f"/cases/{case.reference}"
    phone.go("/notifications/").press("All read")
    assert phone.page.locator(".top .bell .count").count() == 0
    phone.follow("Message settings")
    phone.fill("E-mail address", "shan@example.cn").press("Save").see("Saved.")
    assert phone.page.locator("#email").input_value() == "shan@example.cn"


def test_large_text_is_switched_from_the_top_of_the_page_one_is_on(cast: Cast, tour: Callable[..., Tour]) -> None:
    phone = tour(cast.member, width=360, language="en")
    phone.go("/directory/?q=x")
    phone.press("Large text", ".top")
    assert phone.path == "/directory/?q=x"
    phone.press("Normal text", ".top")
    assert phone.page.locator(".top").get_by_role("button", name="Large text").is_visible()


def test_the_bell_of_an_account_without_a_word_yet_says_what_comes(cast: Cast, sign_in: SignIn) -> None:
    for account in cast.accounts().values():
        words = sign_in(account).get("/notifications/").words
        assert "There is no message for you yet." in words
        assert bell.counts(actor_as(account)) == (0, 0)
    assert Notification.query.count() == 0
