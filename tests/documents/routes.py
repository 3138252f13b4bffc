"""Who may open which page of papers; see tests/routes.py for the letters."""

from tests.factories.things import EVERYBODY, Thing

ROUTES = """
endpoint               methods  who       things
documents.index        GET      S......
documents.paper        GET      S......   kind of paper, no kind of paper
documents.shipped      GET      S......   kind of paper, no kind of paper
documents.own          GET      S......   kind of paper, no kind of paper
documents.sample       GET      S......   kind of paper, no kind of paper
documents.replace      POST     S......   kind of paper, no kind of paper
documents.take_back    POST     S......   kind of paper, no kind of paper
documents.prefix       POST     S......   kind of paper, no kind of paper
"""


def things(_there: dict[str, Thing]) -> dict[str, Thing]:
    """A kind of paper, and one that nobody declares."""
    return {
        "kind of paper": Thing({"kind": "case_answer"}, EVERYBODY),
        "no kind of paper": Thing({"kind": "nothing"}, frozenset()),
    }
