"""Running jobs in the worker: one after the other, each in one transaction that also marks it as done."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from .. import clock
from ..accounts.acting import actor_acting_as
from ..audit import services as audit
from ..errors import DomainError
from ..extensions import db, reading, unit_of_work
from ..files import services as files
from ..rights import Actor
from . import progress
from .kinds import work_of
from .models import Job
from .words import UNDER_WAY, State

MAX_ATTEMPTS = 5
"""How often one job may be interrupted by a stop of the worker or an unreachable database."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunningJob:
    """A job that has begun."""

    id: int
    kind: str
    account_id: int
    hat: str
    locale: str
    arguments: Mapping[str, Any]
    attempts: int


def run_all() -> int:
    """Run the waiting jobs, and those of a worker that died, one at a time; how many. 0 while another worker does."""
    number = 0
    with progress.runner_lock() as mine:
        while mine and (job_id := _next()) is not None:
            _run(job_id)
            number += 1
    return number


def _next() -> int | None:
    with reading():
        found: int | None = db.session.scalar(select(Job.id).where(Job.state.in_(UNDER_WAY)).order_by(Job.id).limit(1))
        return found


def _run(job_id: int) -> None:
    task = _begin(job_id)
    if task is not None:
        with force_locale(task.locale):
            _try(task)


def _begin(job_id: int) -> RunningJob | None:
    with unit_of_work():
        job = db.session.get_one(Job, job_id, with_for_update=True, populate_existing=True)
        if job.state not in UNDER_WAY:
            return None
        job.state, job.began_at, job.attempts = State.RUNNING, clock.now(), job.attempts + 1
        return RunningJob(job.id, job.kind, job.account_id, job.hat, job.locale, dict(job.arguments), job.attempts)


def _try(task: RunningJob) -> None:
    if task.attempts > MAX_ATTEMPTS:
        _end(task, State.FAILED, _("The server stopped several times during this job. Nothing was saved."))
        return
    try:
        _carry_out(task)
    except progress.Cancelled:
        _end(task, State.CANCELLED)
    except DomainError as refusal:
        _end(task, State.FAILED, str(refusal))
    except StaleDataError:
        _end(task, State.FAILED, _("Someone else has just changed this. Nothing was saved; please check again."))
    except OperationalError:
        # The database is out of reach or held by somebody: it stays a running job, which is run again.
        _log.exception("a job was held up by the database")
    except Exception:
        _log.exception("a job could not be carried out")
        _end(
            task,
            State.FAILED,
            _("The job stopped because of a program error. Nothing was saved; please tell your technician."),
        )


def _carry_out(task: RunningJob) -> None:
    running = progress.Progress(task.id)
    with unit_of_work():
        with reading():
            actor = actor_acting_as(task.hat, task.account_id)
        running.stop_if_cancelled()
        with audit.reads_in_transaction():
            result = work_of(task.kind).run(actor, task.arguments, running)
        # Once more, next to the commit: reading may have taken a while.
        actor_acting_as(task.hat, task.account_id)
        running.stop_if_cancelled()
        job = _ended(task, State.DONE, result.message)
        if result.file is not None:
            job.file_id = files.store(result.file, actor=actor).id
        after = {"file": result.file.name} if result.file else {}
        audit.record("job.finished", "job", task.id, actor=actor, after=after)
    if progress.is_cancel_requested(task.id):
        _end(
            task,
            State.DONE,
            _("It was finished already when it was cancelled. %(result)s", result=result.message).strip(),
        )
    progress.clear(task.id)


def _ended(task: RunningJob, state: State, text: str) -> Job:
    job = db.session.get_one(Job, task.id, with_for_update=True, populate_existing=True)
    job.state, job.said, job.ended_at, job.key, job.arguments = state, text[:300], clock.now(), None, {}
    return job


def _end(task: RunningJob, state: State, text: str = "") -> None:
    with unit_of_work():
        _ended(task, state, text)
        if state == State.FAILED:
            audit.record("job.failed", "job", task.id, actor=None, reason=text)
        elif state == State.CANCELLED:
            audit.record("job.cancelled", "job", task.id, actor=_requester(task))
    progress.clear(task.id)


def _requester(task: RunningJob) -> Actor | None:
    """Who cancelled it: only the requester can. None where they have lost the role meanwhile."""
    try:
        return actor_acting_as(task.hat, task.account_id)
    except DomainError:
        return None
