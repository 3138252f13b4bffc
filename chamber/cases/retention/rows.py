"""The rows of the workflow for how long is kept whose a complaint is."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..rules.acts import Act, Party, Transition
from .keeping import OVER, may_end_hold, may_hold

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.HOLD_IDENTITY,
        _l("Identity kept longer"),
        sources=OVER,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may_hold,
        rule=_l(
            "Only with a reason, such as a lawsuit under way. Otherwise the identity of an ended complaint is erased "
            "after the set time."
        ),
        logged=_l("keeps the identity longer"),
        private=True,
    ),
    Transition(
        Act.END_HOLD,
        _l("Identity no longer kept"),
        sources=OVER,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may_end_hold,
        rule=_l("Once the reason is gone. Where the set time is over, the identity is erased the next night."),
        logged=_l("no longer keeps the identity"),
        private=True,
    ),
    Transition(
        Act.ERASE_IDENTITY,
        _l("Identity erased"),
        sources=OVER,
        who=(Party.TIME,),
        rule=_l(
            "After the set time the author, the firm, what they wrote and all files are erased from an ended "
            "complaint. Dates, outcome and figures stay."
        ),
        logged=_l("erased whose case it was"),
    ),
)
