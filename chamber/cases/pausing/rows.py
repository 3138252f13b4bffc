"""The rows of the workflow for a case that stands still."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..addressees import AUTHOR, LEAD, tell
from ..paths import due
from ..rules import conditions as may
from ..rules.acts import Act, Fork, Party, Transition
from ..rules.conditions import after_coming_back, at_work_again
from ..words import OPEN_STATES, State

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.SUSPEND,
        _l("Suspended"),
        sources=(State.IN_PROGRESS,),
        target=State.SUSPENDED,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may.suspend,
        rule=_l(
            "Only while waiting for the member, for an expert's, an audit or a court step, or because of force "
            "majeure. The member sees the reason; the handling limit is paused."
        ),
        logged=_l("suspended the case"),
        tells=(
            tell(AUTHOR, _l("%(what)s is suspended. You can read why, and what it is waiting for.")),
            tell(LEAD, _l("%(what)s is suspended; its limit is paused.")),
        ),
    ),
    Transition(
        Act.KEEP_SUSPENDED,
        _l("Suspension continued"),
        sources=(State.SUSPENDED,),
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="suspension_review",
        rule=_l("After each review, with what the case is still waiting for."),
        logged=_l("continued the suspension"),
        tells=(tell(AUTHOR, _l("%(what)s remains suspended. You can read what it is waiting for.")),),
    ),
    Transition(
        Act.RESUME,
        _l("Resumed after the suspension"),
        sources=(State.SUSPENDED,),
        target=State.IN_PROGRESS,
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="suspension_review",
        rule=_l("The limit continues with the working days that were left. Both due dates stay visible."),
        logged=_l("ended the suspension"),
        tells=(
            tell(AUTHOR, _l("Work on %(what)s continues.")),
            tell(LEAD, _l("%(what)s continues. Please check its new due date.")),
        ),
    ),
    Transition(
        Act.MONITOR,
        _l("Kept under review"),
        sources=(State.ANSWERED, State.CLOSED),
        target=State.MONITORING,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=due.may_monitor,
        rule=_l(
            "Answered, but worth another try once a condition is met: with the condition, who watches it, and the next "
            "review. The member may still rate the answer."
        ),
        logged=_l("put the case under review"),
        tells=(
            tell(AUTHOR, _l("%(what)s is kept under review. You can read what it is waiting for.")),
            tell(LEAD, _l("%(what)s is kept under review. You can read what it is waiting for.")),
        ),
    ),
    Transition(
        Act.KEEP_MONITORING,
        _l("Still under review"),
        sources=(State.MONITORING,),
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="monitoring_review",
        rule=_l("After each review, with what it found; what the case is waiting for stays as it was."),
        logged=_l("kept the case under review"),
    ),
    Transition(
        Act.TELL_MONITORED,
        _l("Told what it is waiting for"),
        sources=(State.MONITORING,),
        who=(Party.TIME,),
        rule=_l("Every 90 days the member is told what the case is waiting for."),
        logged=_l("told the member what the case is waiting for"),
        tells=(tell(AUTHOR, _l("%(what)s is still under review. You can read what it is waiting for.")),),
    ),
    Transition(
        Act.TAKE_UP,
        _l("Taken up again"),
        sources=(State.MONITORING,),
        target=Fork((State.IN_PROGRESS, State.ACCEPTED), at_work_again),
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="monitoring_review",
        rule=_l("Once the condition is met: a new round with its own dates, and a call to the member first."),
        logged=_l("took the case up again"),
        tells=(
            tell(AUTHOR, _l("%(what)s is taken up again.")),
            tell(LEAD, _l("%(what)s is taken up again.")),
        ),
    ),
    Transition(
        Act.CLOSE_MONITORED,
        _l("Closed after review"),
        sources=(State.MONITORING,),
        target=State.CLOSED,
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="monitoring_review",
        rule=_l("With the reason why nothing more is to be waited for."),
        logged=_l("closed the case after review"),
        tells=(tell(AUTHOR, _l("%(what)s was closed. You can still have it reopened.")),),
    ),
    Transition(
        Act.TERMINATE,
        _l("Ended: before a court"),
        sources=OPEN_STATES,
        target=State.TERMINATED,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may.terminate,
        rule=_l(
            "Only where a court or an arbitration body has taken up the same matter. A petition elsewhere does not end "
            "the chamber's help."
        ),
        logged=_l("ended the case"),
        tells=(
            tell(AUTHOR, _l("%(what)s has ended: a court or an arbitration body has the same matter.")),
            tell(LEAD, _l("%(what)s has ended: a court or an arbitration body has the same matter.")),
        ),
    ),
    Transition(
        Act.COME_BACK,
        _l("Continued after the court"),
        sources=(State.TERMINATED,),
        target=Fork((State.SUBMITTED, State.ACCEPTED, State.IN_PROGRESS), after_coming_back),
        who=(Party.RUNNER,),
        right=rights.RUN,
        rule=_l("Where the other body no longer has the matter; with the working days that were left."),
        logged=_l("continued the case"),
        tells=(
            tell(AUTHOR, _l("Work on %(what)s continues.")),
            tell(LEAD, _l("%(what)s continues. Please check its new due date.")),
        ),
    ),
)
