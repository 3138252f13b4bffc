"""The pages of acts on a case that stands still."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ...language.dates import local_date, local_time
from ..forms.acts import TextForm
from ..pages.act_page import ActPage, with_text, worded
from ..reading.seeing import desk_of
from ..reading.seen import SeenCase
from ..rules.acts import Act
from ..rules.hand import Hand
from ..words import PAUSED, Forum, Pause, State
from . import monitoring, suspending, terminating
from .forms import MonitorForm, SuspendForm, TerminateForm


def _day(moment: str) -> str:
    return local_date(datetime.fromisoformat(moment))


def _suspended(data: Mapping[str, Any], _kind: str) -> list[str]:
    left = ngettext("%(num)s working day left", "%(num)s working days left", data["left"]) if data["left"] > 0 else ""
    return [str(Pause(data["reason"]).label), *([left] if left else []), *_reviewed(data, _kind)]


def _reviewed(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [_("review by %(day)s", day=_day(data["review"]))]


def _stood(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [ngettext("paused for %(num)s working day", "paused for %(num)s working days", data["days"])]


def _review_waits(seen: SeenCase) -> str:
    """To whoever runs it: by when to look at it again."""
    if seen.state not in PAUSED or seen.state == State.IMPLEMENTING or not seen.runs:
        return ""
    return _("Please review by %(when)s whether it still has to wait.", when=local_time(seen.due_at))


def _watched(data: Mapping[str, Any], _kind: str) -> list[str]:
    owner = [_("watched by %(unit)s", unit=data["owner"])] if data["owner"] else []
    return [*owner, *_reviewed(data, _kind)]


def _owners(form: Any, hand: Hand) -> None:
    """Whoever runs it, or a department at work on it."""
    form.owner.choices = [("", desk_of(hand.case)), *monitoring.owners(hand)]


def _before(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [str(Forum(data["forum"]).label)]


ROWS: dict[Act, ActPage] = {
    Act.SUSPEND: ActPage(
        _l("Suspend"),
        lambda call: suspending.suspend(call.hand, call.form.reason.data, call.form.text.data, actor=call.actor),
        _l("The case is suspended; its limit is paused."),
        form=SuspendForm,
        submit=_l("Suspend the case"),
        facts=_suspended,
    ),
    Act.KEEP_SUSPENDED: ActPage(
        _l("Continue the suspension"),
        with_text(suspending.keep_suspended),
        _l("The suspension continues."),
        form=TextForm,
        fill=worded(_l("What the case is waiting for")),
        beside=True,
        replies_to=(Act.SUSPEND, Act.KEEP_SUSPENDED, Act.ADD),
        facts=_reviewed,
    ),
    Act.RESUME: ActPage(
        _l("Resume work"),
        with_text(suspending.resume),
        _l("Work on the case continues."),
        form=TextForm,
        fill=worded(_l("What has changed")),
        hint=_review_waits,
        rank=12,
        replies_to=(Act.SUSPEND, Act.KEEP_SUSPENDED, Act.ADD),
        facts=_stood,
    ),
    Act.MONITOR: ActPage(
        _l("Keep under review"),
        lambda call: monitoring.monitor(call.hand, call.form.text.data, call.form.owner.data, actor=call.actor),
        _l("The case is kept under review."),
        form=MonitorForm,
        fill=_owners,
        beside=True,
        reads_answer=True,
        facts=_watched,
    ),
    Act.KEEP_MONITORING: ActPage(
        _l("Continue waiting"),
        with_text(monitoring.keep_monitoring),
        _l("The case stays under review."),
        form=TextForm,
        fill=worded(_l("What the review found")),
        beside=True,
        reads_answer=True,
        replies_to=(Act.MONITOR,),
        facts=_reviewed,
    ),
    Act.TAKE_UP: ActPage(
        _l("Take it up again"),
        with_text(monitoring.take_up),
        _l("A new round has begun. Please call the member first."),
        form=TextForm,
        fill=worded(_l("What has changed")),
        rank=13,
        reads_answer=True,
    ),
    Act.CLOSE_MONITORED: ActPage(
        _l("Close it after review"),
        with_text(monitoring.close_monitored),
        _l("The case is closed."),
        form=TextForm,
        fill=worded(_l("Why nothing more is to be waited for")),
        beside=True,
        reads_answer=True,
    ),
    Act.TERMINATE: ActPage(
        _l("End it: a court has the matter"),
        lambda call: terminating.terminate(call.hand, call.form.forum.data, call.form.text.data, actor=call.actor),
        _l("The case has ended; it can come back."),
        form=TerminateForm,
        submit=_l("End the case"),
        last=True,
        facts=_before,
    ),
    Act.COME_BACK: ActPage(
        _l("Continue the case"),
        with_text(terminating.come_back),
        _l("Work on the case continues."),
        form=TextForm,
        fill=worded(_l("What has changed")),
        beside=True,
        replies_to=(Act.TERMINATE,),
    ),
}
