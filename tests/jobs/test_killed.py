"""kill -9 of the worker in the middle of a job, on the real queue."""

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from chamber.audit.models import AuditRow
from chamber.audit.verify import problems
from chamber.extensions import reading
from chamber.files import services as files
from chamber.files.kinds import SPREADSHEETS
from chamber.jobs import progress
from chamber.jobs.models import Job
from chamber.jobs.services import enqueue
from chamber.jobs.words import State
from chamber.members import jobs
from chamber.members.models import Contact, Member
from chamber.members.roster import importing
from chamber.rights import Actor
from tests.client import release
from tests.factories.accounts import Cast, actor_as
from tests.factories.members import code, table
from tests.workers import ONE_OF_EACH, Workers, queue_of

ROWS = 2500
HEADER = ["企业名称", "统一社会信用代码", "联系人", "手机"]


def ask_for_import(actor: Actor) -> int:
    """A roster that was sent, looked at and confirmed; committed."""
    rows = [[f"恒信{one}号门窗有限公司", code(one), "单明", f"1380{one:07}"] for one in range(1, ROWS + 1)]
    sheet = FileStorage(io.BytesIO(table(HEADER, *rows)), "名册.xlsx")
    record = importing.upload(files.prepare(sheet, allow=SPREADSHEETS), actor=actor)
    fingerprint = importing.preview(record.id, actor=actor).plan.fingerprint
    arguments = {"import_id": record.id, "fingerprint": fingerprint, "take_likely": False}
    job_id = enqueue(jobs.IMPORT_ROSTER, arguments, rows=ROWS, place="/members/import/1", actor=actor)
    release()
    return job_id


def until(true: Callable[[], bool], workers: Workers) -> None:
    """Wait for it, half a minute at most."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, workers.log()[-2000:]
        time.sleep(0.01)


def look(db: SQLAlchemy, job_id: int) -> tuple[str, int, int, int]:
    """The job's state, and how many firms, contacts of theirs and rows of the log there are."""
    firms = select(func.count()).select_from(Member).where(Member.name.startswith("恒信")).scalar_subquery()
    people = select(func.count()).select_from(Contact).where(Contact.name == "单明").scalar_subquery()
    logged = select(func.count()).select_from(AuditRow).where(AuditRow.act == "member.created").scalar_subquery()
    with reading():
        state = select(Job.state).where(Job.id == job_id).scalar_subquery()
        return tuple(db.session.execute(select(state, firms, people, logged)).one())  # type: ignore[return-value]


@pytest.mark.server
@ONE_OF_EACH
def test_a_worker_killed_in_the_middle_leaves_nothing_half_and_the_next_one_does_it_once(
    app: Flask, db: SQLAlchemy, cast: Cast, folder: Path, redis: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "queue", queue_of(app, redis))
    job_id = ask_for_import(actor_as(cast.secretary))
    workers = Workers(app, folder, "", redis, 1)
    try:
        app.extensions["queue"].enqueue("jobs")
        until(lambda: progress.figures(job_id).done > ROWS // 2, workers)
        workers.kill_one(0)
        assert look(db, job_id) == (State.RUNNING, 0, 0, 0)
        workers.start_again(0)
        until(lambda: look(db, job_id)[0] != State.RUNNING, workers)
    finally:
        workers.stop()
    assert look(db, job_id) == (State.DONE, ROWS, ROWS, ROWS), workers.log()[-2000:]
    with reading():
        assert next(problems(), None) is None
        assert db.session.get_one(Job, job_id).attempts == 2
