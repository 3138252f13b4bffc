"""Who may open which page of the directory of departments; see tests/routes.py for the letters."""

from tests.factories.things import MISSING, Thing

ROUTES = """
endpoint                 methods   who       things
directory.index          GET       SMHLPVA.
directory.department     GET       SMHLPVA.  department, no department
directory.new            GET POST  S.......
directory.edit           GET POST  S.......  department, no department
directory.verified       POST      S.......  department, no department
"""


def things(_there: dict[str, Thing]) -> dict[str, Thing]:
    """What these routes need beside the world's things, and of each sort one that does not exist."""
    return {"no department": Thing({"department_id": MISSING}, frozenset())}
