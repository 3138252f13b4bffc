"""The page on which who runs a case notes whether another path has worked."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..models import Case
from ..pages.act_page import ActPage
from ..rules.acts import Act
from ..words import PathResult
from . import due, following
from .forms import FollowUpForm


def _said(data: Mapping[str, Any], _kind: str) -> list[str]:
    return [str(PathResult(data["result"]).label)]


def _not_worked(case: Case) -> str:
    """What to do where it has not."""
    return _("Recorded. Please handle the case again, or keep it under review.") if due.failed(case) else ""


ROWS: dict[Act, ActPage] = {
    Act.FOLLOW_UP: ActPage(
        _l("Ask about the other option"),
        lambda call: following.follow_up(call.hand, call.form.result.data, call.form.text.data, actor=call.actor),
        _l("The firm's answer is recorded."),
        form=FollowUpForm,
        submit=_l("Save the answer"),
        guidance=_l(
            "Please call the firm and ask: “We told you that we could not solve this ourselves, and named another "
            "option. Have you tried it? Did it work? If not, what stood in the way? Is there anything we can do now?”"
        ),
        done_further=_not_worked,
        rank=14,
        reads_answer=True,
        facts=_said,
    ),
}
