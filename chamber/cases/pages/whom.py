"""Acts that say whom a case is about, and make it confidential, as pages show them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...language.catalogue import join_sentences
from ..access.respondents import OTHER_WAYS
from ..doing import answering, releasing, whom
from ..forms.whom import NOBODY, MistakeForm, RespondentForm, WhomForm, respondent_of
from ..lists import categories
from ..reading import whom as reading
from ..reading.seen import SeenCase
from ..rules.acts import Act
from ..rules.hand import Hand
from ..words import AGAIN, NAME_UNKNOWN
from .act_page import ActPage, Call


def _everybody(form: Any, _hand: Hand) -> None:
    form.offer(categories.departments())


def _whom(form: Any, hand: Hand) -> None:
    """The question; where nobody else could say it, with the ways outside."""
    if hand.actor is None:
        return
    form.whom.choices = reading.answers(hand.case, hand.actor)
    form.department.choices = [("", _("Please choose")), *categories.departments()]
    typed = reading.typed(hand.case)
    if typed:
        form.whom.label.text = _("You wrote “%(words)s”. Who do you mean?", words=typed)
    if hand.case.question == AGAIN:
        form.whom.description = join_sentences(
            (_("Nobody here could tell who is meant, so only you can see the case."), OTHER_WAYS)
        )


def _clarify(form: Any, hand: Hand) -> None:
    form.offer(categories.departments(), (NOBODY, _("None of them")), but=NAME_UNKNOWN)
    form.kind.label.text = _("Who is it? Known so far: %(words)s", words=reading.lacking_name(hand.case))


def _mistake(form: Any, hand: Hand) -> None:
    there = reading.to_take_back(hand.case, hand.actor) if hand.actor else []
    form.respondent.choices = [("", _("Please choose")), *there]


def _run_add(call: Call) -> Any:
    one = respondent_of(call.form)
    return whom.add_respondent(call.hand, one, actor=call.actor) if one else None


def _find_out(seen: SeenCase) -> str:
    if not seen.runs or Act.CLARIFY not in seen.acts:
        return ""
    return _("Only the respondent's unit is known. Please find out who it is: until then no department can have it.")


ROWS: dict[Act, ActPage] = {
    Act.NAME_RESPONDENT: ActPage(
        _l("Say who you mean"),
        lambda call: answering.name_respondent(
            call.hand, call.form.whom.data, call.form.department.data, **call.common
        ),
        _l("Thank you, your answer is recorded."),
        form=WhomForm,
        submit=_l("Submit the answer"),
        fill=_whom,
        guidance=_l(
            "Anyone your text may refer to cannot see the case, whether you answer or not. Your answer helps it "
            "reach the right person sooner."
        ),
        in_card=True,
    ),
    Act.ADD_RESPONDENT: ActPage(
        _l("Add a respondent"),
        _run_add,
        _l("Done: those you named can no longer see the case. If one of them was handling it, it must be reassigned."),
        form=RespondentForm,
        fill=_everybody,
        in_card=True,
    ),
    Act.REMOVE_RESPONDENT: ActPage(
        _l("Remove a wrong respondent"),
        lambda call: whom.remove_respondent(call.hand, call.form.respondent.data, actor=call.actor),
        _l("Recorded. Anyone once named still cannot see the case."),
        form=MistakeForm,
        fill=_mistake,
        in_card=True,
    ),
    Act.CLARIFY: ActPage(
        _l("Identify the respondent"),
        lambda call: whom.clarify(call.hand, respondent_of(call.form), actor=call.actor),
        _l("The respondent is recorded."),
        form=RespondentForm,
        fill=_clarify,
        hint=_find_out,
        beside=True,
        reads_words=True,
    ),
    Act.MAKE_CONFIDENTIAL: ActPage(
        _l("Make it confidential"),
        lambda call: releasing.make_confidential(call.hand, actor=call.actor),
        _l("The case is now confidential."),
        last=True,
    ),
}
