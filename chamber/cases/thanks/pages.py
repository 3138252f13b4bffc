"""The button of thanks."""

from flask_babel import lazy_gettext as _l

from ..pages.act_page import ActPage
from ..rules.acts import Act
from . import thanking

ROWS: dict[Act, ActPage] = {
    Act.THANK: ActPage(
        _l("Say thank you"),
        lambda call: thanking.thank(call.hand, actor=call.actor),
        _l("Your thanks are passed on."),
        beside=True,
        at_once=True,
    ),
}
