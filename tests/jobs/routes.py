"""Who may open which page of long jobs; see tests/routes.py for the letters."""

from tests.factories.things import MISSING, Thing

ROUTES = """
endpoint                 methods   who       things
jobs.index               GET       SMHLPVAF
jobs.job                 GET       SMHLPVAF  job, no job
jobs.cancel              POST      SMHLPVAF  job, no job
jobs.result              GET       SMHLPVAF  made table, no job
"""


def things(_there: dict[str, Thing]) -> dict[str, Thing]:
    """What these routes need beside the world's things, and of each sort one that does not exist."""
    return {"no job": Thing({"job_id": MISSING}, frozenset())}
