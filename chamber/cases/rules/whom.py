"""Whom a case is about, and who may read it at all."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..addressees import AUTHOR, DESK, LEAD, tell
from ..words import OPEN_STATES, State
from . import conditions as may
from .acts import Act, Party, Transition

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.NAME_RESPONDENT,
        _l("Respondent named"),
        sources=tuple(State),
        target=State.ACCEPTED,
        who=(Party.AUTHOR,),
        right=rights.AMEND,
        may=may.asks_author,
        rule=_l(
            "Anyone the text may refer to cannot see the case before the author is asked, nor without an answer. "
            "If nobody is recognised, only the author sees the case until someone says who is meant."
        ),
        logged=_l("named the respondent"),
        tells=(tell(DESK, _l("The respondent of %(what)s was named. Please see who is handling it now.")),),
        private=True,
    ),
    Transition(
        Act.ASK_WHOM_AGAIN,
        _l("Asked again who is meant"),
        sources=tuple(State),
        who=(Party.TIME,),
        limit="clarify",
        rule=_l("Where the supervisor has not said who is meant, or may be meant: with options outside the chamber."),
        logged=_l("asked again who is meant"),
        tells=(
            tell(
                AUTHOR,
                _l("Nobody could tell who %(what)s is about. Please check it again; other options are listed there."),
            ),
        ),
        private=True,
    ),
    Transition(
        Act.ADD_RESPONDENT,
        _l("Respondent added"),
        sources=tuple(State),
        target=State.ACCEPTED,
        who=(Party.AUTHOR, Party.RUNNER),
        right=rights.AMEND,
        rule=_l(
            "At once in force: whoever is named sees nothing more. A department that is named loses the case, which is "
            "assigned anew; where the secretariat or the leader is named, the supervisor runs it. Where the author "
            "names somebody whom nobody recognises, nobody else sees the case, and its limits stand still, until "
            "somebody says who is meant."
        ),
        logged=_l("added a respondent"),
        tells=(
            tell(AUTHOR, _l("A respondent was added to %(what)s.")),
            tell(DESK, _l("A respondent was added to %(what)s. Please see who is handling it now.")),
        ),
        private=True,
    ),
    Transition(
        Act.REMOVE_RESPONDENT,
        _l("Wrong respondent removed"),
        sources=tuple(State),
        who=(Party.AUTHOR,),
        right=rights.RATE,
        rule=_l("By the author only; anyone once named still cannot see the case."),
        logged=_l("removed a wrong respondent"),
        tells=(tell(DESK, _l("The member removed a respondent from %(what)s.")),),
        private=True,
    ),
    Transition(
        Act.CLARIFY,
        _l("Respondent identified"),
        sources=OPEN_STATES,
        target=State.ACCEPTED,
        who=(Party.RUNNER,),
        right=rights.CLARIFY,
        may=may.lacks_name,
        rule=_l("Where only the unit is known; until then no department that may be meant can have the case."),
        logged=_l("named the respondent"),
        tells=(
            tell(AUTHOR, _l("The respondent of %(what)s was identified.")),
            tell(DESK, _l("The respondent of %(what)s was named. Please see who is handling it now.")),
        ),
        private=True,
        lets_go=True,
    ),
    Transition(
        Act.MAKE_CONFIDENTIAL,
        _l("Made confidential"),
        sources=OPEN_STATES,
        who=(Party.AUTHOR, Party.RUNNER),
        right=rights.AMEND,
        may=may.is_open,
        rule=_l(
            "This cannot be undone. What a department has read already stays with it; anything sent from now on is "
            "masked."
        ),
        logged=_l("made the case confidential"),
        tells=(
            tell(AUTHOR, _l("%(what)s is now confidential.")),
            tell(DESK, _l("%(what)s is now confidential: anything sent to a department must be masked.")),
            tell(LEAD, _l("%(what)s is now confidential.")),
        ),
    ),
)
