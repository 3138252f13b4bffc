"""The pages of acts on supervision slips."""

from flask_babel import lazy_gettext as _l

from ...forms import acts as forms
from ...ladder import slips
from ...rules.acts import Act
from ..act_page import ActPage, worded

ROWS: dict[Act, ActPage] = {
    Act.RECEIVE_SLIP: ActPage(
        _l("Confirm receipt of the slip"),
        lambda call: slips.receive_slip(call.hand, **call.common),
        _l("The receipt of the supervision slip is confirmed."),
        beside=True,
        at_once=True,
    ),
    Act.REPLY_SLIP: ActPage(
        _l("Reply to the slip"),
        lambda call: slips.reply_slip(call.hand, call.form.text.data, **call.common),
        _l("The reply to the supervision slip is recorded."),
        form=forms.TextForm,
        fill=worded(_l("What is done about the delay, and by when it will be finished")),
        submit=_l("Send the reply"),
        beside=True,
    ),
}
