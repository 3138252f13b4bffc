"""The pages of acts from the assignment to the published answer."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ... import clock
from ...errors import Conflict
from ...language.dates import local_date, local_time
from ..doing import handling, releasing, routing
from ..forms import acts as forms
from ..forms.handling import DraftForm, ReassignForm
from ..lists import categories
from ..reading.seen import SeenCase
from ..rules import clocks
from ..rules.acts import Act, Party
from ..rules.hand import Hand
from ..words import Kind, Outcome, State
from .act_page import GRANTED, ActPage, Call, with_text, worded, yes
from .choices import answer, assignment_proposed, draft, mark, others, release, released, route_of


def _reassign(form: Any, hand: Hand) -> None:
    """Departments that may have it instead, and the helpers as they are."""
    fit, leading = categories.departments_by_part(not_about=hand.case)
    others = [one for one in leading if one[0] != hand.case.lead_department_id]
    if not others:
        raise Conflict(_("There is no other department that may have this case. Please add it to the directory first."))
    form.lead.choices, form.helpers.choices = [("", _("Please choose")), *others], fit
    form.lead.validators, form.lead.flags.required = [forms.chosen], True
    _helpers(form, hand)


def _helpers(form: Any, hand: Hand) -> None:
    """The helpers as they are."""
    del form.release_title, form.story, form.pictures
    if not form.is_submitted():
        form.helpers.data = [row.department_id for row in hand.assignments if not row.is_lead]


def _change_helpers(form: Any, hand: Hand) -> None:
    """Departments that may help the one that has it."""
    fit = categories.departments(not_about=hand.case)
    form.helpers.choices = [one for one in fit if one[0] != hand.case.lead_department_id]
    del form.lead
    _helpers(form, hand)


def _run_reassign(call: Call) -> Any:
    return routing.reassign(call.hand, call.form.reason.data, route_of(call.form) or routing.Route(), actor=call.actor)


def _run_change_helpers(call: Call) -> Any:
    helpers = tuple(one for one in call.form.helpers.data or () if one)
    return routing.change_helpers(call.hand, call.form.reason.data, helpers, actor=call.actor)


def _ask_extension(form: Any, hand: Hand) -> None:
    """Why, and how many days it would give."""
    days = hand.case.limits[f"extend_{hand.case.complexity}"]
    form.reason.description = ngettext("It would add %(num)s working day.", "It would add %(num)s working days.", days)


def _decide_extension(form: Any, hand: Hand) -> None:
    """Both answers, each with the date that it makes."""
    asked = hand.extension
    new, old = (local_time(one) for one in (handling.extended(asked), asked.old_due_at)) if asked else ("", "")
    form.granted.choices = [
        ("yes", _("Grant the extension: due %(when)s", when=new)),
        ("no", _("Refuse it: still due %(when)s", when=old)),
    ]


def _publish(form: Any, hand: Hand) -> None:
    """The draft under review; its evidence is with the case already."""
    answer(form, hand)
    del form.files, form.enclosures
    mark(form, hand, "answer", "reason")


def _answer(form: Any) -> handling.Draft:
    return handling.Draft(form.outcome.data, form.answer.data, form.reason.data or "", form.next_path.data or "")


def _run_draft(call: Call) -> Any:
    return handling.draft(call.hand, _answer(call.form), call.files, call.uploads["enclosures"], **call.of_draft)


def _run_assign(call: Call) -> Any:
    route = route_of(call.form) or routing.Route()
    return routing.assign(call.hand, route, actor=call.actor, release=released(call.form, route, call.hand.case))


def _assigned(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [_(", ").join(data["departments"]) or _("none")]


def _proposed(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [_("proposes %(department)s", department=data["proposed"])]


def _came_out(data: Mapping[str, Any], _kind: str) -> list[str]:
    late = [_("said later than it should be")] if data.get("slow") else []
    return [str(Outcome(data["outcome"]).label), *late]


def _why_taken_back(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [_("an answer was submitted")] if data.get("answered") else []


def _why_no_draft(seen: SeenCase) -> str:
    """Why the answer can't be put up yet, or until when one of them should be."""
    if seen.is_author or seen.state not in (State.ASSIGNED, State.IN_PROGRESS):
        return ""
    if Party.HANDLER not in seen.parties:
        helps = Party.HELPER in seen.parties and seen.state == State.IN_PROGRESS
        by_lead = _("Your department helps here; notes and the answer are written by the lead department.")
        return by_lead if helps else ""
    if "call" in seen.waits_for:
        return _("The answer can be submitted once %(desk)s has called the member.", desk=seen.desk)
    if seen.state == State.IN_PROGRESS and Act.DRAFT not in seen.acts:
        return _("It was reopened twice: another member of staff must answer it now.")
    last = clocks.beyond_due(seen.limits, seen.rounds[-1].began_at)
    if seen.kind == Kind.SUGGESTION or not clock.now() < last < seen.rounds[-1].due_at:
        return ""
    return _("If it is outside your powers, please say so by %(day)s; do not wait longer.", day=local_date(last))


def _nobody_there(seen: SeenCase) -> str:
    """That it waits in vain."""
    if "handler" not in seen.waits_for:
        return ""
    return _(
        "Nobody in the department can act on it: its accounts are missing, disabled or recused. Print the handling "
        "slip, and enter for the department what comes back, with its paper."
    )


