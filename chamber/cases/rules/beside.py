"""The rows of the workflow for acts that leave the state as it is."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..addressees import AUTHOR, COLLEAGUE, DESK, LEAD, LEADER, SUPERVISOR, tell
from ..words import OPEN_STATES, WORKED_ON, State
from . import conditions as may
from .acts import Act, Party, Transition

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.ADD,
        _l("Addition"),
        sources=OPEN_STATES,
        who=(Party.AUTHOR, Party.COLLEAGUE),
        right=rights.AMEND,
        rule=_l("Words and files after submitting."),
        logged=_l("added to the case"),
        tells=(tell(DESK, _l("Something was added to %(what)s.")),),
        own_words=True,
    ),
    Transition(
        Act.MARK_FILE,
        _l("Said who gets a file"),
        sources=frozenset(State),
        who=(Party.AUTHOR,),
        right=rights.RATE,
        rule=_l("Only those who run the case, or others too; the author alone decides, until it was passed on."),
        logged=_l("said who gets a file"),
        private=True,
    ),
    Transition(
        Act.NAME_COLLEAGUE,
        _l("Colleague named"),
        sources=OPEN_STATES,
        who=(Party.AUTHOR,),
        right=rights.AMEND,
        rule=_l("A colleague who may read and add."),
        logged=_l("named a colleague"),
        tells=(tell(COLLEAGUE, _l("A colleague shares %(what)s with you.")),),
    ),
    Transition(
        Act.ASK_CONSENT,
        _l("Consent asked for"),
        sources=WORKED_ON,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may.is_confidential,
        rule=_l("To tell one organisation who the author is, for one purpose."),
        logged=_l("asked for consent to pass the identity on"),
        tells=(tell(AUTHOR, _l("Your consent is asked for: %(what)s.")),),
        private=True,
    ),
    Transition(
        Act.DECIDE_CONSENT,
        _l("Consent decided"),
        sources=WORKED_ON,
        who=(Party.AUTHOR,),
        right=rights.RATE,
        rule=_l("The author alone decides."),
        logged=_l("decided on consent"),
        tells=(tell(DESK, _l("The consent asked for was decided: %(what)s.")),),
        private=True,
    ),
    Transition(
        Act.RECUSE,
        _l("Recused"),
        sources=OPEN_STATES | {State.NOT_ACCEPTED},
        who=(Party.RUNNER, Party.HANDLER, Party.HELPER, Party.LEADER, Party.ARBITER, Party.BLIND_ARBITER),
        right=rights.RECUSE,
        rule=_l("Whoever is concerned steps back, or is made to; from then on they see nothing."),
        logged=_l("recused somebody"),
        tells=(
            tell(DESK, _l("From now on you run %(what)s: the secretariat is recused.")),
            tell(SUPERVISOR, _l("An objection waits for your decision: %(what)s.")),
        ),
        inside=True,
    ),
    Transition(
        Act.LOOK_THROUGH,
        _l("Looked through"),
        sources=frozenset(State),
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="look_through",
        may=may.words_wait,
        rule=_l(
            "What a department or the leader writes about a case without names is always taken. Where it may name "
            "somebody, others read it only after whoever runs the case has looked it through."
        ),
        logged=_l("looked through what was written"),
        tells=(
            tell(AUTHOR, _l("What was written on %(what)s can be read now.")),
            tell(LEADER, _l("What was written on %(what)s can be read now.")),
            tell(LEAD, _l("What was written on %(what)s can be read now.")),
        ),
        inside=True,
        finishes=True,
    ),
    Transition(
        Act.PUBLISH_SUGGESTION,
        _l("Published as a suggestion"),
        sources=(State.ANSWERED, State.CLOSED),
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may.is_open_suggestion,
        rule=_l("A moderated text, never the member's own words; not of confidential ones."),
        logged=_l("published the suggestion"),
    ),
    Transition(
        Act.LOCK,
        _l("Closed to the member's account"),
        sources=frozenset(State),
        who=(Party.KEY,),
        rule=_l("Of a confidential case, when somebody signs in to the account by a link that another person issued."),
        logged=_l("closed the case to the member's account"),
        private=True,
    ),
    Transition(
        Act.OPEN_AGAIN,
        _l("Opened again for the member"),
        sources=frozenset(State),
        who=(Party.KEY,),
        rule=_l(
            "By the receipt code; where it is lost, by the supervisor after a call to the number that was stored with"
            " the case."
        ),
        logged=_l("opened the case again for the member"),
        tells=(tell(AUTHOR, _l("%(what)s is open to you again.")),),
        private=True,
    ),
    Transition(
        Act.AUTHOR_LEFT,
        _l("The author is not there any more"),
        sources=OPEN_STATES | {State.NOT_ACCEPTED},
        who=(Party.ROSTER,),
        rule=_l(
            "The author left the firm or their account was closed, and nobody takes the place by themselves: who runs "
            "it says how it goes on. What waits for the author stands still; silence ends nothing meanwhile."
        ),
        logged=_l("noted that the author is not there any more"),
        tells=(tell(DESK, _l("The author of %(what)s is not there any more. Please say how it goes on.")),),
        private=True,
    ),
    Transition(
        Act.AUTHOR_BACK,
        _l("The author is there again"),
        sources=frozenset(State),
        who=(Party.ROSTER,),
        rule=_l(
            "They came back, or were noted as left by mistake. What the program itself passed on is theirs again if "
            "nothing was done there since; else, and where whoever runs it handed it on after a call, it stays there."
        ),
        logged=_l("noted that the author is there again"),
        tells=(tell(AUTHOR, _l("%(what)s is yours again.")),),
        private=True,
    ),
    Transition(
        Act.TAKE_OVER,
        _l("Somebody else of the firm goes on"),
        sources=frozenset(State),
        who=(Party.ROSTER,),
        rule=_l(
            "When the author leaves the firm: the colleague whom they named first; else, of a request or suggestion "
            "that is not confidential, the firm's person in charge."
        ),
        logged=_l("passed the case on within the firm"),
        tells=(tell(AUTHOR, _l("You go on with %(what)s: whoever brought it has left the firm.")),),
        private=True,
    ),
    Transition(
        Act.HAND_ON,
        _l("Handed on to somebody else of the firm"),
        sources=OPEN_STATES | {State.NOT_ACCEPTED},
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="contact",
        may=may.may_be_handed_on,
        rule=_l(
            "Where the author is not there any more, after a call; of a confidential case, or one that the supervisor "
            "runs, only to a colleague whom the author named. It stays with them even if the author comes back."
        ),
        logged=_l("handed the case on within the firm"),
        tells=(tell(AUTHOR, _l("You go on with %(what)s: whoever brought it is not there any more.")),),
        private=True,
        finishes=True,
    ),
    Transition(
        Act.GO_ON_WITHOUT,
        _l("Goes on without its author"),
        sources=OPEN_STATES | {State.NOT_ACCEPTED},
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="contact",
        may=may.needs_author,
        rule=_l(
            "With the reason. The work goes on; a rating, a supplement or an objection that was awaited is awaited no "
            "more."
        ),
        logged=_l("went on without the author"),
        private=True,
        finishes=True,
    ),
)
