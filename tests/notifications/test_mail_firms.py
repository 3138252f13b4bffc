"""A mail to a person of several firms says which of them it is about, and still tells nothing of a case."""

from collections.abc import Callable

import pytest

from chamber.accounts import linking
from chamber.accounts.joining import invitations
from chamber.accounts.models import Account
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.notifications.models import Notification
from chamber.notifications.sending import outbox
from tests.client import Client
from tests.factories.accounts import Cast, actor_as, make_contact
from tests.factories.cases import MARKS, Drive
from tests.factories.notices import make_notice
from tests.notifications.post_office import PostOffice, words


@pytest.fixture
def second(cast: Cast) -> Contact:
    """The member, as a contact of another firm too."""
    row = make_contact(cast.rival_firm, "单会员", cast.member, "+8613800000002")
    db.session.commit()
    return row


def texts(post: PostOffice) -> list[str]:
    """What the member got since the last time."""
    outbox.send_due()
    found = [words(message) for message in post.taken if message["To"] == "member@example.com"]
    post.taken.clear()
    return found


def test_a_mail_about_one_of_several_firms_names_it(post: PostOffice, cast: Cast, second: Contact) -> None:
    drive = Drive(cast)
    drive.submit()
    drive.accept()
    said = texts(post)
    assert said and all(one.count(cast.firm.name) == 2 and "matter" in one for one in said), "as text and as a page"
    hidden = (*MARKS.values(), drive.reference, "/cases/", cast.rival_firm.name)
    assert not [mark for mark in hidden for one in said if mark in one]


def test_a_mail_about_all_of_them_names_none(post: PostOffice, cast: Cast, second: Contact) -> None:
    make_notice(actor_as(cast.secretary), title="放假安排")
    (said,) = texts(post)
    assert "放假安排" in said and cast.firm.name not in said and cast.rival_firm.name not in said


def test_a_mail_to_who_has_one_firm_names_it_not(post: PostOffice, cast: Cast) -> None:
    Drive(cast).submit()
    assert all(cast.firm.name not in one for one in texts(post))


def test_what_one_press_does_to_one_case_is_news_of_one_case(post: PostOffice, cast: Cast) -> None:
    drive = Drive(cast)
    drive.submit()
    texts(post)
    drive.accept()
    assert (
        db.session.query(Notification).filter_by(account_id=cast.member.id, subject=f"case:{drive.case.id}").count() > 1
    )
    (said,) = texts(post)
    assert "A matter of yours has news" in said and "matters of yours" not in said


def test_a_mail_about_the_own_account_says_what_happened_and_names_the_firm(
    post: PostOffice, cast: Cast, sign_in: Callable[[Account], Client]
) -> None:
    contact = make_contact(cast.rival_firm, "单会员", None, "+8613800000002")
    db.session.commit()
    linking.link(cast.member.id, contact.id, mobile="13800000002", actor=actor_as(cast.admin))
    db.session.commit()
    (said,) = texts(post)
    words_of_it = f"Your account now acts for: {cast.rival_firm.name}."
    assert words_of_it in said and "/account" in said and "matter" not in said
    assert words_of_it in sign_in(cast.member).get("/notifications/?lang=en").page.text


def test_a_mail_about_a_sign_in_link_says_so(post: PostOffice, cast: Cast) -> None:
    contact = db.session.query(Contact).filter_by(account_id=cast.member.id).one()
    invitations.issue(actor=actor_as(cast.secretary), contact=contact)
    db.session.commit()
    (said,) = texts(post)
    assert "A sign-in link was issued for you" in said and "/account" in said and "/join/" not in said
