"""The rows of the workflow for coordination letters."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..addressees import AUTHOR, DESK, tell
from ..rules.acts import Act, Party, Transition
from ..rules.hand import Hand
from ..words import ENDED, WORKED_ON, Kind
from . import waiting

AFTER_ACCEPTANCE = (*WORKED_ON, *ENDED)
"""An answer may come after the case has ended."""


def _is_complaint(hand: Hand) -> bool:
    return hand.case.kind == Kind.COMPLAINT


ROWS: tuple[Transition, ...] = (
    Transition(
        Act.PROPOSE_LETTER,
        _l("Letter to a department proposed"),
        sources=WORKED_ON,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=_is_complaint,
        rule=_l(
            "A complaint about a department is handled elsewhere, but the department can be written to. The author "
            "agrees to exactly this text first; the department sees nothing else of the case, then or later."
        ),
        logged=_l("proposed a letter to a department"),
        tells=(tell(AUTHOR, _l("Please read a letter to a department before it is sent: %(what)s.")),),
        private=True,
    ),
    Transition(
        Act.DECIDE_LETTER,
        _l("Letter to a department decided"),
        sources=WORKED_ON,
        who=(Party.AUTHOR,),
        right=rights.AMEND,
        may=lambda hand: bool(waiting.to_decide(hand)),
        paper=True,
        rule=_l("The author agrees to the text of a letter or refuses it. Nothing is sent without a yes."),
        logged=_l("decided on a letter to a department"),
        tells=(tell(DESK, _l("The member has decided on the letter to a department: %(what)s.")),),
        private=True,
    ),
    Transition(
        Act.ISSUE_LETTER,
        _l("Letter to a department sent"),
        sources=WORKED_ON,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=lambda hand: bool(waiting.to_issue(hand)),
        rule=_l("With a number, in the words that the author has agreed to. It gives the department no access."),
        logged=_l("sent a letter to a department"),
        tells=(tell(AUTHOR, _l("The letter to a department that you agreed to was sent: %(what)s.")),),
        private=True,
    ),
    Transition(
        Act.REPLY_LETTER,
        _l("Answer to the letter recorded"),
        sources=AFTER_ACCEPTANCE,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=lambda hand: bool(waiting.to_reply(hand)),
        rule=_l("What the department answered to the letter; the author reads it, those in charge keep its scan."),
        logged=_l("recorded the answer to a letter"),
        tells=(tell(AUTHOR, _l("The department has answered the letter: %(what)s.")),),
        private=True,
    ),
)
