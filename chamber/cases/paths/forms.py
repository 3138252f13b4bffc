"""What a firm said about another path."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from ..forms.acts import ActForm, choose
from ..words import PathResult


class FollowUpForm(ActForm):
    """Whether it worked."""

    result = RadioField(_l("What the firm said"), [choose], choices=PathResult.choices())
    text = TextAreaField(
        _l("In their words"),
        description=_l("Only the member and those in charge of the case read it."),
        render_kw={"rows": 3},
    )
