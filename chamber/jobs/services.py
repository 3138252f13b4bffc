"""Queueing long jobs, reading one's own and their results, cancelling them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import LazyString, get_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select, update

from .. import clock
from ..accounts.acting import acting_as
from ..audit import services as audit
from ..errors import Conflict, NotFound
from ..extensions import db, find_one, reading, unit_of_work
from ..files import services as files
from ..files.models import StoredFile
from ..notifications import worker
from ..notifications.sending import dispatch
from ..rights import Actor
from . import progress
from .kinds import work_of
from .models import Job
from .words import EXPIRED, OUTCOMES, STATE_TONES, UNDER_WAY, State

RUN_JOBS = "jobs"
"""The name of the task in the worker's queue."""
RESULT_LIFETIME = timedelta(days=7)
"""How long the table that a job made can be downloaded."""
RECENT = 20


@dataclass(frozen=True)
class SeenJob:
    """A job as its owner sees it."""

    id: int
    title: str
    state: str
    label: str
    tone: str
    asked_at: datetime
    ended_at: datetime | None
    done: int
    rows: int
    said: str
    place: str
    leads_to: tuple[str, LazyString] | None
    """Where to go when it is done, instead of back: endpoint and label."""
    kept_until: datetime | None
    """Until when what it made can be fetched; None where there is nothing (any more)."""
    is_under_way: bool
    is_stopping: bool
    is_stuck: bool
    """Whether it does not go on because the worker is silent."""


def enqueue(kind: str, arguments: Mapping[str, Any], *, rows: int, place: str, actor: Actor) -> int:
    """Queue a job of about so many rows; returns its number, or that of the same job where one is under way already.

    `rows` is 0 where it counts none; `arguments` are JSON without words of people as far as can be; `place` is where
    the person asks. The job runs with the rights that the person has then.
    """
    acting = acting_as(actor)
    request = json.dumps([kind, actor.account_id, acting, arguments], sort_keys=True)
    key = hashlib.sha256(request.encode()).hexdigest()
    fresh = {
        "kind": kind, "account_id": actor.account_id, "hat": acting, "locale": str(get_locale()), "key": key,
        "rows": rows, "arguments": dict(arguments), "place": place, "state": State.WAITING, "asked_at": clock.now(),
        "attempts": 0, "said": "",
    }  # fmt: skip
    job_id = db.session.scalar(dispatch.insert_once(Job).values(fresh).returning(Job.id))
    if job_id is None:
        same: int | None = db.session.scalar(select(Job.id).where(Job.key == key))
        # Where it has ended in this very moment, it is begun anew.
        return enqueue(kind, arguments, rows=rows, place=place, actor=actor) if same is None else same
    progress.clear(job_id)
    audit.record("job.asked", "job", job_id, actor=actor)
    dispatch.enqueue_after_commit(RUN_JOBS)
    return int(job_id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that picks the person's own jobs, in the role in which they were asked for."""
    return (Job.account_id == actor.account_id) & (Job.hat == acting_as(actor))


def under_way(actor: Actor) -> Any:
    """How many of the person's jobs wait or run, as a part of a query."""
    mine = select(func.count()).select_from(Job).where(visible_to(actor), Job.state.in_(UNDER_WAY))
    return mine.scalar_subquery()


def under_way_at(place: str, *, actor: Actor) -> int | None:
    """The job that the person asked for at this address and that has not ended."""
    query = select(Job.id).where(visible_to(actor), Job.place == place, Job.state.in_(UNDER_WAY))
    found: int | None = db.session.scalar(query.limit(1))
    return found


def _find(job_id: int, actor: Actor) -> Job:
    return find_one(select(Job).where(visible_to(actor), Job.id == job_id), _("There is no such job."))


def seen(job_id: int, *, actor: Actor) -> SeenJob:
    """One of the person's own jobs."""
    job = _find(job_id, actor)
    return _seen(job, job.state in UNDER_WAY and worker.is_silent())


def recent(actor: Actor) -> list[SeenJob]:
    """The person's last jobs, newest first."""
    jobs = db.session.scalars(select(Job).where(visible_to(actor)).order_by(Job.id.desc()).limit(RECENT)).all()
    silent = any(job.state in UNDER_WAY for job in jobs) and worker.is_silent()
    return [_seen(job, silent) for job in jobs]


def _seen(job: Job, silent: bool) -> SeenJob:
    state, going, work = State(job.state), job.state in UNDER_WAY, work_of(job.kind)
    known = progress.figures(job.id) if going else progress.Figures(job.rows)
    made, available = state == State.DONE, job.file_id is not None and not _is_expired(job)
    return SeenJob(
        id=job.id,
        title=str(work.title),
        state=state,
        label=str(state.label),
        tone=STATE_TONES.get(state, "blue"),
        asked_at=job.asked_at,
        ended_at=job.ended_at,
        done=known.done,
        rows=known.total or job.rows,
        said=job.said or str(EXPIRED if made and not available else OUTCOMES.get(state, "")),
        place=job.place,
        leads_to=work.leads_to,
        kept_until=job.ended_at + RESULT_LIFETIME if job.ended_at and available else None,
        is_under_way=going,
        is_stopping=going and progress.is_cancel_requested(job.id),
        is_stuck=going and silent,
    )


def _is_expired(job: Job) -> bool:
    return job.ended_at is not None and job.ended_at + RESULT_LIFETIME < clock.now()


def cancel(job_id: int, *, actor: Actor) -> bool:
    """Cancel a job: True where it had not begun, False where it stops at its next step; nothing of it is kept.

    Conflict where it has ended. A running job is asked through the queue, as its own transaction may lock the database.
    """
    with reading():
        state = _find(job_id, actor).state
    if state not in UNDER_WAY:
        raise Conflict(_("This job has ended already; there is nothing left to cancel."))
    progress.request_cancel(job_id)
    if state == State.RUNNING:
        return False
    waiting = update(Job).where(Job.id == job_id, Job.state == State.WAITING)
    ended = {"state": State.CANCELLED, "ended_at": clock.now(), "key": None, "arguments": {}}
    if db.session.scalar(waiting.values(ended).returning(Job.id)) is None:
        return False
    audit.record("job.cancelled", "job", job_id, actor=actor)
    progress.clear(job_id)
    return True


def result(job_id: int, *, actor: Actor) -> StoredFile:
    """The table that one's own job made; the download is logged. NotFound where there is none or it has expired."""
    job = _find(job_id, actor)
    if job.file_id is None or _is_expired(job):
        raise NotFound(str(EXPIRED))
    audit.record_read("job.fetched", "job", job_id, actor=actor)
    return db.session.get_one(StoredFile, job.file_id)


def expire() -> int:
    """Delete the tables that jobs made more than a week ago; returns how many."""
    old = select(Job).where(Job.file_id.is_not(None), Job.ended_at < clock.now() - RESULT_LIFETIME)
    number = 0
    for job in db.session.scalars(old):
        stored = db.session.get_one(StoredFile, job.file_id)
        job.file_id = None
        db.session.flush()
        files.discard(stored)
        number += 1
    return number


def expire_each_day() -> str:
    """Each day: delete old tables, in a transaction of its own; returns a line to print, or ""."""
    with unit_of_work():
        number = expire()
    return f"removed {number} tables that were kept for their week" if number else ""
