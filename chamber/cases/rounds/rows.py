"""The row of the workflow for a call in vain."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..addressees import AUTHOR, tell
from ..rules import clocks
from ..rules.acts import Act, Party, Transition
from ..rules.hand import Hand
from ..words import State


def _waits_for_call(hand: Hand) -> bool:
    return clocks.waits_for_call(hand.case)


ROWS: tuple[Transition, ...] = (
    Transition(
        Act.TRY_CALL,
        _l("Called, not reached"),
        sources=(State.IN_PROGRESS,),
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="contact",
        may=_waits_for_call,
        rule=_l("Before a new round; after three attempts the work continues without the call."),
        logged=_l("called the member, not reached"),
        tells=(tell(AUTHOR, _l("We tried to call you about %(what)s. Please call us back.")),),
    ),
)
