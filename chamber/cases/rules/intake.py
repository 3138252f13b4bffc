"""The rows of the workflow from submission to the decision whether the case is accepted."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..addressees import AUTHOR, DESK, SUPERVISOR, tell
from ..words import OPEN_STATES, State
from . import conditions as may
from .acts import Act, Fork, Party, Transition
from .conditions import after_keeping_open, after_objection

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.SUBMIT,
        _l("Submitted"),
        sources=(),
        target=State.SUBMITTED,
        who=(Party.AUTHOR,),
        right=rights.SUBMIT,
        rule=_l("The text can no longer be changed; later text is an addition."),
        logged=_l("submitted the case"),
        tells=(
            tell(AUTHOR, _l("The chamber has received %(what)s."), receipt=True),
            tell(DESK, _l("New: %(what)s. Please contact the member in time.")),
        ),
    ),
    Transition(
        Act.CONTACT,
        _l("Contacted"),
        sources=OPEN_STATES,
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="contact",
        rule=_l("Any message to the member counts as first contact."),
        logged=_l("made the first contact"),
        tells=(tell(AUTHOR, _l("The chamber has contacted you about %(what)s.")),),
    ),
    Transition(
        Act.ACCEPT,
        _l("Accepted"),
        sources=(State.SUBMITTED,),
        target=State.ACCEPTED,
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="decide",
        rule=_l("Sets category and due date; accepting and assigning is one act."),
        logged=_l("accepted the case"),
        tells=(tell(AUTHOR, _l("%(what)s was accepted.")),),
    ),
    Transition(
        Act.ASK_SUPPLEMENT,
        _l("Missing information requested"),
        sources=(State.SUBMITTED,),
        target=State.SUPPLEMENTING,
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="decide",
        may=may.never_supplemented,
        rule=_l("Once, with everything that is missing in one list; the clock stops."),
        logged=_l("asked for what is missing"),
        tells=(tell(AUTHOR, _l("Something is missing in %(what)s. Please supply it.")),),
    ),
    Transition(
        Act.SUPPLEMENT,
        _l("Missing information supplied"),
        sources=(State.SUPPLEMENTING,),
        target=State.SUBMITTED,
        who=(Party.AUTHOR,),
        right=rights.AMEND,
        limit="supplement",
        rule=_l("The clock runs again."),
        logged=_l("added what was missing"),
        tells=(tell(DESK, _l("The missing information was added to %(what)s.")),),
        own_words=True,
    ),
    Transition(
        Act.LAPSE,
        _l("Lapsed, no reply"),
        sources=OPEN_STATES,
        target=State.WITHDRAWN,
        who=(Party.TIME,),
        limit="supplement",
        rule=_l(
            "Where nothing was supplied, or the author has left and no one could tell who the case is about. Without a "
            "reply it counts as withdrawn; the member can resume it within 30 days."
        ),
        logged=_l("let the case lapse because there was no reply"),
        tells=(tell(AUTHOR, _l("%(what)s lapsed because there was no reply. You can ask to resume it.")),),
    ),
    Transition(
        Act.REVIVE,
        _l("Resumed"),
        sources=(State.WITHDRAWN,),
        target=Fork((State.SUBMITTED, State.ACCEPTED), after_keeping_open),
        who=(Party.AUTHOR,),
        right=rights.AMEND,
        may=may.revive,
        rule=_l("Within 30 days after it lapsed without a reply."),
        logged=_l("resumed the case"),
        own_words=True,
    ),
    Transition(
        Act.NOT_ACCEPT,
        _l("Not accepted"),
        sources=(State.SUBMITTED,),
        target=State.NOT_ACCEPTED,
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="decide",
        rule=_l("With a reason and another option."),
        logged=_l("did not accept the case"),
        tells=(tell(AUTHOR, _l("%(what)s was not accepted. You can read why, and object.")),),
    ),
    Transition(
        Act.RAISE_OBJECTION,
        _l("Objection made"),
        sources=(State.NOT_ACCEPTED,),
        who=(Party.AUTHOR,),
        right=rights.AMEND,
        limit="objection",
        may=may.raise_objection,
        rule=_l("Once."),
        logged=_l("objected"),
        tells=(tell(SUPERVISOR, _l("An objection is waiting for your decision: %(what)s.")),),
        own_words=True,
    ),
    Transition(
        Act.DECIDE_OBJECTION,
        _l("Objection decided"),
        sources=(State.NOT_ACCEPTED,),
        target=Fork((State.SUBMITTED, State.NOT_ACCEPTED), after_objection),
        who=(Party.ARBITER, Party.BLIND_ARBITER),
        right=rights.OBJECTION,
        limit="objection_decision",
        may=may.objection_waits,
        rule=_l(
            "The supervisor decides; the leader, if it would be the supervisor's own case or no supervisor is "
            "available; if no leader is available either, the supervisor after all. If upheld, acceptance is "
            "decided again."
        ),
        logged=_l("decided the objection"),
        tells=(
            tell(AUTHOR, _l("Your objection was decided: %(what)s.")),
            tell(DESK, _l("An objection was decided: %(what)s.")),
        ),
    ),
)
