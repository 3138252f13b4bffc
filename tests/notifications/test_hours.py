"""When messages are sent: not at night, not on days off, and what waits for the morning."""

from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber import registry
from chamber.accounts.models import Account
from chamber.cases.doing import daily
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
