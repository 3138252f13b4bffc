"""What comes next in a case, and until when, in the words and as far as one reader may know it."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ... import clock
from ...language.catalogue import translated_labels
from ..models import Case
from ..rules import clocks
from ..rules.acts import Party
from ..words import State
from . import timeline
from .seen import READS_ALL

NEXT_STEPS = {
    "respondent": _l("Say whom it is about"),
    "first_contact": _l("Contact or accept"),
    State.SUBMITTED: _l("Decide whether to accept"),
    State.SUPPLEMENTING: _l("Supply what is missing"),
    State.NOT_ACCEPTED: _l("Decide the objection"),
    State.ACCEPTED: _l("Assign"),
    State.ASSIGNED: _l("Sign for it"),
    "call": _l("Call the member"),
    "extension": _l("Decide the extension"),
    State.IN_PROGRESS: _l("Work out the answer"),
    State.ANSWER_REVIEW: _l("Review the answer"),
    State.ANSWERED: _l("Rate the answer"),
}


def next_step(case: Case) -> str:
    """What comes next, in a few words; empty where nothing does."""
    step: str = case.state
    if clocks.waits_for_respondent(case):
        step = "respondent"
    elif step == State.SUBMITTED and not case.contacted_at:
        step = "first_contact"
    elif step == State.NOT_ACCEPTED and not clocks.waits_for_objection(case):
        return ""
    elif step == State.IN_PROGRESS:
        step = "call" if clocks.waits_for_call(case) else "extension" if case.extension_asked else step
    return translated_labels(NEXT_STEPS).get(step, "")


def own_step(case: Case, parties: frozenset[Party], *, in_list: bool) -> str:
    """What the case waits for beside its way, as those know who may: a word with its author, who goes on for them.

    Of the second all know who know whose it is; of the others who runs it, alone. What is to be looked through stands
    in lists only: the page shows it beside the step.
    """
    runs = Party.RUNNER in parties
    if runs and clocks.pressed_waits(case):
        return _("Speak to the author")
    if _waits_for_heir(case, parties):
        return _("Say who goes on for the author")
    return _("Look through what was written") if in_list and runs and clocks.words_first(case) else ""


def _waits_for_heir(case: Case, parties: frozenset[Party]) -> bool:
    knows = Party.RUNNER in parties or (clocks.stands_still(case) and bool(parties & READS_ALL))
    return knows and clocks.needs_author(case)


def shown_due(case: Case, parties: frozenset[Party], *, in_list: bool) -> datetime | None:
    """Until when that, or the next step, is due; none where the author's limit stood still beyond its end."""
    runs = Party.RUNNER in parties
    if runs and clocks.pressed_waits(case):
        return case.pressed_due_at
    if _waits_for_heir(case, parties):
        return case.author_due_at
    if in_list and runs and clocks.words_first(case):
        return case.words_due_at
    # Until then the date stays for all: that it went would tell when somebody left.
    passed = case.step_due_at is not None and case.step_due_at < clock.now()
    return None if passed and clocks.stands_still(case) else case.step_due_at


STEP_READERS = frozenset({Party.RUNNER, Party.HANDLER})
"""Who reads the owner's own words for the next step, whatever was held back of them."""


def shown_step(case: Case, parties: frozenset[Party]) -> str:
    """What comes next: in the owner's own words while the owner has it, if this reader may read them."""
    with_owner = case.state in (State.ASSIGNED, State.IN_PROGRESS) and not timeline.hides_notes(case, parties)
    own = case.next_step if parties & STEP_READERS or case.others_step is None else case.others_step
    waits = clocks.waits_for_call(case) or clocks.waits_for_extension(case)
    return (own if with_owner and case.next_step and not waits else "") or next_step(case)
