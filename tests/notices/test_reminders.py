"""Reminders: how many people they reach, firms where nobody can be reached, accounts opened after publication."""

from collections.abc import Callable

from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.models import Account
from chamber.events import registration
from chamber.members.models import Member
from chamber.notices.answers import receipts, receiving
from chamber.notices.writing import publishing
from chamber.notices.writing.audience import Audience, Reach
from chamber.notifications.models import Notification
from chamber.rights import Actor
from tests.client import Client
from tests.factories.accounts import Cast, actor_as, make_contact, make_member, make_member_account
from tests.factories.events import make_event
from tests.factories.notices import make_notice

Browse = Callable[[Account], Client]


def silent_firm(db: SQLAlchemy) -> Member:
    """A firm whose only contact has no account."""
    firm = make_member("无人有限公司", 7)
    make_contact(firm, "无账号")
    db.session.commit()
    return firm


def test_a_reminder_says_how_many_people_it_reached_and_names_whom_nobody_reaches(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Browse
) -> None:
    firm = silent_firm(db)
    notice = make_notice(staff)
    desk = browse(cast.secretary)
    page = desk.post_form(f"/notices/{notice.id}/receipts", press="Remind 3 people").page
    assert page.texts(".toast p") == ["3 people were reminded."], "of three firms, one of them with two people"
    assert firm.name in page.one("details.note").text()
    assert page.link("Invite") == f"/members/{firm.id}#contacts"
    assert cast.firm.name not in page.one("details.note").text()


def test_where_nobody_can_be_reached_there_is_no_reminder(db: SQLAlchemy, cast: Cast, staff: Actor) -> None:
    firm = silent_firm(db)
    notice = make_notice(staff)
    for account in (cast.member, cast.rival):
        receiving.confirm(notice.id, actor=actor_as(account))
    db.session.commit()
    assert receipts.missing_counts(notice, staff) == (1, 0)
    assert receipts.remind(notice.id, actor=staff) == 0
    assert notice.reminded_at is None
    assert receipts.unreachable(notice, staff) == [(firm.id, firm.name)]


def test_an_account_opened_after_publication_is_counted_and_reminded(
    db: SQLAlchemy, cast: Cast, staff: Actor, browse: Browse
) -> None:
    firm = silent_firm(db)
    notice = make_notice(staff)
    assert publishing.reach(notice) == Reach(3, 3, 1)
    later = make_member_account("later", "后来人", firm, "+8613800000079")
    db.session.commit()
    assert publishing.reach(notice) == Reach(3, 4, 0)
    assert receipts.unreachable(notice, staff) == []
    assert receipts.remind(notice.id, actor=staff) == 4
    db.session.commit()
    told = db.session.scalars(db.select(Notification.line).where(Notification.account_id == later.id))
    assert list(told) == ["notice.reminded:missing"]
    page = browse(cast.secretary).get(f"/notices/{notice.id}/receipts?q=无人").page
    assert "后来人" in page.one("#rows").text()


def test_who_has_left_or_was_closed_is_not_reminded(db: SQLAlchemy, cast: Cast, staff: Actor) -> None:
    notice = make_notice(staff)
    db.session.get_one(Account, cast.rival.id).disabled_at = notice.published_at
    db.session.commit()
    assert receipts.missing_counts(notice, staff) == (2, 2)
    assert [name for _id, name in receipts.unreachable(notice, staff)] == [cast.rival_firm.name]
    assert publishing.reach(notice) == Reach(2, 3, 0), "it was told all the same"


def test_of_an_events_guests_only_those_are_reminded(db: SQLAlchemy, cast: Cast, staff: Actor) -> None:
    event = make_event(staff)
    registration.register(event.id, actor=actor_as(cast.colleague))
    db.session.commit()
    notice = make_notice(staff, audience=Audience("event", event=str(event.id)))
    assert receipts.missing_counts(notice, staff) == (1, 1)
    assert publishing.reach(notice) == Reach(1, 1, 0)
