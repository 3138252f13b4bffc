"""The pages of acts from the answer to the end of a case, and back from there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...language.dates import local_date, local_time
from ..doing import closing, pressure
from ..forms import acts as forms
from ..forms.authors import RateForm, WithdrawForm
from ..models import Case
from ..reading.seeing import desk_in_text
from ..reading.seen import SeenCase
from ..rules import clocks
from ..rules.acts import Act, Party
from ..rules.conditions import member_may_reopen
from ..rules.hand import Hand
from ..rules.limits import REOPEN_DAYS, REOPEN_MOST
from ..words import Kind, Lacking, State, rating_words
from .act_page import ActPage, Call, with_text, worded, yes


def _rate(form: Any, hand: Hand) -> None:
    """The question beside the grade that fits the outcome."""
    question = closing.asks(hand.case.outcome)
    if question == "clear":
        form.yes.label.text = _("Was it explained clearly?")
    elif not question:
        del form.yes


def _run_rate(call: Call) -> Any:
    form = call.form
    answer, reasons = yes(form._fields.get("yes")), form.reasons.data or ()
    return closing.rate(call.hand, form.grade.data, answer, form.text.data, reasons, actor=call.actor)


def _called_again(case: Case) -> str:
    """That it goes on, where a rating opened a new round."""
    if not clocks.waits_for_call(case):
        return ""
    return _(
        "Thank you. The case will be handled again: %(desk)s will call you by %(when)s.",
        desk=desk_in_text(case),
        when=local_time(case.contact_due_at),
    )


def _rated(data: Mapping[str, Any], _kind: str) -> list[str]:
    lacking = [str(Lacking(one).label) for one in data.get("lacking", ())]
    return [*rating_words(data.get("grade"), data.get("solved"), data.get("clear")), *lacking]


def _reopen(form: Any, hand: Hand) -> None:
    """Why, and for who runs the case whether the member asked for it."""
    form.text.label.text = _("Reason for reopening")
    if Party.AUTHOR in hand.parties:
        del form.who
    elif not member_may_reopen(hand.case):
        form.who.choices = [choice for choice in form.who.choices if choice[0] != "member"]
        form.who.description = _("The member can no longer ask for it (within 30 days, at most twice).")


def _run_reopen(call: Call) -> Any:
    by_member = "who" in call.form and call.form.who.data == "member"
    return closing.reopen(call.hand, call.form.text.data, actor=call.actor, behalf=() if by_member else None)


def _why_no_reopening(seen: SeenCase) -> str:
    """That the author's own time for it is over."""
    if not seen.is_author or seen.state != State.CLOSED or Act.REOPEN in seen.acts or seen.closed_at is None:
        return ""
    if seen.reopened >= REOPEN_MOST:
        return _("It has already been reopened twice. For anything further please call %(desk)s.", desk=seen.desk)
    last = local_date(seen.closed_at + timedelta(days=REOPEN_DAYS))
    return _("It could be reopened until %(day)s. Please call %(desk)s.", day=last, desk=seen.desk)


def _withdraw(form: Any, hand: Hand) -> None:
    """The question about pressure, only of a complaint and only to its author."""
    if hand.case.kind not in (Kind.COMPLAINT, Kind.RETALIATION) or Party.AUTHOR not in hand.parties:
        del form.pressed
    elif hand.case.supervisor_runs:
        form.pressed.description = _("Please answer yes or no. Only the supervisor sees the answer.")


def _run_withdraw(call: Call) -> Any:
    form = call.form
    return closing.withdraw(call.hand, form.reason.data, yes(form._fields.get("pressed")), **call.common)


def _was_pressed(seen: SeenCase) -> str:
    """To whoever runs it: that the author was pressed, and by when to speak to them."""
    if "pressed" not in seen.waits_for:
        return ""
    return _(
        "The author says that they were pressed to withdraw. Please speak to them by %(when)s, and ask whether the "
        "case should stay open without their name. Only you can see this.",
        when=local_time(seen.due_at),
    )


ROWS: dict[Act, ActPage] = {
    Act.RATE: ActPage(
        _l("Rate this answer"),
        _run_rate,
        _l("Thank you for your rating."),
        form=RateForm,
        submit=_l("Submit the rating"),
        fill=_rate,
        done_further=_called_again,
        rank=3,
        reads_answer=True,
        facts=_rated,
    ),
    Act.REOPEN: ActPage(
        _l("Ask to reopen it"),
        _run_reopen,
        _l("The case is reopened."),
        form=forms.ReopenForm,
        fill=_reopen,
        runner_button=_l("Reopen it"),
        hint=_why_no_reopening,
        beside=True,
        reads_answer=True,
        replies_to=(Act.RATE,),
    ),
    Act.WITHDRAW: ActPage(
        _l("Withdraw"),
        _run_withdraw,
        _l("The case is withdrawn."),
        form=WithdrawForm,
        fill=_withdraw,
        guidance=_l("Work on it will stop. The record so far is kept."),
        last=True,
    ),
    Act.CONTACT_PRESSED: ActPage(
        _l("Record what the author said"),
        with_text(pressure.contact_pressed),
        _l("Recorded, visible to you only."),
        form=forms.TextForm,
        fill=worded(_l("What was said")),
        hint=_was_pressed,
        beside=True,
    ),
    Act.KEEP_OPEN: ActPage(
        _l("Keep it open without the author's name"),
        with_text(pressure.keep_open),
        _l("The case is open again; only you and the author know whose it is."),
        form=forms.TextForm,
        fill=worded(_l("What the author agreed to")),
        beside=True,
    ),
}
