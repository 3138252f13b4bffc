"""The forms of lists of appeals."""

import secrets

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Length

from ...web.inputs import RowForm, Ticks, VersionField, required
from .drafting import MAX_TEXT, MAX_TITLE
from .following import MAX_REPLY, MAX_WHERE

NAMELESS = _l("Please name no firm and nobody.")


class HeadForm(RowForm):
    """Title and foreword."""

    title = StringField(_l("Title"), [required, Length(max=MAX_TITLE)])
    foreword = TextAreaField(_l("Foreword"), [Length(max=MAX_TEXT)], description=NAMELESS, render_kw={"rows": 3})


class NewForm(HeadForm):
    """A new list."""

    chosen = Ticks(_l("Common problems"))

    @classmethod
    def blank(cls) -> "NewForm":
        """The form of a new one, with a key of its own."""
        return cls(None, form_key=secrets.token_hex(16))


class ItemForm(FlaskForm):
    """The words of one thing on it."""

    version = VersionField()
    heading = StringField(_l("Heading"), [required, Length(max=MAX_TITLE)])
    text = TextAreaField(
        _l("What is asked for"), [required, Length(max=MAX_TEXT)], description=NAMELESS, render_kw={"rows": 5}
    )


class StepForm(FlaskForm):
    """A step without words."""

    version = VersionField()


class CarriedForm(FlaskForm):
    """Where it was said."""

    where = StringField(
        _l("Carried to"), [required, Length(max=MAX_WHERE)], description=_l("A meeting, or an office. Firms read it.")
    )
    day = DateField(_l("On"), [required])


class ReplyForm(FlaskForm):
    """What came back."""

    reply = TextAreaField(_l("What came back"), [required, Length(max=MAX_REPLY)], render_kw={"rows": 4})
    replied_on = DateField(_l("Came back on"), [required])
