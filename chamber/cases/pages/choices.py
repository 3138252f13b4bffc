"""Choices that several forms of acts offer: departments with the masked text, and other paths."""

from functools import cache, partial
from typing import Any

from flask import request
from flask_babel import gettext as _

from ...errors import Conflict
from ...language.catalogue import join_sentences
from ...language.masking import Masker
from ...language.text import clean
from ...measures.doing import open_of
from ..access import masks
from ..access.visibility import nameless
from ..answers import offering
from ..doing import releasing, routing
from ..doing.desk import MOVED_ON
from ..forms.acts import FILE_HELP
from ..lists import categories
from ..models import Case, CaseEvent, CaseFile, CaseRound
from ..paths import cards
from ..reading import attached, timeline
from ..reading.keys import key_of, number_of
from ..rules import holding
from ..rules.hand import Hand
from ..words import NEEDS_NEXT_PATH, NEEDS_REASON, OTHER_OUTCOMES, SUGGESTION_OUTCOMES, Kind, Outcome


def departments(form: Any, _hand: Hand) -> None:
    """All departments to choose from."""
    form.department.choices = [("", _("Please choose")), *categories.departments()]


def others(form: Any, hand: Hand) -> None:
    """All but the lead: another gap in the list would tell whoever sends a case back whom it is about."""
    offered = [one for one in categories.departments(to_lead=True) if one[0] != hand.case.lead_department_id]
    form.department.choices = [("", _("Please choose")), *offered]


def assignment(form: Any, hand: Hand) -> None:
    """Departments that may have the case, and the masked text where one must be released."""
    case = hand.case
    fit, leading = categories.departments_by_part(not_about=case)
    form.lead.choices, form.helpers.choices = [("", _("Please choose")), *leading], fit
    if case.kind == Kind.COMPLAINT:
        form.lead.description = _("A department that the complaint is about is not offered.")
    waiting = [
        file
        for file in (attached.files(hand) if nameless(case) else ())
        if file.can_release and not file.released and file.is_picture
    ]
    form.pictures.choices = [(file.key, file.name) for file in waiting]
    if not waiting:
        del form.pictures
    release(form, hand)


def assignment_proposed(form: Any, hand: Hand) -> None:
    """The same with the lead that is proposed; nobody proposes one after an answer, or to the supervisor."""
    assignment(form, hand)
    if not form.is_submitted() and hand.case.round_number == 1 and not hand.case.supervisor_runs:
        proposed = categories.proposed_department(hand.case)
        form.lead.data = proposed if proposed in dict(form.lead.choices) else None


def release(form: Any, hand: Hand) -> None:
    """The masked title and story: as released, else as proposed."""
    case = hand.case
    if not nameless(case):
        del form.release_title, form.story
        return
    if case.kind == Kind.COMPLAINT:
        form.story.description = _(
            "Departments see only this text, not who the complaint is about. Please write everything they need to "
            "handle it, without naming anyone."
        )
    if case.kind == Kind.RETALIATION:
        # No department gets it, but the leader, who stands above them, can be shown what happened.
        form.release_title.label.text = _("Title that the leader reads")
        form.story.label.text = _("Text that the leader reads")
    ask = cache(lambda: masks.masker(case))
    if not form.is_submitted() and case.released_at:
        form.release_title.data, form.story.data = case.released_title, case.released_story
    elif not form.is_submitted():
        form.release_title.data, form.story.data = (ask().mask(text)[0] for text in (case.title, case.story))
    form.doubts = {"story": lambda: doubts(ask(), form.release_title.data, form.story.data)}


def doubts(masker: Masker, *texts: str | None) -> list[tuple[str, str, str]]:
    """What in these texts may still name somebody, with the words around it: whoever releases them decides."""
    return [one for text in texts if text for one in masker.marked(text).doubts]


def look_through(form: Any, hand: Hand) -> None:
    """What waits, with what was found in it, and what others may read of it as proposed."""
    event, case = holding.waiting(hand.case), hand.case
    if event is None:
        raise Conflict(str(MOVED_ON))
    masker, form.event = masks.masker(case), key_of(CaseEvent, event.id, case)
    held = event.held_at is not None and event.released_at is None
    form.original = masker.marked(event.text).parts if held else ()
    form.step = masker.marked(case.next_step).parts if case.others_step == "" else ()
    form.attached = [file for file in attached.files(hand) if file.event == form.event and file.waits]
    form.passed.choices = [(file.key, file.name) for file in form.attached]
    for field, there in (("text", held), ("next_step", form.step), ("passed", form.attached)):
        if not there:
            delattr(form, field)
    if not form.is_submitted():
        form.key.data = form.event
        for field, text in (("text", event.text), ("next_step", case.next_step)):
            if field in form:
                form[field].data = masker.mask(text)[0]
    mark(form, hand, *(field for field in ("text", "next_step") if field in form), masker=masker)


def mark(form: Any, hand: Hand, *fields: str, masker: Masker | None = None) -> None:
    """Show under these fields of a case without names what may name somebody in them."""
    ask = cache(lambda: masker or masks.masker(hand.case))
    if nameless(hand.case):
        form.doubts = {name: partial(lambda one: doubts(ask(), form[one].data), name) for name in fields}


def _drafted(hand: Hand) -> CaseRound | None:
    """The round whose draft this person may go on with."""
    return hand.round if hand.round and timeline.reads_draft(hand, hand.round) else None


