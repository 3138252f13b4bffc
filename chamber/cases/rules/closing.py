"""The rows of the workflow after the answer: rated, closed, reopened, withdrawn."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..addressees import AUTHOR, DESK, FORMER, LEAD, tell
from ..words import OPEN_STATES, State
from . import conditions as may
from .acts import Act, Fork, Party, Transition
from .conditions import after_keeping_open, after_rating, after_reopening

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.RATE,
        _l("Rated"),
        sources=(State.ANSWERED, State.MONITORING, State.IMPLEMENTING),
        target=Fork(
            (State.CLOSED, State.IN_PROGRESS, State.ACCEPTED, State.MONITORING, State.IMPLEMENTING), after_rating
        ),
        who=(Party.AUTHOR,),
        right=rights.RATE,
        limit="rate",
        may=may.rate,
        rule=_l(
            "Five grades; after a poor first rating the case is handled again, after a second one it is closed "
            "as disputed."
        ),
        logged=_l("rated the answer"),
        tells=(
            tell(DESK, _l("The member was dissatisfied with the answer: %(what)s. Please check the next steps.")),
            tell(LEAD, _l("The member was dissatisfied with your answer: %(what)s. Please check the next steps.")),
        ),
        own_words=True,
    ),
    Transition(
        Act.CLOSE_SILENTLY,
        _l("Closed without a rating"),
        sources=(State.ANSWERED,),
        target=State.CLOSED,
        who=(Party.TIME,),
        limit="rate",
        rule=_l("A missing rating is not counted."),
        logged=_l("closed the case without a rating"),
        tells=(tell(AUTHOR, _l("%(what)s was closed. You can still have it reopened.")),),
    ),
    Transition(
        Act.REOPEN,
        _l("Reopened"),
        sources=(State.CLOSED,),
        target=Fork((State.IN_PROGRESS, State.ACCEPTED), after_reopening),
        who=(Party.AUTHOR, Party.RUNNER),
        right=rights.AMEND,
        may=may.reopen,
        rule=_l("By the member within 30 days, at most twice; the second time with another department or person."),
        logged=_l("reopened the case"),
        tells=(
            tell(DESK, _l("%(what)s was reopened.")),
            tell(LEAD, _l("%(what)s was reopened.")),
            tell(FORMER, _l("%(what)s was reopened, and another department handles it now.")),
        ),
        own_words=True,
    ),
    Transition(
        Act.WITHDRAW,
        _l("Withdrawn"),
        sources=OPEN_STATES,
        target=State.WITHDRAWN,
        who=(Party.AUTHOR,),
        right=rights.AMEND,
        paper=True,
        rule=_l("At any time while it is open."),
        logged=_l("withdrew the case"),
        tells=(
            tell(DESK, _l("%(what)s was withdrawn.")),
            tell(LEAD, _l("%(what)s was withdrawn.")),
        ),
        own_words=True,
    ),
    Transition(
        Act.CONTACT_PRESSED,
        _l("Spoken to about the pressure"),
        sources=(State.WITHDRAWN,),
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="contact",
        may=may.pressed_waits,
        rule=_l("Where the author says that they were pressed to withdraw; nobody else is told."),
        logged=_l("spoke to the author"),
        private=True,
    ),
    Transition(
        Act.KEEP_OPEN,
        _l("Kept open without the author's name"),
        sources=(State.WITHDRAWN,),
        target=Fork((State.SUBMITTED, State.ACCEPTED), after_keeping_open),
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may.was_pressed,
        rule=_l("Where the author was pressed to withdraw and agrees; only those in charge still know whose it is."),
        logged=_l("kept the case open without the author's name"),
        private=True,
    ),
)
