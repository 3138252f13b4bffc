"""The end of the table of transitions: acts beside the path, which leave the state as it is."""

from flask_babel import lazy_gettext as _l

from . import conditions as may
from .acts import Act, Party, Transition
from .acts import line as _line
from .words import OPEN_STATES, State

_S, _P = State, Party
LATE = (State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWER_REVIEW, State.ANSWERED)

ASIDES: tuple[Transition, ...] = (
    _line(
        Act.ADD,
        _l("Addition"),
        OPEN_STATES,
        None,
        (_P.AUTHOR, _P.COLLEAGUE),
        _l("Words and files after submitting."),
        for_author=True,
    ),
    _line(
        Act.NAME_COLLEAGUE,
        _l("Colleague named"),
        OPEN_STATES,
        None,
        (_P.AUTHOR,),
        _l("A colleague who may read and add."),
        for_author=True,
    ),
    _line(
        Act.ASK_CONSENT,
        _l("Consent asked for"),
        LATE,
        None,
        (_P.RUNNER,),
        _l("To tell one organisation who the author is, for one purpose."),
        may=may.is_confidential,
    ),
    _line(Act.DECIDE_CONSENT, _l("Consent decided"), LATE, None, (_P.AUTHOR,), _l("The author alone decides.")),
    _line(
        Act.RECUSE,
        _l("Recused"),
        OPEN_STATES | {_S.NOT_ACCEPTED},
        None,
        (_P.RUNNER, _P.HANDLER, _P.HELPER, _P.LEADER, _P.ARBITER),
        _l("Whoever is concerned steps back, or is made to; from then on they see nothing."),
    ),
    _line(
        Act.PUBLISH_SUGGESTION,
        _l("Published as a suggestion"),
        (_S.ANSWERED, _S.CLOSED),
        None,
        (_P.RUNNER,),
        _l("A moderated text, never the member's own words; not of confidential ones."),
        may=may.is_open_suggestion,
    ),
)
