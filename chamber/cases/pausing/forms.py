"""The forms of acts on a case that stands still."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from ..forms.acts import ActForm, choose, required, select
from ..words import Forum, Pause


class SuspendForm(ActForm):
    """Why, and for what."""

    reason = RadioField(_l("Reason for the suspension"), [choose], choices=Pause.choices())
    text = TextAreaField(
        _l("What the case is waiting for"),
        [required],
        description=_l("The member and the departments at work on the case read it."),
        render_kw={"rows": 4},
    )


class MonitorForm(ActForm):
    """On what the case waits, and who watches whether it has come."""

    text = TextAreaField(
        _l("What the case is waiting for"),
        [required],
        description=_l("For example: the new budget, a changed rule, a planned road. The member reads it."),
        render_kw={"rows": 4},
    )
    owner = select(_l("Who watches it"), validators=[Optional()])


class TerminateForm(ActForm):
    """Which body has the same matter."""

    forum = RadioField(_l("Before whom the same matter is"), [choose], choices=Forum.choices())
    text = TextAreaField(
        _l("Which body, since when, and what it decides"),
        [required],
        description=_l("Only the member and those in charge of the case read it."),
        render_kw={"rows": 4},
    )
