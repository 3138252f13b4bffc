"""The rows of the workflow for what another body has too."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..rules.acts import Act, Party, Transition
from ..words import OPEN_STATES, State
from .waiting import may_reply

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.NOTE_OUTSIDE,
        _l("Recorded with another body"),
        sources=OPEN_STATES | {State.NOT_ACCEPTED, State.CLOSED},
        who=(Party.RUNNER,),
        right=rights.RUN,
        rule=_l(
            "The number and limit at 12345, the petition office or another body. It does not end the chamber's help."
        ),
        logged=_l("recorded the number with another body"),
        private=True,
    ),
    Transition(
        Act.REPLY_OUTSIDE,
        _l("Replied to another body"),
        sources=frozenset(State),
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may_reply,
        rule=_l("What was replied to the body that has the matter too."),
        logged=_l("replied to another body"),
        private=True,
    ),
)
