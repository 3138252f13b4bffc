"""The form for pasted text."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired


class PasteForm(FlaskForm):
    """A text, and optionally a search for its firm."""

    text = TextAreaField(
        _l("Pasted text"),
        [InputRequired(_l("Please paste a text."))],
        description=_l("A message, or several with the names of who wrote them, as WeChat copies them."),
    )
    means_next = BooleanField()
    """Pressed where the text's "this week" has passed: next week is meant."""
    firm = StringField(
        _l("Which firm, if the text does not say it"), description=_l("Part of the name, pinyin, or a contact.")
    )
