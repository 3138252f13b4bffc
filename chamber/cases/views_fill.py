"""Filling the forms of acts: their choices, defaults, and the fields that a case does not need."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _

from ..catalogue import run_on
from ..rights import Actor, Role
from . import categories, closing, eligible, limits, masks, publishing, respondents, sharing
from .conditions import member_may_reopen
from .models import Case
from .seen import SeenCase
from .visibility import nameless
from .words import COMPLEXITY_LABELS, OTHER_OUTCOMES, OUTCOME_LABELS, SUGGESTION_OUTCOMES, Complexity, Kind


@dataclass(frozen=True)
class Context:
    """What an act page knows beside its form."""

    case: Case
    seen: SeenCase
    actor: Actor


def nothing(_form: Any, _context: Context) -> None:
    """Most forms need no choices."""


def worded(label: LazyString) -> Callable[[Any, Context], None]:
    """A form with one text, which asks for it in the words of the act."""

    def fill(form: Any, _context: Context) -> None:
        form.text.label.text = label

    return fill


def words(form: Any, context: Context) -> None:
    """Later words of the member, whoever enters them."""
    if context.seen.runs:
        form.text.label.text = _("What the member says")


def asking_longer(form: Any, context: Context) -> None:
    """Why, and how many days it would give."""
    days = context.case.limits[f"extend_{context.case.complexity}"]
    form.reason.description = ngettext("It would add %(num)s working day.", "It would add %(num)s working days.", days)


def extension(form: Any, _context: Context) -> None:
    """Granting or refusing a longer limit."""
    form.granted.choices = [("yes", _("Grant the extension")), ("no", _("Refuse it"))]


def objecting(form: Any, context: Context) -> None:
    """Why the member objects, and who will decide and read it."""
    form.text.label.text = _("Why you object")
    if eligible.arbiter(context.case) == Role.LEADER:
        form.text.description = _("The leader decides this objection, and reads your case in your own words for it.")
    else:
        form.text.description = _(
            "The supervisor decides this objection, and reads your case in your own words for it."
        )


def objection(form: Any, _context: Context) -> None:
    """Upholding an objection or not."""
    form.granted.choices = [("yes", _("Uphold it: the case is taken up anew")), ("no", _("Leave it not accepted"))]
    form.text.flags.required = True


def departments(form: Any, _context: Context) -> None:
    """All departments to choose from: whoever sends a case back is not told by a gap in the list whom it is about."""
    form.department.choices = [("", _("Please choose")), *categories.departments()]


def assignment(form: Any, context: Context) -> None:
    """Departments that may have the case, and the masked text where one must be released."""
    fit = categories.departments(not_about=context.case)
    form.lead.choices, form.helpers.choices = [("", _("Please choose")), *fit], fit
    if context.case.kind == Kind.COMPLAINT:
        form.lead.description = _("A department that the complaint is about is not among them.")
    waiting = [file for file in context.seen.files if file.can_release and not file.released and file.is_picture]
    form.pictures.choices = [(file.id, file.name) for file in waiting]
    if not waiting:
        del form.pictures
    release(form, context)


def release(form: Any, context: Context) -> None:
    """The masked title and story: as released, else as proposed."""
    case = context.case
    if not nameless(case):
        del form.release_title, form.story
        return
    if case.kind == Kind.COMPLAINT:
        form.story.description = _(
            "Departments read this text only; they do not see whom the complaint is about. "
            "Please write all that they need to know to handle it, without naming anybody."
        )
    if case.kind == Kind.RETALIATION:
        # No department gets it, but the leader, who stands above them, can be shown what happened.
        form.release_title.label.text = _("Title that the leader reads")
        form.story.label.text = _("Text that the leader reads")
    if not form.is_submitted():
        released = (case.released_title, case.released_story)
        form.release_title.data, form.story.data = released if case.released_at else masks.proposal(case)[:2]


def _with_days(complexity: Complexity, case: Case) -> str:
    """A complexity with what it means for the case: how long its handling may take."""
    days = case.limits[limits.handling_key(case.kind, complexity)]
    return f"{COMPLEXITY_LABELS[complexity]} · {ngettext('%(num)s working day', '%(num)s working days', days)}"


def acceptance(form: Any, context: Context) -> None:
    """Everything that accepting asks for this kind."""
    assignment(form, context)
    only = _("Only if a department handles it.")
    form.lead.description = run_on((only, form.lead.description))
    form.category.choices = categories.categories(context.case.kind)
    if context.case.kind in (Kind.SUGGESTION, Kind.RETALIATION):
        del form.complexity
    else:
        form.complexity.choices = [(key, _with_days(key, context.case)) for key in COMPLEXITY_LABELS]
    if context.case.kind == Kind.RETALIATION:
        form.route.choices = [choice for choice in form.route.choices if choice[0] != "department"]
        for name in {"lead", "helpers", "release_title", "story", "pictures"} & form._fields.keys():
            del form[name]
    if not form.is_submitted():
        form.category.data = context.case.category_id
        form.route.data = "desk" if context.case.kind == Kind.RETALIATION else "department"
        if "complexity" in form:
            form.complexity.data = "normal"


def answer(form: Any, context: Context) -> None:
    """Outcomes of this kind, and the draft that is there."""
    outcomes = SUGGESTION_OUTCOMES if context.case.kind == Kind.SUGGESTION else OTHER_OUTCOMES
    form.outcome.choices = [("", _("Please choose")), *((one, OUTCOME_LABELS[one]) for one in outcomes)]
    last = context.seen.rounds[-1] if context.seen.rounds else None
    _offer_paths(form, last.next_path if last else "")
    if not form.is_submitted() and last:
        form.outcome.data, form.answer.data = last.outcome, last.answer
        form.reason.data, form.next_path.data = last.reason, last.next_path


def review(form: Any, context: Context) -> None:
    """The draft under review; its evidence is with the case already."""
    answer(form, context)
    del form.files, form.enclosures


def paths(form: Any, _context: Context) -> None:
    """Other paths to choose from."""
    _offer_paths(form)


def _offer_paths(form: Any, kept: str = "") -> None:
    # What the draft names stays, although the list may have changed since.
    offered = dict.fromkeys((*categories.next_paths(), *([kept] if kept else [])))
    form.next_path.choices = [("", _("Please choose")), *((path, path) for path in offered)]


def rating(form: Any, context: Context) -> None:
    """The question beside the grade that fits the outcome."""
    question = closing.asks(context.case.outcome)
    if question == "clear":
        form.yes.label.text = _("Was it explained clearly?")
    elif not question:
        del form.yes


def reopening(form: Any, context: Context) -> None:
    """Why, and for who runs the case whether the member asked for it."""
    form.text.label.text = _("Why it should be taken up again")
    if context.seen.is_author:
        del form.who
    elif not member_may_reopen(context.case):
        form.who.choices = [choice for choice in form.who.choices if choice[0] != "member"]
        form.who.description = _("The member's own time for it, 30 days and at most twice, is over.")


def withdrawal(form: Any, context: Context) -> None:
    """The question about pressure, only of a complaint and only to its author."""
    if context.case.kind not in (Kind.COMPLAINT, Kind.RETALIATION) or not context.seen.is_author:
        del form.pressed
    elif context.case.supervisor_runs:
        form.pressed.description = _("Please answer yes or no. Only the supervisor sees the answer.")


def colleagues(form: Any, context: Context) -> None:
    """Colleagues in the author's firm."""
    form.contact.choices = [("", _("Please choose")), *sharing.colleagues_to_name(context.case)]


def staff(form: Any, context: Context) -> None:
    """Oneself, and for who runs the case everybody who could have to step back."""
    own = context.actor.account_id
    others = [one for one in respondents.staff() if one[0] != own] if context.seen.runs else []
    form.account.choices = [(own, _("Myself")), *others]


def publication(form: Any, context: Context) -> None:
    """The text that is out already."""
    row = publishing.of_case(context.case)
    if not form.is_submitted() and row:
        form.title.data, form.text.data, form.fate.data = row.title, row.text, row.fate
