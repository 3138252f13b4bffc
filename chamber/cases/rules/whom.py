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
        _l("Said whom it is about"),
        sources=tuple(State),
        target=State.ACCEPTED,
        who=(Party.AUTHOR,),
        right=rights.AMEND,
        may=may.asks_author,
        rule=_l(
            "All whom the words may mean see nothing before the author is asked, and go on seeing nothing without an "
            "answer. Where nobody is recognised, nobody but the author sees the case until somebody says who is meant."
        ),
        logged=_l("said whom the case is about"),
        tells=(tell(DESK, _l("It was said whom %(what)s is about. Please see who has it now.")),),
        private=True,
    ),
    Transition(
        Act.ASK_WHOM_AGAIN,
        _l("Asked again whom it is about"),
        sources=tuple(State),
        who=(Party.TIME,),
        limit="clarify",
        rule=_l("Where the supervisor has not said who is meant, or may be meant: with the ways outside the chamber."),
        logged=_l("asked again whom the case is about"),
        tells=(
            tell(AUTHOR, _l("Nobody could say whom %(what)s is about. Please look again; other ways stand there.")),
        ),
        private=True,
    ),
    Transition(
        Act.ADD_RESPONDENT,
        _l("Somebody more named as concerned"),
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
        logged=_l("named somebody more whom the case is about"),
        tells=(
            tell(AUTHOR, _l("Somebody more was named whom %(what)s is about.")),
            tell(DESK, _l("Somebody more was named whom %(what)s is about. Please see who has it now.")),
        ),
        private=True,
    ),
    Transition(
        Act.REMOVE_RESPONDENT,
        _l("Named as concerned by mistake"),
        sources=tuple(State),
        who=(Party.AUTHOR,),
        right=rights.RATE,
        rule=_l("By the author alone; whoever was named once goes on seeing nothing."),
        logged=_l("took back whom the case is about"),
        tells=(tell(DESK, _l("The member took back somebody whom %(what)s was said to be about.")),),
        private=True,
    ),
    Transition(
        Act.CLARIFY,
        _l("Said who it is about"),
        sources=OPEN_STATES,
        target=State.ACCEPTED,
        who=(Party.RUNNER,),
        right=rights.CLARIFY,
        may=may.lacks_name,
        rule=_l("Where only the unit is known; until then no department that it may be can have the case."),
        logged=_l("said whom the case is about"),
        tells=(
            tell(AUTHOR, _l("It was found out whom %(what)s is about.")),
            tell(DESK, _l("It was said whom %(what)s is about. Please see who has it now.")),
        ),
        private=True,
        finishes=True,
    ),
    Transition(
        Act.MAKE_CONFIDENTIAL,
        _l("Made confidential"),
        sources=OPEN_STATES,
        who=(Party.AUTHOR, Party.RUNNER),
        right=rights.AMEND,
        may=may.is_open,
        rule=_l(
            "Never the other way. What a department has read already stays with it; nothing more goes out unmasked."
        ),
        logged=_l("made the case confidential"),
        tells=(
            tell(AUTHOR, _l("%(what)s is confidential now.")),
            tell(DESK, _l("%(what)s is confidential now: what goes to a department has to be masked.")),
            tell(LEAD, _l("%(what)s is confidential now.")),
        ),
    ),
)