def _why_no_extension(seen: SeenCase) -> str:
    at_work = seen.state == State.IN_PROGRESS and Party.LEAD in seen.parties and not seen.is_author
    if at_work and seen.colour == "red" and Act.ASK_EXTENSION not in seen.acts and not seen.waits_for:
        return _("It is overdue: an extension must be requested before the due date.")
    return ""


def _why_no_publishing(seen: SeenCase) -> str:
    drafted = seen.state == State.ANSWER_REVIEW and seen.runs and Act.PUBLISH not in seen.acts
    return _("You drafted this answer: another member of staff reviews and publishes it.") if drafted else ""


ROWS: dict[Act, ActPage] = {
    Act.RELEASE: ActPage(
        _l("Release the masked text"),
        lambda call: releasing.release(
            call.hand, releasing.Release(call.form.release_title.data, call.form.story.data), actor=call.actor
        ),
        _l("The masked text is released."),
        form=forms.ReleaseForm,
        fill=release,
        guidance=_l("Names, phone numbers, codes and addresses on the roster are masked below. Please read it again."),
        retaliation_button=_l("Let the leader read a masked text"),
        reads_words=True,
    ),
    Act.ASSIGN: ActPage(
        _l("Assign"),
        _run_assign,
        _l("The case is assigned."),
        form=forms.AssignForm,
        fill=assignment_proposed,
        rank=5,
        reads_words=True,
        replies_to=(Act.SEND_BACK, Act.REOPEN),
        facts=_assigned,
    ),
    Act.TAKE_TO_DESK: ActPage(
        _l("We handle it ourselves"),
        lambda call: routing.take_to_desk(call.hand, actor=call.actor),
        _l("The secretariat now handles this case."),
        rank=6,
        beside=True,
        at_once=True,
    ),
    Act.SIGN: ActPage(
        _l("Sign for it"),
        lambda call: routing.sign(call.hand, **call.common),
        _l("The case is signed for."),
        hint=_nobody_there,
        reads_words=True,
        rank=9,
        at_once=True,
    ),
    Act.SEND_BACK: ActPage(
        _l("Send back"),
        lambda call: routing.send_back(call.hand, call.form.reason.data, call.form.department.data, **call.common),
        _l("The case is sent back."),
        form=forms.SendBackForm,
        fill=others,
        facts=_proposed,
    ),
    Act.REASSIGN: ActPage(
        _l("Reassign to another department"),
        _run_reassign,
        _l("It is now with another department."),
        form=ReassignForm,
        fill=_reassign,
        reads_words=True,
        facts=_assigned,
    ),
    Act.CHANGE_HELPERS: ActPage(
        _l("Change the helping departments"),
        _run_change_helpers,
        _l("The helping departments are changed."),
        form=ReassignForm,
        fill=_change_helpers,
        facts=_assigned,
    ),
    Act.REPORT_PROGRESS: ActPage(
        _l("Record progress"),
        lambda call: handling.report_progress(
            call.hand,
            call.form.text.data,
            call.form.public.data,
            next_step=call.form.next_step.data or "",
            **call.common,
        ),
        _l("The progress is recorded."),
        form=forms.NoteForm,
        submit=_l("Save the progress"),
        beside=True,
    ),
    Act.ASK_EXTENSION: ActPage(
        _l("Ask for an extension"),
        lambda call: handling.ask_extension(call.hand, call.form.reason.data, **call.common),
        _l("The extension is requested."),
        form=forms.ReasonForm,
        fill=_ask_extension,
        submit=_l("Submit the extension request"),
        guidance=_l("Submitting an answer before the decision ends the request."),
        hint=_why_no_extension,
    ),
    Act.TAKE_BACK_EXTENSION: ActPage(
        _l("Withdraw the extension request"),
        lambda call: handling.take_back_extension(call.hand, **call.common),
        _l("The extension request is withdrawn."),
        at_once=True,
        facts=_why_taken_back,
    ),
    Act.DECIDE_EXTENSION: ActPage(
        _l("Decide the extension"),
        lambda call: handling.decide_extension(
            call.hand, bool(yes(call.form.granted)), call.form.text.data, actor=call.actor
        ),
        _l("The extension is decided."),
        form=forms.ExtensionForm,
        fill=_decide_extension,
        guidance=_l("Both dates remain in the record of the case."),
        submit=_l("Submit the decision"),
        rank=8,
        replies_to=(Act.ASK_EXTENSION,),
        facts=GRANTED,
    ),
    Act.DRAFT: ActPage(
        _l("Submit the answer for review"),
        _run_draft,
        _l("The answer is submitted for review."),
        form=DraftForm,
        fill=draft,
        guidance=_l("It is reviewed first; the member reads it only once it is published."),
        hint=_why_no_draft,
        rank=10,
        beside=True,
        reads_words=True,
        reads_rounds=True,
        replies_to=(Act.RETURN_ANSWER, Act.RATE, Act.REOPEN),
    ),
    Act.RETURN_ANSWER: ActPage(
        _l("Return with remarks"),
        with_text(handling.return_answer),
        _l("The answer is returned."),
        form=forms.TextForm,
        fill=worded(_l("What to improve")),
        beside=True,
        reads_answer=True,
    ),
    Act.PUBLISH: ActPage(
        _l("Publish the answer"),
        lambda call: handling.publish(call.hand, actor=call.actor, corrected=_answer(call.form)),
        _l("The answer is published; the member can read it."),
        form=forms.AnswerForm,
        fill=_publish,
        hint=_why_no_publishing,
        rank=7,
        reads_words=True,
        facts=_came_out,
    ),
}
