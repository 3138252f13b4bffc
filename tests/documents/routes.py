"""Who may open which page of papers; see tests/routes.py for the letters."""

from tests.factories.things import EVERYBODY, Thing

ROUTES = """
endpoint               methods  who       things
documents.index        GET      S......
documents.paper        GET      S......   paper, no paper
documents.shipped      GET      S......   paper, no paper
documents.own          GET      S......   paper, no paper
documents.sample       GET      S......   paper, no paper
documents.replace      POST     S......   paper, no paper
documents.take_back    POST     S......   paper, no paper
documents.prefix       POST     S......   paper, no paper
"""


def things(_there: dict[str, Thing]) -> dict[str, Thing]:
    """A kind of paper, and one that nobody declares."""
    return {
        "paper": Thing({"kind": "case_answer"}, EVERYBODY),
        "no paper": Thing({"kind": "nothing"}, frozenset()),
    }
