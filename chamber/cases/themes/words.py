"""The vocabulary of common problems."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ...language.labelled import Labelled


class ThemeState(Labelled):
    """Where a common problem stands."""

    PREPARED = "prepared", _l("Being prepared")
    OPEN = "open", _l("To be solved")
    AT_WORK = "at_work", _l("Measures under way")
    ANSWERED = "answered", _l("Answered")


TONES = {
    ThemeState.PREPARED: "neutral",
    ThemeState.OPEN: "amber",
    ThemeState.AT_WORK: "blue",
    ThemeState.ANSWERED: "green",
}
LEAST = 3
"""Of fewer firms nothing is told to anybody but who links their cases (`design: cases.md`, Who sees what)."""


class ThemeCircle(StrEnum):
    """Who finds a common problem by its words (`search.tokens`)."""

    ALL = "ct"
    """Everybody who sees it reads all of it."""
