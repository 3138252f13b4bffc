"""When messages are sent: not at night, not on days off, and what waits for the morning."""

from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber import registry
from chamber.accounts.models import Account
from chamber.cases.doing import daily, handling
from chamber.cases.telling import acts as telling
from chamber.cases.words import Kind
from chamber.clock import LOCAL
from chamber.extensions import db
from chamber.messages import Manner
from chamber.notifications import schedule
from chamber.notifications.models import Delivery
from chamber.notifications.sending import outbox
from tests.conftest import Clock
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive
from tests.factories.events import make_event
from tests.notifications.post_office import PostOffice


@pytest.mark.parametrize(
    ("local", "goes"),
    [
        ("2026-09-15 10:00", "2026-09-15 10:00"),
        ("2026-09-15 19:59", "2026-09-15 19:59"),
        ("2026-09-15 20:00", "2026-09-16 08:00"),
        ("2026-09-16 00:30", "2026-09-16 08:00"),
        ("2026-09-16 08:00", "2026-09-16 08:00"),
        ("2026-09-18 21:00", "2026-09-20 08:00"),
        ("2026-09-30 20:01", "2026-10-08 08:00"),
        ("2025-12-31 23:59", "2026-01-04 08:00"),
    ],
)
def test_nothing_leaves_at_night_or_on_days_off(local: str, goes: str, db: SQLAlchemy) -> None:
    moment = datetime.fromisoformat(local).replace(tzinfo=LOCAL)
    assert f"{schedule.due_at(Manner.AT_ONCE, moment):%Y-%m-%d %H:%M}" == goes


@pytest.mark.parametrize(
    ("local", "goes"),
    [
        ("2026-09-15 07:59", "2026-09-15 08:00"),
        ("2026-09-15 17:59", "2026-09-15 17:59"),
        ("2026-09-15 18:00", "2026-09-16 08:00"),
        ("2026-09-19 12:00", "2026-09-20 08:00"),
        ("2026-09-20 17:59", "2026-09-20 17:59"),
        ("2026-09-30 18:01", "2026-10-08 08:00"),
    ],
)
def test_reminders_leave_in_office_hours_only(local: str, goes: str, db: SQLAlchemy) -> None:
    moment = datetime.fromisoformat(local).replace(tzinfo=LOCAL)
    assert f"{schedule.due_at(Manner.AT_ONCE, moment, in_office_hours=True):%Y-%m-%d %H:%M}" == goes


@pytest.mark.parametrize(
    ("local", "goes"),
    [
        ("2026-09-15 08:00", "2026-09-15 08:30"),
        ("2026-09-15 08:31", "2026-09-16 08:30"),
        ("2026-09-30 12:00", "2026-10-08 08:30"),
    ],
)
def test_the_digest_goes_out_on_the_next_working_morning(local: str, goes: str, db: SQLAlchemy) -> None:
    moment = datetime.fromisoformat(local).replace(tzinfo=LOCAL)
    assert f"{schedule.due_at(Manner.DAILY, moment):%Y-%m-%d %H:%M}" == goes


def test_law_bound_things_cannot_be_kept_to_the_bell() -> None:
    assert {topic for topic in registry.topics().values() if Manner.BELL not in schedule.choices(topic)} == {
        *("limits", "measures")
    }


def test_without_a_mail_server_nothing_is_put_in_the_outbox(cast: Cast, clock: Clock) -> None:
    cast.rival.email = "rival@example.com"
    make_event(actor_as(cast.secretary))
    assert db.session.query(Delivery).count() == 0
    assert db.session.query(Account).filter(Account.email.is_not(None)).count() == 1


def test_what_the_night_causes_is_told_in_the_morning(post: PostOffice, cast: Cast, clock: Clock) -> None:
    drive = Drive(cast)
    drive.answered()
    outbox.send_due()
    before = post.recipients()["member@example.com"]
    due = drive.case.step_due_at
    assert due
    clock.set(due + timedelta(hours=6, minutes=5))
    assert daily.run()
    outbox.send_due()
    assert post.recipients()["member@example.com"] == before, "closed at 18:00, found out at 00:05"
    clock.set(schedule.due_at(Manner.AT_ONCE))
    outbox.send_due()
    assert post.recipients()["member@example.com"] == before + 1


def test_what_is_late_is_mailed_when_the_office_opens_again_though_other_mail_still_goes(
    post: PostOffice, cast: Cast, clock: Clock
) -> None:
    drive = Drive(cast)
    drive.submit(Kind.REQUEST)
    drive.accept()
    due = drive.sign().due_at
    assert due
    clock.set(due + timedelta(minutes=1))
    outbox.send_due()
    before = post.recipients()
    assert telling.pass_time()
    handling.report_progress(drive.reference, "已现场核对。", True, actor=drive.who("handler"))
    db.session.commit()
    outbox.send_due()
    at_night = post.recipients()
    assert at_night["member@example.com"] > before["member@example.com"], "news of the case goes until 20:00"
    assert at_night["handler@example.com"] == before["handler@example.com"], "18:01 is after office hours"
    morning = schedule.due_at(Manner.AT_ONCE, in_office_hours=True)
    assert {row.due_at for row in db.session.query(Delivery).filter_by(state="waiting")} == {morning}
    # However it came to be due: what failed by day is not tried again in the evening either.
    db.session.query(Delivery).filter_by(state="waiting").update({"due_at": clock.now})
    db.session.commit()
    outbox.send_due()
    assert post.recipients()["handler@example.com"] == before["handler@example.com"]
    clock.set(morning)
    outbox.send_due()
    assert post.recipients()["handler@example.com"] == before["handler@example.com"] + 1
