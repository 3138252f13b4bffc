"""The rows of the workflow for a suggestion: published, put into practice, closed."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ...extensions import db
from .. import rights
from ..addressees import AUTHOR, LEAD, tell
from ..rules import clocks
from ..rules.acts import Act, Party, Transition
from ..rules.hand import Hand
from ..words import PRACTISED, WORKED_ON, Kind, State
from .models import PublishedSuggestion


def may_publish(hand: Hand) -> bool:
    """Whether it is a suggestion that may be published: not a confidential one, and known whom it is about."""
    case = hand.case
    return case.kind == Kind.SUGGESTION and not case.confidential and not clocks.waits_for_respondent(case)


def may_implement(hand: Hand) -> bool:
    """Whether it is a suggestion whose answer says that something is done."""
    return hand.case.kind == Kind.SUGGESTION and hand.case.outcome in PRACTISED


def is_published(hand: Hand) -> bool:
    """Whether there is a published text to take down."""
    theirs = select(PublishedSuggestion.id).where(PublishedSuggestion.case_id == hand.case.id)
    return hand.case.kind == Kind.SUGGESTION and db.session.scalar(theirs) is not None


ROWS: tuple[Transition, ...] = (
    Transition(
        Act.PUBLISH_SUGGESTION,
        _l("Published as a suggestion"),
        sources=(*WORKED_ON, State.CLOSED),
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may_publish,
        rule=_l(
            "An edited text, never the member's own words, also while the suggestion is still being considered; never "
            "for confidential ones."
        ),
        logged=_l("published the suggestion"),
    ),
    Transition(
        Act.TAKE_DOWN,
        _l("Published text taken down"),
        sources=frozenset(State),
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=is_published,
        rule=_l(
            "At any time, with a reason: the text and who supports it are deleted. Only the case keeps the reason."
        ),
        logged=_l("took down the published text of the suggestion"),
    ),
    Transition(
        Act.IMPLEMENT,
        _l("Being put into practice"),
        sources=(State.ANSWERED, State.CLOSED),
        target=State.IMPLEMENTING,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may_implement,
        rule=_l(
            "For a suggestion that is adopted, at least in part: with a plan that the member reads, and a first "
            "measure with its owner and date. The member may still rate the answer."
        ),
        logged=_l("began to put the suggestion into practice"),
        tells=(
            tell(AUTHOR, _l("%(what)s is being put into practice. You can read what is planned, and by when.")),
            tell(LEAD, _l("%(what)s is being put into practice. You can read what is planned, and by when.")),
        ),
    ),
    Transition(
        Act.KEEP_IMPLEMENTING,
        _l("Still being put into practice"),
        sources=(State.IMPLEMENTING,),
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="implementing_review",
        rule=_l("After each review, with how it stands; the member reads it."),
        logged=_l("continued to put the suggestion into practice"),
        tells=(tell(AUTHOR, _l("There is progress on %(what)s.")),),
    ),
    Transition(
        Act.CLOSE_IMPLEMENTED,
        _l("Closed after it was put into practice"),
        sources=(State.IMPLEMENTING,),
        target=State.CLOSED,
        who=(Party.RUNNER,),
        right=rights.RUN,
        limit="implementing_close",
        rule=_l(
            "Once its measures are confirmed; with a reason where one is not. What is not confirmed is dropped then."
        ),
        logged=_l("closed the suggestion after it was put into practice"),
        tells=(tell(AUTHOR, _l("%(what)s was closed. You can still have it reopened.")),),
    ),
)
