"""Who is notified of a long job: the account that asked for it."""

from collections.abc import Sequence

from sqlalchemy import select

from ..accounts.telling import OWN_ACCOUNT
from ..extensions import db
from ..messages import Happened, Outside, Shown, Source
from ..rights import Actor
from ..secrecy.sealing import sealed_number
from .kinds import work_of
from .models import Job
from .services import visible_to

TOPIC = OWN_ACCOUNT


def _owner(job_id: int) -> int | None:
    return db.session.scalar(select(Job.account_id).where(Job.id == job_id))


def _shown(actor: Actor, job_ids: Sequence[int]) -> dict[int, Shown]:
    jobs = db.session.scalars(select(Job).where(visible_to(actor), Job.id.in_(job_ids)))
    return {job.id: Shown(str(work_of(job.kind).title), "jobs.job", {"job_id": job.id}) for job in jobs}


def _is_news(happened: Happened) -> bool:
    """A job that made no table notifies by itself, as the roster import does."""
    return happened.act == "job.failed" or "file" in happened.facts


def _outside(job_id: int) -> Outside | None:
    """What sort of work it was; never what it was about."""
    job = db.session.get(Job, job_id)
    return Outside(str(work_of(job.kind).title), f"/jobs/{sealed_number(job_id, 'address', 'jobs')}") if job else None


SOURCE = Source.of_owner(_owner, _shown, _is_news, _outside)
