"""The one table of the workflow: checks, buttons, log, messages, the help page and the tests read it."""

from . import beside, closing, handling, intake, whom
from .acts import Transition

TABLE: tuple[Transition, ...] = (*intake.ROWS, *handling.ROWS, *closing.ROWS, *whom.ROWS, *beside.ROWS)
BY_ACT = {row.act: row for row in TABLE}
AUTHOR_WORDS = frozenset(row.act for row in TABLE if row.own_words)
