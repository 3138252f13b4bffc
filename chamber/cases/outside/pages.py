"""The pages of what another body has too."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...language.dates import local_date
from ..forms.acts import TextForm
from ..pages.act_page import ActPage, Call, with_text, worded
from ..reading.seen import SeenCase
from ..rules.acts import Act
from ..words import Channel, Sender
from . import recording
from .forms import OutsideForm


def _run_note(call: Call) -> Any:
    form = call.form
    return recording.note_outside(call.hand, form.sender.data, form.number.data, form.due_on.data, actor=call.actor)


def _noted(data: Mapping[str, Any], _kind: str) -> list[str]:
    until = [_("its limit %(day)s", day=local_date(date.fromisoformat(data["until"])))] if data.get("until") else []
    return [*([str(Sender(data["sender"]).label)] if data.get("sender") else []), *until]


def _not_noted(seen: SeenCase) -> str:
    """That a forwarded case has no number yet."""
    noted = any(event.act == Act.NOTE_OUTSIDE for event in seen.events)
    if seen.channel != Channel.FORWARDED or noted or Act.NOTE_OUTSIDE not in seen.acts:
        return ""
    return _("It was forwarded by 12345: please record its number and limit there.")


ROWS: dict[Act, ActPage] = {
    Act.NOTE_OUTSIDE: ActPage(
        _l("Record the number with another body"),
        _run_note,
        _l("The number and limit there are recorded."),
        form=OutsideForm,
        hint=_not_noted,
        facts=_noted,
    ),
    Act.REPLY_OUTSIDE: ActPage(
        _l("Record the reply to another body"),
        with_text(recording.reply_outside),
        _l("The reply is recorded."),
        form=TextForm,
        fill=worded(_l("What was replied")),
        reads_answer=True,
        facts=_noted,
    ),
}
