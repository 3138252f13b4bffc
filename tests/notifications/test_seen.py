"""Opening a notice, an event or a case, by whatever way, marks what one was told of it as read."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.cases.words import Kind as CaseKind
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.notifications.sending import outbox
from tests.browser import Tour
from tests.client import Client, release
from tests.committed import committed
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive
from tests.factories.events import make_event
from tests.factories.notices import make_notice
from tests.notifications.post_office import PostOffice, words
from tests.page import Page

SignIn = Callable[[Account], Client]


def unread(account: Account) -> set[str]:
    """The kinds of things that an account was told of and has not opened."""
    mine = select(Notification.subject).where(Notification.account_id == account.id, Notification.read_at.is_(None))
    db.session.expire_all()
    return {subject.partition(":")[0] for subject in db.session.scalars(mine)}


def counted(page: Page) -> list[str]:
    """What the bell shows, beside the page and on top of it."""
    return page.texts("#unread-side .count, #unread-top .count")


@pytest.fixture
def pages(drive: Drive) -> dict[str, str]:
    """A notice, an event and a case of which the member was told, and their pages."""
    case = drive.submit(CaseKind.REQUEST)
    staff = actor_as(drive.cast.secretary)
    notice, event = make_notice(staff), make_event(staff)
    assert unread(drive.cast.member) == {"notice", "event", "case"}
    return {
        "notice": f"/notices/{notice.id}",
        "event": f"/events/{event.id}",
        "case": f"/cases/{case.reference}",
    }


@pytest.mark.parametrize("kind", ["notice", "event", "case"])
def test_opening_a_page_marks_its_messages_read_and_no_others(
    pages: dict[str, str], drive: Drive, sign_in: SignIn, kind: str
) -> None:
    member = sign_in(drive.cast.member)
    with committed() as changed:
        page = member.get(pages[kind]).page
    assert changed == set(), "a look alone, as by a preview of links, changes nothing"
    assert page.one("#seen").attributes["hx-trigger"] == "load"
    assert counted(page) == ["3", "3"]
    assert counted(member.post_form(page, action="/seen", htmx=True, follow=False).page) == ["2", "2"]
    assert unread(drive.cast.member) == {"notice", "event", "case"} - {kind}
    assert "notice" in unread(drive.cast.rival), "it is the own reading that counts"
    again = member.get(pages[kind]).page
    assert counted(again) == ["2", "2"]
    assert member.post_form(again, action="/seen", follow=False).headers["Location"] == pages[kind]


def test_other_addresses_and_other_peoples_pages_mark_nothing(
    pages: dict[str, str], drive: Drive, sign_in: SignIn
) -> None:
    member, rival = sign_in(drive.cast.member), sign_in(drive.cast.rival)
    for address in ("/", "/notices/", "/notices/99", "https://example.com/notices/1", "//example.com", "/events/x"):
        answer = member.post("/notifications/seen", data={"address": address})
        assert answer.status_code == 303 and "example.com" not in answer.headers["Location"]
    rival.post("/notifications/seen", data={"address": pages["case"]})
    assert unread(drive.cast.member) == {"notice", "event", "case"}


def test_a_page_about_nothing_and_one_with_nothing_unread_ask_nothing(
    pages: dict[str, str], drive: Drive, sign_in: SignIn
) -> None:
    member = sign_in(drive.cast.member)
    assert not member.get("/notices/").page.css("#seen")
    member.post("/notifications/read")
    assert not member.get(pages["notice"]).page.css("#seen")


def test_the_link_of_a_mail_leads_to_a_page_that_marks_it_read(post: PostOffice, cast: Cast, sign_in: SignIn) -> None:
    notice = make_notice(actor_as(cast.secretary))
    outbox.send_due()
    assert any(f"/notices/{notice.id} " in words(message) for message in post.taken)
    member = sign_in(cast.member)
    member.post_form(f"/notices/{notice.id}", action="/seen")
    assert unread(cast.member) == set()


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False])
def test_in_a_browser_nobody_presses_and_without_scripts_one_does(
    tour: Callable[..., Tour], cast: Cast, javascript: bool
) -> None:
    notice = make_notice(actor_as(cast.secretary))
    make_event(actor_as(cast.secretary))
    release()
    phone = tour(cast.member, width=390, javascript=javascript).go(f"/notices/{notice.id}?lang=en")
    if javascript:
        phone.page.wait_for_load_state("networkidle")
    else:
        phone.press("Mark what I was told of this as read")
    assert phone.page.locator("#unread-top .count").inner_text() == "1", "the event's, on the page that was opened"
    assert unread(cast.member) == {"event"}
