"""Cases that are late, the passes of a minute, and what came of them."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from chamber.accounts.models import Account
from chamber.cases.ladder import climbing
from chamber.cases.ladder.models import CaseRung
from chamber.cases.models import Case
from chamber.cases.telling import acts as telling
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.workdays import services as workdays
from tests.conftest import Clock
from tests.factories.cases import Drive

MINUTE = timedelta(minutes=1)


def at_work(drive: Drive, kind: str = Kind.REQUEST, **how: str) -> datetime:
    """A case that the department has signed for; when it is due."""
    drive.submit(kind, title=f"第{db.session.scalar(select(func.count(Case.id)))}件")
    drive.accept(**how)
    due = drive.sign().due_at
    assert due is not None
    return due


def late_by(clock: Clock, since: datetime, days: int) -> None:
    """So many working days after a date are over, and the office has just opened again."""
    clock.set(opening(since, days) + MINUTE)


def opening(since: datetime, days: int) -> datetime:
    """When the office opens after so many working days are over."""
    return workdays.next_opening(workdays.deadline(since, days))


def passes() -> None:
    """What a minute does."""
    telling.pass_time()
    db.session.commit()
    climbing.pass_time()


def told(act: str) -> set[str]:
    """The user names of who was notified of it, with the addressee that they are."""
    rows = db.session.execute(
        select(Account.username, Notification.line)
        .join(Account, Account.id == Notification.account_id)
        .where(Notification.line.startswith(f"time.case_{act}:"))
    )
    return {f"{row.username}:{row.line.rpartition(':')[2]}" for row in rows}


def rungs(drive: Drive) -> list[tuple[int, datetime]]:
    """The levels that the case reached, with the time of each."""
    query = select(CaseRung.level, CaseRung.at).where(CaseRung.case_id == drive.case.id).order_by(CaseRung.id)
    return [(row.level, row.at) for row in db.session.execute(query)]
