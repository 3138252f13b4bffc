"""The row of the workflow for what a case's author is told of a list of appeals."""

from flask_babel import lazy_gettext as _l

from ..addressees import AUTHOR, tell
from ..rules.acts import Act, Party, Transition
from ..words import State

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.RAISE_SHARED,
        _l("Raised for several firms"),
        sources=frozenset(State),
        who=(Party.SHARED,),
        rule=_l("The chamber carried a problem that several firms have to whoever can help, without naming a firm."),
        logged=_l("passed on that a common problem was raised"),
        tells=(tell(AUTHOR, _l("The chamber raised a problem that you share with other firms: %(what)s.")),),
        private=True,
    ),
)
