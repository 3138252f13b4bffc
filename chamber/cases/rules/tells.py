"""Who is told of an act on a case, in which words; `%(what)s` is the case as that reader may name it."""

from flask_babel import LazyString

from ...messages import Tell
from ..addressees import AUTHOR, COLLEAGUE, DESK, FORMER, LEAD, LEADER, OWN_CASES, SUPERVISOR, WORK


def author(words: LazyString, *, receipt: bool = False) -> Tell:
    """Who submitted it; with `receipt` also where they did the act themselves."""
    return Tell(AUTHOR, words, OWN_CASES, receipt)


def colleague(words: LazyString) -> Tell:
    """The colleague named."""
    return Tell(COLLEAGUE, words, OWN_CASES)


def desk(words: LazyString) -> Tell:
    """Who runs it."""
    return Tell(DESK, words, WORK)


def lead(words: LazyString) -> Tell:
    """The handlers of the lead department."""
    return Tell(LEAD, words, WORK)


def former(words: LazyString) -> Tell:
    """The handlers of the department that it was taken from: they see it no more, and hear of it by its number."""
    return Tell(FORMER, words, WORK)


def leader(words: LazyString) -> Tell:
    """The leader."""
    return Tell(LEADER, words, WORK)


def arbiter(words: LazyString) -> Tell:
    """Who decides the objection."""
    return Tell(SUPERVISOR, words, WORK)