def who_gets(form: Any, kind: str, nameless: bool | None, *, desk: str = "", on_behalf: bool) -> None:
    """Say at the fields of files who gets them; `nameless` None: this form still decides that. `desk` runs the case."""
    if kind == Kind.RETALIATION:
        others = _("No department sees these, and the leader only those that were released.")
    elif nameless is None and kind == Kind.SUGGESTION:
        others = _(
            "Reviewed by the secretariat first; only then can departments and the leader see them. If the suggestion "
            "shows the firm's name, they see them at once."
        )
    elif nameless is None:
        others = _(
            "If the case is confidential, departments and the leader see only the files that were reviewed and "
            "released; otherwise they see all of them."
        )
    elif nameless:
        others = _("Reviewed by %(desk)s first; only then can departments and the leader see them.", desk=desk)
    else:
        others = _("The departments that handle the case and the leader can see these too.")
    if on_behalf:
        few = _(
            "Only those in charge of the case or of an objection see these, and colleagues named by the member. "
            "They are never passed on without the member's consent."
        )
    else:
        few = _(
            "Only those in charge of your case or of an objection see these, and colleagues you name. They are "
            "never passed on without your consent."
        )
    for field, sentence in ((form.files, others), (form.kept_files, few)):
        field.description = join_sentences((sentence, str(FILE_HELP)))


def offer_paths(form: Any, chosen: str = "") -> None:
    """Other paths to choose from, and the one that the draft names, although the list may have changed since."""
    offered = {card.text: _with_phone(card) for card in cards.offered()}
    offered |= {chosen: chosen} if chosen and chosen not in offered else {}
    form.next_path.choices = [("", _("Please choose")), *offered.items()]


def _with_phone(card: cards.PathCard) -> str:
    """A path with what helps to choose it, and that it should be verified first."""
    stale = _("to be verified") if card.is_stale else ""
    return " · ".join(part for part in (card.text, card.place, card.phone, stale) if part)


def draft(form: Any, hand: Hand) -> None:
    """What `answer` fills, and why it does not wait for a measure that is under way, where one is."""
    answer(form, hand)
    _offer(form, hand)
    if not open_of("case", hand.case.id):
        del form.despite


def _offer(form: Any, hand: Hand) -> None:
    """Texts to put into the answer; the one whose button was pressed goes below what was typed, and nothing is sent."""
    if hand.actor is not None:
        form.offers = offering.for_draft(hand.case, hand.actor)
    if not form.is_submitted() or "insert" not in request.form:
        return
    form.asks_again = True
    text = next((one.text for one in form.offers if one.key == request.form["insert"]), "")
    typed = clean(form.answer.data, lines=True)
    form.answer.data = typed if text in typed else "\n\n".join(part for part in (typed, text) if part)


def answer(form: Any, hand: Hand) -> None:
    """Outcomes of this kind, what each needs, and the draft that is there."""
    form.outcome.choices = _outcomes(hand.case)
    _say_needs(form, hand.case)
    last = _drafted(hand)
    offer_paths(form, last.next_path if last else "")
    if not form.is_submitted() and last:
        form.outcome.data, form.answer.data = last.outcome, last.answer
        form.reason.data, form.next_path.data = last.reason, last.next_path


def _fitting_outcomes(case: Case) -> tuple[Outcome, ...]:
    return SUGGESTION_OUTCOMES if case.kind == Kind.SUGGESTION else OTHER_OUTCOMES


def _outcomes(case: Case) -> list[tuple[str, str]]:
    """The outcomes of this kind, each with what else it asks for: said before it is refused."""
    return [("", _("Please choose")), *((one, _with_needs(one)) for one in _fitting_outcomes(case))]


def _say_needs(form: Any, case: Case) -> None:
    """At the reason and the other option: of which outcomes they are required."""
    for field, needing in ((form.reason, NEEDS_REASON), (form.next_path, NEEDS_NEXT_PATH)):
        names = [_("“%(outcome)s”", outcome=one.label) for one in _fitting_outcomes(case) if one in needing]
        if names:
            required = _("Required for %(outcomes)s.", outcomes=_(", ").join(names))
            field.description = join_sentences((required, str(field.description)))


def _with_needs(outcome: Outcome) -> str:
    if outcome in NEEDS_NEXT_PATH:
        return _("%(outcome)s · needs a reason and another option", outcome=outcome.label)
    return _("%(outcome)s · needs a reason", outcome=outcome.label) if outcome in NEEDS_REASON else str(outcome.label)


def route_of(form: Any) -> routing.Route | None:
    """Where the form sends the case; none: that is decided later."""
    lead, helpers = (form["lead"].data, form["helpers"].data) if "lead" in form else (None, None)
    if "route" in form and form.route.data != "department":
        return routing.Route(own_desk=True) if form.route.data == "desk" else None
    return routing.Route(lead_id=lead, helper_ids=tuple(one for one in helpers or () if one))


def released(form: Any, route: routing.Route | None, case: Case) -> releasing.Release | None:
    """The masked text that goes with it to a department."""
    if "release_title" not in form or route is None or route.own_desk:
        return None
    pictures = tuple(number_of(CaseFile, one, case) for one in form.pictures.data or ()) if "pictures" in form else ()
    return releasing.Release(form.release_title.data or "", form.story.data or "", pictures)
