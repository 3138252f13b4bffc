"""What another body has of a case."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Optional

from ..forms.acts import ActForm, choose, required
from ..words import Sender


class OutsideForm(ActForm):
    """Which body, under which number, and until when it wants a reply."""

    sender = SelectField(_l("With whom"), [choose], choices=[("", _l("Please choose")), *Sender.choices()])
    number = StringField(_l("Number there"), [required])
    due_on = DateField(_l("Its limit for a reply"), [Optional()])
