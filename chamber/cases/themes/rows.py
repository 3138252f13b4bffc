"""The rows of the workflow for what a case's author is told of a common problem."""

from flask_babel import lazy_gettext as _l

from ..addressees import AUTHOR, tell
from ..rules.acts import Act, Party, Transition
from ..words import State

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.ANSWER_SHARED,
        _l("Answer to a common problem"),
        sources=frozenset(State),
        who=(Party.SHARED,),
        rule=_l("What several firms have brought is answered once, and each of them is told in their own case."),
        logged=_l("passed on the answer to a common problem"),
        tells=(tell(AUTHOR, _l("There is an answer to a problem that you share with other firms: %(what)s.")),),
        private=True,
    ),
)
