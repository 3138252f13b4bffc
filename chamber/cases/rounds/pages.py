"""The page of a call in vain, and what the call before a new round asks."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..models import Case
from ..pages.act_page import ActPage
from ..rules import clocks
from ..rules.acts import Act
from . import calling


def _attempt(data: Mapping[str, Any], _kind: str) -> list[str]:
    number = data["attempt"]
    over = [_("the work continues")] if number >= calling.MOST else []
    return [_("attempt %(number)s of %(most)s", number=number, most=calling.MOST), *over]


def _over(case: Case) -> str:
    """That it is not waited for any longer."""
    if clocks.waits_for_call(case):
        return ""
    return _("Recorded: not reached three times. The work continues without the call.")


ROWS: dict[Act, ActPage] = {
    Act.TRY_CALL: ActPage(
        _l("Not reached"),
        lambda call: calling.try_call(call.hand, actor=call.actor),
        _l("The attempt is recorded. Please try again later."),
        done_further=_over,
        beside=True,
        at_once=True,
        facts=_attempt,
    ),
}
