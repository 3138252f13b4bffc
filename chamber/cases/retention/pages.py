"""The pages of keeping an identity longer."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..forms.acts import TextForm
from ..pages.act_page import ActPage, with_text, worded
from ..reading.seen import SeenCase
from ..rules.acts import Act
from . import holding


def _erased(seen: SeenCase) -> str:
    """What is missing from the page, and why."""
    if all(event.act != Act.ERASE_IDENTITY for event in seen.events):
        return ""
    return _("The set time is over: who submitted it, their words and all files were erased. Dates and outcome stay.")


ROWS: dict[Act, ActPage] = {
    Act.HOLD_IDENTITY: ActPage(
        _l("Keep the identity longer"),
        with_text(holding.hold_identity),
        _l("The identity is kept until you end this."),
        form=TextForm,
        fill=worded(_l("Why it is still needed")),
        hint=_erased,
    ),
    Act.END_HOLD: ActPage(
        _l("No longer keep the identity"),
        with_text(holding.end_hold),
        _l("The identity is no longer kept: it is erased once the set time is over."),
        form=TextForm,
        fill=worded(_l("Why it is no longer needed")),
    ),
}
