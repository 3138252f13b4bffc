"""The pages of acts on a suggestion: the text for everybody, and putting it into practice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...language.dates import local_date, local_time
from ..forms.acts import TextForm
from ..pages.act_page import ActPage, Call, with_text, worded
from ..reading.seeing import desk_of
from ..reading.seen import SeenCase
from ..rules.acts import Act
from ..rules.hand import Hand
from ..words import State
from . import implementing, publishing
from .forms import CloseForm, ImplementForm, PublicationForm
from .implementing import Plan


def _published(form: Any, hand: Hand) -> None:
    """The text that is out already; what became of it only once it is answered."""
    row = publishing.of_case(hand.case)
    if not hand.case.outcome:
        form.fate.label.text = _("What is being done now")
        form.fate.validators, form.fate.flags.required = [], False
    if not form.is_submitted() and row:
        form.title.data, form.text.data, form.fate.data = row.title, row.text, row.fate


def _plan(form: Any, hand: Hand) -> None:
    """Who may be given the first measure, the lead department before the others."""
    form.owner.choices = [*implementing.owners(hand), ("", desk_of(hand.case))]


def _close(form: Any, hand: Hand) -> None:
    """Why, where a measure is not confirmed."""
    if implementing.going_on(hand.case.id):
        form.text.label.text = _("Reason")
        form.text.description = _("A measure is not confirmed yet: the member reads why it is closed all the same.")


def _run_implement(call: Call) -> Any:
    form = call.form
    plan = Plan(form.text.data, form.title.data, form.due_on.data, form.owner.data)
    return implementing.implement(call.hand, plan, actor=call.actor)


def _reviewed(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [_("review by %(day)s", day=local_date(datetime.fromisoformat(data["review"])))]


def _review_waits(seen: SeenCase) -> str:
    """To whoever runs it: by when to look at it again."""
    if seen.state != State.IMPLEMENTING or not seen.runs:
        return ""
    return _(
        "Please review by %(when)s how it is put into practice; once all measures are confirmed, close it.",
        when=local_time(seen.due_at),
    )


def _ended(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [_("all measures are confirmed") if data["done"] else _("not all measures were confirmed")]


ROWS: dict[Act, ActPage] = {
    Act.PUBLISH_SUGGESTION: ActPage(
        _l("Publish as a suggestion"),
        lambda call: publishing.publish_suggestion(
            call.hand, call.form.title.data, call.form.text.data, call.form.fate.data or "", actor=call.actor
        ),
        _l("The suggestion is published."),
        form=PublicationForm,
        fill=_published,
        again_button=_l("Change the published text"),
        undone_by=Act.TAKE_DOWN,
        guidance=_l("Visible to everyone who signs in. Please write it in the chamber's words."),
        reads_words=True,
    ),
    Act.TAKE_DOWN: ActPage(
        _l("Take down the published text"),
        with_text(publishing.take_down),
        _l("The published text is deleted."),
        form=TextForm,
        fill=worded(_l("Reason")),
        guidance=_l("Nobody can read the text any more, and it can't be brought back. You can publish a new one."),
    ),
    Act.IMPLEMENT: ActPage(
        _l("Put it into practice"),
        _run_implement,
        _l("The suggestion is being put into practice."),
        form=ImplementForm,
        fill=_plan,
        rank=15,
        reads_answer=True,
        facts=_reviewed,
    ),
    Act.KEEP_IMPLEMENTING: ActPage(
        _l("Record how it stands"),
        with_text(implementing.keep_implementing),
        _l("Recorded. The next review is due in the same time again."),
        form=TextForm,
        fill=worded(_l("How it stands")),
        hint=_review_waits,
        rank=16,
        reads_answer=True,
        facts=_reviewed,
    ),
    Act.CLOSE_IMPLEMENTED: ActPage(
        _l("Close it as put into practice"),
        lambda call: implementing.close_implemented(call.hand, call.form.text.data or "", actor=call.actor),
        _l("The case is closed."),
        form=CloseForm,
        fill=_close,
        beside=True,
        reads_answer=True,
        facts=_ended,
    ),
}
