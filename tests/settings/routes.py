"""Who may open which page of the settings; see tests/routes.py for the letters."""

from tests.factories.things import EVERYBODY, Thing

ROUTES = """
endpoint                 methods   who       things
settings.index           GET       ......A.
settings.change          GET POST  ......A.  group of settings, no group of settings
settings.test_mail       POST      ......A.
"""


def things(_there: dict[str, Thing]) -> dict[str, Thing]:
    """A group of settings, and one that does not exist."""
    return {
        "group of settings": Thing({"key": "chamber"}, EVERYBODY),
        "no group of settings": Thing({"key": "nothing"}, frozenset()),
    }
