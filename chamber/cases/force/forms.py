"""The forms of acts on a task force."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Length

from ...web.inputs import LocalDateTimeField
from ..forms.acts import ActForm, NeededWhere, choose, required, ticks
from .forming import LONGEST
from .meeting import LONGEST as MEETING_LONGEST


class PeopleFields(ActForm):
    """Who sits in it."""

    lead = SelectField(_l("Who leads it"), [choose])
    people = ticks(
        _l("Who else is in it"),
        coerce=str,
        description=_l("People of the departments at work; another department first helps with the case."),
    )
    named = TextAreaField(
        _l("People of departments that do not sign in"),
        [Length(max=LONGEST)],
        description=_l("One a line: the department, then the name."),
        render_kw={"rows": 2},
    )


class ProposeForm(PeopleFields):
    """A new task force."""

    text = TextAreaField(
        _l("What it is to bring about"),
        [required, Length(max=LONGEST)],
        description=_l("The leader and the departments read it."),
        render_kw={"rows": 4},
    )


class ChangeForm(PeopleFields):
    """Other people, and why."""

    reason = TextAreaField(_l("Reason"), [required], render_kw={"rows": 3})


class MeetingForm(ActForm):
    """When its people meet, where, and on what."""

    starts_at = LocalDateTimeField(_l("Begins"), [required])
    text = TextAreaField(
        _l("Where, and on what"),
        [required, Length(max=MEETING_LONGEST)],
        description=_l("The people of the task force and those in charge of the case read it, nobody else."),
        render_kw={"rows": 5},
    )


class DecideForceForm(ActForm):
    """Approved, or turned down with a reason."""

    granted = RadioField(
        _l("Decision"), [choose], choices=[("yes", _l("Approve the task force")), ("no", _l("Turn it down"))]
    )
    text = TextAreaField(
        _l("Reason"),
        [NeededWhere("granted", ("no",), _l("Please give the reason."), _l("required if you turn it down"))],
        description=_l("The secretariat and the departments read it; the member does not."),
        render_kw={"rows": 3},
    )
