"""What comes next in a case, and until when, in the words and as far as one reader may know it."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ... import clock
from ...language.catalogue import translated_labels
from ...rights import Actor
from ..access.visibility import tells_who_left
from ..models import Case
from ..rules import clocks, colours, turns
from ..rules.acts import Act, Party
from ..rules.limits import REOPEN_MOST
from ..words import Kind, State
from . import timeline
from .seen import OUTSIDE, READS_ALL

NEXT_STEPS = {
    "respondent": _l("Name the respondent"),
    "first_contact": _l("Contact or accept"),
    State.SUBMITTED: _l("Decide whether to accept"),
    State.SUPPLEMENTING: _l("Supply what is missing"),
    State.NOT_ACCEPTED: _l("Decide the objection"),
    State.ACCEPTED: _l("Assign"),
    State.ASSIGNED: _l("Sign for it"),
    "call": _l("Call the member"),
    "extension": _l("Decide the extension"),
    State.IN_PROGRESS: _l("Work on it and draft the answer"),
    State.SUSPENDED: _l("Review the suspension"),
    State.ANSWER_REVIEW: _l("Review the answer"),
    State.ANSWERED: _l("Rate the answer"),
    State.MONITORING: _l("Review whether it can continue"),
    State.IMPLEMENTING: _l("Review how it is put into practice"),
}


ACTS: dict[str, dict[Party, Act]] = {
    "respondent": {Party.AUTHOR: Act.NAME_RESPONDENT},
    "first_contact": {Party.RUNNER: Act.ACCEPT},
    State.SUBMITTED: {Party.RUNNER: Act.ACCEPT},
    State.SUPPLEMENTING: {Party.AUTHOR: Act.SUPPLEMENT},
    State.NOT_ACCEPTED: dict.fromkeys((Party.ARBITER, Party.LEADER), Act.DECIDE_OBJECTION),
    State.ACCEPTED: {Party.RUNNER: Act.ASSIGN},
    State.ASSIGNED: {Party.HANDLER: Act.SIGN},
    "call": {Party.RUNNER: Act.CONTACT},
    "extension": dict.fromkeys((Party.RUNNER, Party.LEADER), Act.DECIDE_EXTENSION),
    State.IN_PROGRESS: {Party.HANDLER: Act.DRAFT},
    State.ANSWER_REVIEW: {Party.RUNNER: Act.PUBLISH},
    State.ANSWERED: {Party.AUTHOR: Act.RATE},
}
"""The act that each step is, for whom it may wait."""


def _step(case: Case) -> str:
    """The key of what comes next; empty where nothing does."""
    if clocks.waits_for_respondent(case):
        return "respondent"
    if case.state == State.SUBMITTED and not case.contacted_at:
        return "first_contact"
    if case.state == State.NOT_ACCEPTED and not clocks.waits_for_objection(case):
        return ""
    if case.state == State.IN_PROGRESS:
        return "call" if clocks.waits_for_call(case) else "extension" if case.extension_asked else case.state
    return case.state


def next_step(case: Case) -> str:
    """What comes next, in a few words; empty where nothing does."""
    return translated_labels(NEXT_STEPS).get(_step(case), "")


def act_of(case: Case, parties: frozenset[Party]) -> Act | None:
    """The one act that a case in a list waits for, where it waits for this reader; None: its page says what fits."""
    runs, step = Party.RUNNER in parties, _step(case)
    if runs and clocks.pressed_waits(case):
        return Act.CONTACT_PRESSED
    if _waits_for_heir(case, parties):
        return None
    if runs and turns.words_first(case):
        return Act.LOOK_THROUGH
    if runs and _waits_for_word(case):
        return Act.CONTACT
    if runs and case.own_desk and step in (State.IN_PROGRESS, State.ANSWER_REVIEW):
        # Who drafted an answer is not who reviews it, nor who drafts the next one after it was reopened twice.
        return _work(case) if step == State.IN_PROGRESS and case.round_number <= REOPEN_MOST else None
    if case.kind == Kind.RETALIATION and step == State.ACCEPTED:
        return None
    found = next((act for party, act in ACTS.get(step, {}).items() if party in parties), None)
    if found is None and runs and case.words_due_at is not None:
        # The step is somebody else's, and late: what this reader can do about it comes after it, but is theirs.
        return Act.LOOK_THROUGH
    return _work(case) if found == Act.DRAFT else found


def _work(case: Case) -> Act:
    """What its owner has to do first: the answer, or the note that was due before it."""
    return Act.REPORT_PROGRESS if colours.lacks_only_progress(case) else Act.DRAFT


def own_step(case: Case, parties: frozenset[Party], *, in_list: bool) -> str:
    """What the case waits for beside its way, as those know who may: a word with its author, who goes on for them.

    Of the second all know where it tells nothing of whose it is, else who knows that; of the others who runs it, alone.
    A step due before comes first.
    What is to be looked through stands in lists only: the page shows it beside the step.
    """
    runs = Party.RUNNER in parties
    if runs and clocks.pressed_waits(case):
        return _("Speak to the author")
    if _waits_for_heir(case, parties):
        return _("Choose who takes over the case") if case.author_left_at else _("Contact the member")
    if in_list and runs and turns.words_first(case):
        return _("Review the text")
    return _("Contact the member") if in_list and runs and _waits_for_word(case) else ""


def _waits_for_word(case: Case) -> bool:
    due = case.contact_due_at if clocks.waits_for_contact(case) and turns.with_department(case) else None
    return due is not None and turns.before_step(case, due)


def _waits_for_heir(case: Case, parties: frozenset[Party]) -> bool:
    return (Party.RUNNER in parties or knows_of_stop(case, parties)) and turns.author_first(case)


def knows_of_stop(case: Case, parties: frozenset[Party]) -> bool:
    """Whether the author's limit stands still because they left, and this reader may know it: not where it would tell
    whose case it is."""
    return clocks.stands_still(case) and (bool(parties & READS_ALL) or tells_who_left(case))


def shown_due(case: Case, parties: frozenset[Party], *, in_list: bool) -> datetime | None:
    """Until when that, or the next step, is due; none where the author's limit stood still beyond its end."""
    if (own := _own_due(case, parties, in_list=in_list)) is not None:
        return own
    # Until then the date stays for all: that it went would tell when somebody left.
    passed = case.step_due_at is not None and case.step_due_at < clock.now()
    return None if passed and clocks.stands_still(case) else case.step_due_at


