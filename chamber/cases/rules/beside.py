"""The rows of the workflow for acts that leave the state as it is."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..addressees import AUTHOR, COLLEAGUE, DESK, LEAD, LEADER, SUPERVISOR, tell
from ..words import OPEN_STATES, WORKED_ON, State
from . import conditions as may
from .acts import Act, Party, Transition

AT_DEPARTMENT = (State.ASSIGNED, State.IN_PROGRESS, State.ANSWER_REVIEW)

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.ADD,
        _l("Addition"),
        sources=OPEN_STATES,
        who=(Party.AUTHOR, Party.COLLEAGUE),
        right=rights.AMEND,
        rule=_l("Text and files added after submission."),
        logged=_l("added to the case"),
        tells=(tell(DESK, _l("Something was added to %(what)s.")),),
        own_words=True,
    ),
    Transition(
        Act.MARK_FILE,
        _l("Decided who can see a file"),
        sources=frozenset(State),
        who=(Party.AUTHOR,),
        right=rights.RATE,
        rule=_l("Only those in charge of the case, or others too; the author decides, until it has been passed on."),
        logged=_l("decided who can see a file"),
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
        rule=_l("To disclose the author's identity to one organisation, for one purpose."),
        logged=_l("asked for consent to disclose the identity"),
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
        tells=(tell(DESK, _l("The member has answered the request for consent: %(what)s.")),),
        private=True,
    ),
    Transition(
        Act.RECUSE,
        _l("Recused"),
        sources=OPEN_STATES | {State.NOT_ACCEPTED},
        who=(Party.RUNNER, Party.HANDLER, Party.HELPER, Party.LEADER, Party.ARBITER, Party.BLIND_ARBITER),
        right=rights.RECUSE,
        rule=_l("Anyone involved recuses themselves or is recused, and can no longer see the case."),
        logged=_l("recused a person"),
        tells=(
            tell(DESK, _l("You are now in charge of %(what)s: the secretariat is recused.")),
            tell(SUPERVISOR, _l("An objection is waiting for your decision: %(what)s.")),
        ),
        inside=True,
    ),
    Transition(
        Act.ISSUE_HANDLING_SLIP,
        _l("Handling slip issued"),
        sources=(State.ASSIGNED, State.IN_PROGRESS),
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may.lies_with_department,
        rule=_l("On paper, with what the department may read, for one that does not sign in; its reply is entered."),
        logged=_l("issued a handling slip"),
        inside=True,
    ),
    Transition(
        Act.ISSUE_ANSWER,
        _l("Answer issued on paper"),
        sources=(State.ANSWERED, State.MONITORING, State.IMPLEMENTING, State.CLOSED),
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may.is_answered,
        rule=_l(
            "With a document number, only where a formal paper is needed: two numbers tell a firm how many were issued "
            "between. Otherwise the random reference of the case stands for it."
        ),
        logged=_l("issued the answer on paper"),
        inside=True,
    ),
    Transition(
        Act.LOOK_THROUGH,
        _l("Reviewed"),
        sources=frozenset(State),
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="look_through",
        may=may.words_wait,
        rule=_l(
            "Text from a department or the leader about a case without names is always accepted. If it may "
            "identify someone, others can read it only after those in charge have reviewed it."
        ),
        logged=_l("reviewed the text"),
        tells=(
            tell(AUTHOR, _l("The text on %(what)s can now be read.")),
            tell(LEADER, _l("The text on %(what)s can now be read.")),
            tell(LEAD, _l("The text on %(what)s can now be read.")),
        ),
        inside=True,
    ),
    Transition(
        Act.LOCK,
        _l("Locked for the member's account"),
        sources=frozenset(State),
        who=(Party.KEY,),
        rule=_l(
            "For a confidential case, when someone signs in to the account with a link issued by another person; also "
            "when a case becomes confidential or someone who had such a link issued may no longer see it."
        ),
        logged=_l("locked the case for the member's account"),
        private=True,
    ),
    Transition(
        Act.OPEN_AGAIN,
        _l("Unlocked for the member"),
        sources=frozenset(State),
        who=(Party.KEY,),
        rule=_l(
            "With the receipt code; if it is lost, by the supervisor after calling the number stored with the case."
        ),
        logged=_l("unlocked the case for the member"),
        tells=(tell(AUTHOR, _l("%(what)s is open to you again.")),),
        private=True,
    ),
    Transition(
        Act.AUTHOR_LEFT,
        _l("The author has left"),
        sources=OPEN_STATES | {State.NOT_ACCEPTED},
        who=(Party.ROSTER,),
        rule=_l(
            "The author left the firm or their account was closed, and nobody takes over automatically: those in "
            "charge decide how to continue. Steps that wait for the author are paused; nothing ends automatically."
        ),
        logged=_l("recorded that the author has left"),
        tells=(tell(DESK, _l("The author of %(what)s has left. Please decide how to continue.")),),
        private=True,
    ),
    Transition(
        Act.AUTHOR_BACK,
        _l("The author is back"),
        sources=frozenset(State),
        who=(Party.ROSTER,),
        rule=_l(
            "They came back, or were recorded as left by mistake. Cases handed over automatically return to them "
            "if nothing was done since; otherwise, and where those in charge handed it over after a call, it stays "
            "with the new person."
        ),
        logged=_l("recorded that the author is back"),
        tells=(tell(AUTHOR, _l("You are responsible for %(what)s again.")),),
        private=True,
    ),
    Transition(
        Act.TAKE_OVER,
        _l("Someone else in the firm takes over"),
        sources=frozenset(State),
        who=(Party.ROSTER,),
        rule=_l(
            "When the author leaves the firm: the colleague they named first; otherwise, for a request or "
            "suggestion that is not confidential, the firm's person in charge."
        ),
        logged=_l("passed the case on within the firm"),
        tells=(tell(AUTHOR, _l("You take over %(what)s: its author has left the firm.")),),
        private=True,
    ),
    Transition(
        Act.HAND_ON,
        _l("Handed over within the firm"),
        sources=OPEN_STATES | {State.NOT_ACCEPTED},
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="contact",
        may=may.may_be_handed_on,
        rule=_l(
            "Where the author has left, after a call; for a confidential case, or one that the supervisor is in "
            "charge of, only to a colleague named by the author. It stays with them even if the author comes back."
        ),
        logged=_l("handed the case over within the firm"),
        tells=(tell(AUTHOR, _l("You take over %(what)s: its author has left.")),),
        private=True,
    ),
    Transition(
        Act.GO_ON_WITHOUT,
        _l("Continues without its author"),
        sources=OPEN_STATES | {State.NOT_ACCEPTED},
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="contact",
        may=may.needs_author,
        rule=_l(
            "With a reason. What is under way continues, and what was answered is closed; a pending rating, supplement "
            "or objection is no longer expected."
        ),
        logged=_l("continued without the author"),
        private=True,
    ),
    Transition(
        Act.CLIMB,
        _l("Delay reported one level up"),
        sources=OPEN_STATES | {State.NOT_ACCEPTED},
        who=(Party.TIME,),
        rule=_l(
            "A delay is reported level by level: to the head handler of the department, the head of the secretariat, "
            "the leader, and at last the supervisor; the limits below say after how many working days, and it happens "
            "at 08:00 of the working day after. Anyone who may not see the case is skipped; a delay of the secretariat "
            "itself goes to the leader first."
        ),
        logged=_l("reported the delay one level up"),
        inside=True,
    ),
    Transition(
        Act.RECEIVE_SLIP,
        _l("Supervision slip received"),
        sources=AT_DEPARTMENT,
        who=(Party.LEAD,),
        right=rights.HANDLE,
        may=may.slip_came,
        rule=_l("The slip is issued when a delay of the department reaches level 1; its head handler confirms it."),
        logged=_l("confirmed receipt of the supervision slip"),
        inside=True,
    ),
    Transition(
        Act.REPLY_SLIP,
        _l("Reply to the supervision slip"),
        sources=AT_DEPARTMENT,
        who=(Party.LEAD,),
        right=rights.HANDLE,
        may=may.slip_waits,
        rule=_l("What is done about the delay, and by when it will be finished."),
        logged=_l("replied to the supervision slip"),
        tells=(tell(DESK, _l("The department replied to the supervision slip: %(what)s.")),),
        inside=True,
        for_leader=True,
    ),
)
