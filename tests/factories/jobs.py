"""Long jobs."""

from chamber.extensions import db
from chamber.members import jobs
from chamber.members.search import Filters
from chamber.rights import Actor


def make_job(actor: Actor, **filters: str) -> int:
    """A job that waits: the roster as a table; committed."""
    job_id = jobs.export(Filters(**filters), place="/members/", actor=actor)
    db.session.commit()
    return job_id