def shown_colour(case: Case, parties: frozenset[Party], *, in_list: bool) -> str:
    """How near that date is to this reader: of what waits beside the way, too."""
    return colours.colour(case, _own_due(case, parties, in_list=in_list))


def _own_due(case: Case, parties: frozenset[Party], *, in_list: bool) -> datetime | None:
    runs = Party.RUNNER in parties
    if runs and clocks.pressed_waits(case):
        return case.pressed_due_at
    if _waits_for_heir(case, parties):
        return case.author_due_at
    if in_list and runs and turns.words_first(case):
        return case.words_due_at
    if in_list and runs and _waits_for_word(case):
        return case.contact_due_at
    return None


def shown_level(case: Case, parties: frozenset[Party]) -> int:
    """The highest level that a delay was reported to, for those inside; 0 for none."""
    return 0 if parties & OUTSIDE else case.level


STEP_READERS = frozenset({Party.RUNNER, Party.HANDLER})
"""Who reads the owner's own words for the next step, whatever was held back of them; and who is of the department."""


def shown_step(case: Case, parties: frozenset[Party], actor: Actor) -> str:
    """What comes next: in the owner's own words while the owner has it, if this reader may read them."""
    with_owner = case.state in (State.ASSIGNED, State.IN_PROGRESS) and not timeline.hides_notes(case, parties)
    own_words = parties & STEP_READERS or timeline.of_department(actor, case.lead_department_id)
    own = case.next_step if own_words or case.others_step is None else case.others_step
    waits = clocks.waits_for_call(case) or clocks.waits_for_extension(case)
    return (own if with_owner and case.next_step and not waits else "") or next_step(case)
