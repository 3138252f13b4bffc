"""What tests read of jobs, and replacing the work of a job."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from chamber import registry
from chamber.jobs import kinds
from chamber.jobs.kinds import Advance, Result, Work
from chamber.jobs.models import Job
from chamber.members import jobs as members
from chamber.members.models import Member
from chamber.rights import Actor


def work(monkeypatch: pytest.MonkeyPatch, run: Callable[[Actor, object, Advance], Result]) -> None:
    """Have the jobs of the roster do something else."""
    known = kinds.work_of(members.EXPORT_ROSTER)
    monkeypatch.setitem(registry.works(), members.EXPORT_ROSTER, Work(known.title, run))


def state_of(db: SQLAlchemy, job_id: int) -> tuple[str, str]:
    job = db.session.get_one(Job, job_id)
    return job.state, job.said


def number_of_members(db: SQLAlchemy) -> int:
    return db.session.scalar(select(func.count()).select_from(Member)) or 0
