"""What is typed around receipt codes."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from .acts import required


class ReceiptForm(FlaskForm):
    """Having the codes shown: the form's own secret, and by which number one can be called."""

    once = HiddenField()
    number = StringField(
        _l("Your phone number, if the code gets lost"),
        [Length(max=60)],
        description=_l("Is it yours alone? Only the supervisor is shown it, and only if you lose the code."),
        render_kw={"inputmode": "tel", "autocomplete": "tel"},
    )


class CodeForm(FlaskForm):
    """Opening a case again by its code."""

    code = StringField(
        _l("Receipt code"),
        [required, Length(max=60)],
        description=_l("The 16 digits on your photo or paper; spaces do not matter."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"},
    )


class AfterCallForm(FlaskForm):
    """Opening cases again after a call."""

    number = RadioField(
        _l("The number that was stored with the case"), [InputRequired(_l("Please choose."))], validate_choice=False
    )
    reason = TextAreaField(
        _l("Person spoken to, and how you know that it is the author"),
        [required],
        description=_l("Visible to the author."),
        render_kw={"rows": 3},
    )
