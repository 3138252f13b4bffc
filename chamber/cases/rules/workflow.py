"""The one table of the workflow: checks, buttons, log, messages, the help page and the tests read it."""

from ..appeals import rows as appeals
from ..force import rows as force
from ..letters import rows as letters
from ..outside import rows as outside
from ..paths import rows as paths
from ..pausing import rows as pausing
from ..retention import rows as retention
from ..rounds import rows as rounds
from ..suggestions import rows as suggestions
from ..thanks import rows as thanks
from ..themes import rows as themes
from . import beside, closing, handling, intake, whom
from .acts import Transition

TABLE: tuple[Transition, ...] = (
    *intake.ROWS,
    *handling.ROWS,
    *paths.ROWS,
    *letters.ROWS,
    *outside.ROWS,
    *pausing.ROWS,
    *rounds.ROWS,
    *suggestions.ROWS,
    *thanks.ROWS,
    *force.ROWS,
    *closing.ROWS,
    *whom.ROWS,
    *beside.ROWS,
    *themes.ROWS,
    *appeals.ROWS,
    *retention.ROWS,
)
BY_ACT = {row.act: row for row in TABLE}
AUTHOR_WORDS = frozenset(row.act for row in TABLE if row.own_words)
