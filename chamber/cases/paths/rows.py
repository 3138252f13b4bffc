"""The row of the workflow for asking whether another path has worked."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..rules.acts import Act, Party, Transition
from ..words import State
from . import due

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.FOLLOW_UP,
        _l("Asked about the other option"),
        sources=(State.ANSWERED, State.MONITORING, State.CLOSED),
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="follow_up",
        may=due.may_follow_up,
        rule=_l(
            "If an answer named another option, the firm is asked afterwards whether it worked. If not, the case is "
            "handled again or kept under review."
        ),
        logged=_l("asked about the other option"),
        private=True,
    ),
)
