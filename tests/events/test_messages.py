"""What messages say of a changed or cancelled event: old and new, the reason, and earlier ones as they were."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flask_babel import force_locale
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.events import registration, services
from chamber.events.models import Event
from chamber.notifications import services as notifications
from chamber.notifications.models import Notification
from chamber.notifications.sending import mail
from chamber.rights import Actor
from tests.factories.accounts import Cast
from tests.factories.events import details, make_event


def moved(event: Event, staff: Actor, **changed: object) -> None:
    """The same event at another time or place."""
    now = details(starts_at=event.starts_at, ends_at=event.ends_at, place=event.place)
    services.edit(event.id, replace(now, **{"title": event.title, **changed}), version=event.version, actor=staff)


def bell(db: SQLAlchemy, actor: Actor) -> list[str]:
    """What the person has been told, oldest first."""
    db.session.commit()
    rows = db.session.scalars(notifications.query(actor).order_by(Notification.id)).all()
    with force_locale("en"):
        return [line.words for line in notifications.lines(rows, actor)]


def test_a_change_of_time_and_place_is_told_old_and_new_and_earlier_messages_stay_as_they_were(
    db: SQLAlchemy, cast: Cast, actor: Callable[..., Actor], staff: Actor
) -> None:
    event = make_event(staff, title="学习会")
    member = actor(cast.member)
    registration.register(event.id, actor=staff, contact_id=member.contact_id)
    seat = "You have a seat: 学习会 (Sep 22 10:00)."
    assert bell(db, member)[-1] == seat
    later = event.starts_at + timedelta(days=1)
    moved(event, staff, starts_at=later, ends_at=later + timedelta(hours=3), place="五楼")
    told = bell(db, member)
    assert told[-2] == seat
    assert told[-1] == (
        "Changed, please look at time and place: 学习会 (Sep 23 10:00);"
        " time Sep 22 10:00–12:00 → Sep 23 10:00–13:00; place 街道三楼会议室 → 五楼."
    )
    moved(event, staff, title="研讨会", place="")
    assert bell(db, member)[-1].endswith("place 五楼 → none.") and bell(db, member)[-2] == told[-1]


def test_the_reason_of_a_cancellation_is_in_its_message_and_in_the_mail(
    db: SQLAlchemy, cast: Cast, actor: Callable[..., Actor], staff: Actor
) -> None:
    event, member = make_event(staff, title="学习会"), actor(cast.member)
    cast.member.email = "wang@example.com"
    registration.register(event.id, actor=staff, contact_id=member.contact_id)
    services.call_off(event.id, reason="台风来了。", actor=staff)
    assert bell(db, member)[-1] == "Called off: 学习会 (Sep 22 10:00); reason: 台风来了."
    row = db.session.scalars(select(Notification).order_by(Notification.id.desc())).first()
    assert row
    letter = mail.compose(1, cast.member.id, [(row.line, row.subject, row.kept)])
    assert letter and "台风来了" in str(letter["Subject"])
