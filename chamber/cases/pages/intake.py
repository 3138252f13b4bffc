"""The pages of acts from submission to the decision whether a case is taken up."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ...language.catalogue import join_sentences
from ...rights import Role
from ..access import eligible
from ..doing import intake, routing
from ..forms import acts as forms
from ..forms.authors import ObjectForm, WordsForm
from ..lists import categories
from ..models import Case
from ..reading.seen import SeenCase
from ..rules import clocks, limits
from ..rules.acts import Act
from ..rules.hand import Hand
from ..words import JUDGED, CallResult, Complexity, Kind, State
from .act_page import ActPage, Call, decision, with_text, with_words, worded, words_of_member, yes
from .choices import assignment, offer_paths, released, route_of


def _raise_objection(form: Any, hand: Hand) -> None:
    """Why the member objects, and who will decide and read it."""
    form.text.label.text = _("Why you object")
    if eligible.arbiter(hand.case) == Role.LEADER:
        form.text.description = _("The leader decides this objection and will read your original text for it.")
    else:
        form.text.description = _("The supervisor decides this objection and will read your original text for it.")
    if hand.case.anonymous:
        form.text.description = _(
            "The person who decides reads this text as you write it, but not who you are: please name nobody."
        )


def _decide_objection(form: Any, _hand: Hand) -> None:
    form.granted.choices = [("yes", _("Uphold it: acceptance is decided again")), ("no", _("Leave it not accepted"))]


def _with_days(complexity: Complexity, case: Case) -> str:
    """A complexity with what it means for the case: how long its handling may take."""
    days = case.limits[limits.handling_key(case.kind, complexity)]
    return f"{complexity.label} · {ngettext('%(num)s working day', '%(num)s working days', days)}"


def _accept(form: Any, hand: Hand) -> None:
    """Everything that accepting asks for this kind."""
    case = hand.case
    assignment(form, hand)
    only = _("Only if a department handles it.")
    form.lead.description = join_sentences((only, form.lead.description))
    entries = categories.offered(case.kind)
    form.category.choices = [(entry.id, entry.text) for entry in entries]
    if case.kind not in JUDGED:
        del form.complexity
    else:
        form.complexity.choices = [(key, _with_days(key, case)) for key in Complexity]
    if case.kind == Kind.RETALIATION:
        form.route.choices = [choice for choice in form.route.choices if choice[0] != "department"]
        for name in {"lead", "helpers", "release_title", "story", "pictures"} & form._fields.keys():
            del form[name]
    _propose(form, case, entries)


def _propose(form: Any, case: Case, entries: list[categories.Entry]) -> None:
    """Fill in what the category of the case proposes; what another one does, once that was chosen."""
    by_category: dict[int | None, dict[str, Any]] = defaultdict(lambda: _proposed(form, case, categories.NOTHING))
    by_category.update({entry.id: _proposed(form, case, entry.proposal) for entry in entries})
    if form.is_submitted():
        _propose_anew(form, by_category)
    else:
        form.category.data = form.proposed_for.data = case.category_id
        _fill_in(form, by_category[case.category_id])
    form.proposed = by_category[form.category.data]
    own = next((entry.proposal for entry in entries if entry.id == form.category.data), categories.NOTHING)
    route = "desk" if form.proposed.get("route") == "desk" else ""
    said = {"complexity": own.complexity, "route": route, "lead": form.proposed.get("lead")}
    form.own = " · ".join(
        str(dict(form[name].choices)[value]) for name, value in said.items() if name in form and value
    )


def _proposed(form: Any, case: Case, proposal: categories.Proposal) -> dict[str, Any]:
    """What a category proposes for this case, by the fields of its form."""
    # Nobody proposes who handles what is about the secretariat or the leader.
    unit, own_desk = (None, False) if case.supervisor_runs else (proposal.department_id, proposal.own_desk)
    found = {
        "complexity": proposal.complexity or Complexity.NORMAL,
        "route": "desk" if own_desk or case.kind == Kind.RETALIATION else "department",
        "lead": unit if "lead" in form and unit in dict(form.lead.choices) else None,
    }
    return {name: value for name, value in found.items() if name in form}


def _fill_in(form: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        form[name].data = value


def _propose_anew(form: Any, by_category: Mapping[int | None, Mapping[str, Any]]) -> None:
    """Fill in what the category chosen now proposes, where the form still has what the one before did; then ask again.

    Whoever only asks for the proposals gets them; whoever accepts with those of another category is told once.
    """
    if form.proposed_for.data is None:
        return
    before, now = by_category[forms.number(form.proposed_for.data)], by_category[form.category.data]
    other = {name: value for name, value in now.items() if form[name].data == before[name] != value}
    _fill_in(form, other)
    form.proposed_for.data = form.category.data
    only_asked = "propose" in request.form
    if other and not only_asked:
        what = " · ".join(str(form[name].label.text) for name in other)
        form.category.errors = [
            _("Filled in again for this category: %(what)s. Please check it, then press again.", what=what)
        ]
    form.asks_again = only_asked or bool(other)


def _run_accept(call: Call) -> Any:
    form, route = call.form, route_of(call.form)
    return routing.accept(
        call.hand,
        actor=call.actor,
        category_id=form.category.data,
        complexity=form.complexity.data if "complexity" in form else "normal",
        route=route,
        release=released(form, route, call.hand.case),
        message=form.message.data or "",
    )


def _accepted(data: Mapping[str, Any], kind: str) -> list[str]:
    return [str(Complexity(data["complexity"]).label)] if kind in JUDGED else []


def _and_assigned(case: Case) -> str:
    waits = clocks.waits_for_contact(case)
    if case.state != State.ASSIGNED:
        return _("The case is accepted. Please contact the member first.") if waits else ""
    if waits:
        return _("The case is accepted and assigned. Please contact the member first.")
    return _("The case is accepted and assigned.")


def _nothing_said(seen: SeenCase) -> str:
    """That the member was told nothing yet but by the program."""
    return (
        _("The member has not been contacted yet. Please make the first contact.")
        if "contact" in seen.waits_for and not seen.calls
        else ""
    )


def _contact(form: Any, hand: Hand) -> None:
    """What came of it, where it is the call before a new round."""
    form.text.label.text = _("What you told the member")
    if not clocks.waits_for_call(hand.case):
        del form.result


def _run_contact(call: Call) -> Any:
    result = call.form.result.data if "result" in call.form else ""
    return intake.contact(call.hand, call.form.text.data, actor=call.actor, result=result)


def _came_of_call(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [str(CallResult(data["result"]).label)] if data.get("result") else []


ROWS: dict[Act, ActPage] = {
    Act.CONTACT: ActPage(
        _l("Record the contact"),
        _run_contact,
        _l("The contact is recorded."),
        form=forms.ContactForm,
        call_button=_l("Call the member"),
        submit=_l("Save the contact"),
        fill=_contact,
        facts=_came_of_call,
        guidance=_l("The member will see this. Please say when and how you spoke, and what comes next."),
        beside=True,
        hint=_nothing_said,
        reads_words=True,
        reads_rounds=True,
        replies_to=(Act.RATE, Act.REOPEN),
    ),
    Act.ACCEPT: ActPage(
        _l("Accept and assign"),
        _run_accept,
        _l("The case is accepted."),
        form=forms.AcceptForm,
        fill=_accept,
        retaliation_button=_l("Accept"),
        done_further=_and_assigned,
        rank=4,
        reads_words=True,
        reads_related=True,
        replies_to=(Act.SUPPLEMENT, Act.DECIDE_OBJECTION),
        facts=_accepted,
    ),
    Act.ASK_SUPPLEMENT: ActPage(
        _l("Ask for missing information"),
        with_text(intake.ask_supplement),
        _l("The member is asked for the missing information."),
        form=forms.TextForm,
        fill=worded(_l("Everything that is missing, one item per line")),
        beside=True,
        reads_words=True,
    ),
    Act.SUPPLEMENT: ActPage(
        _l("Send the missing information"),
        with_words(intake.supplement),
        _l("The missing information is submitted."),
        form=WordsForm,
        fill=words_of_member,
        guidance=_l("Please send everything that is listed here; then work on your case continues."),
        rank=2,
        replies_to=(Act.ASK_SUPPLEMENT,),
    ),
    Act.REVIVE: ActPage(
        _l("Ask to resume it"),
        with_words(intake.revive),
        _l("The case is submitted again."),
        form=WordsForm,
        fill=worded(_l("What was missing")),
        rank=11,
        replies_to=(Act.ASK_SUPPLEMENT,),
    ),
    Act.NOT_ACCEPT: ActPage(
        _l("Do not accept"),
        lambda call: intake.not_accept(call.hand, call.form.reason.data, call.form.next_path.data, actor=call.actor),
        _l("The case is not accepted; the member can read why."),
        form=forms.NotAcceptForm,
        fill=lambda form, _hand: offer_paths(form),
        beside=True,
        reads_words=True,
    ),
    Act.RAISE_OBJECTION: ActPage(
        _l("Object"),
        with_words(intake.raise_objection),
        _l("The objection is submitted."),
        form=ObjectForm,
        submit=_l("Submit the objection"),
        fill=_raise_objection,
        beside=True,
        replies_to=(Act.NOT_ACCEPT,),
    ),
    Act.DECIDE_OBJECTION: ActPage(
        _l("Decide the objection"),
        lambda call: intake.decide_objection(
            call.hand, bool(yes(call.form.granted)), call.form.text.data, actor=call.actor
        ),
        _l("The objection is decided."),
        form=forms.DecideForm,
        fill=_decide_objection,
        guidance=_l("The member will see your reason."),
        rank=1,
        reads_words=True,
        replies_to=(Act.NOT_ACCEPT, Act.RAISE_OBJECTION),
        facts=decision("upheld", _l("upheld"), _l("not upheld")),
    ),
}
