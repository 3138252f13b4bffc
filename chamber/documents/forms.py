"""Forms for the template and the prefix of a paper."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField, StringField

from ..web.inputs import VersionField


class TemplateForm(FlaskForm):
    """An own template."""

    template = FileField(
        _l("Template"),
        description=_l("A .docx file without macros. It is tried before it comes into force."),
        render_kw={"accept": ".docx"},
    )
    version = VersionField()


class TakeBackForm(FlaskForm):
    """Back to the shipped template."""

    version = VersionField()


class PrefixForm(FlaskForm):
    """What stands before the numbers of a paper."""

    prefix = StringField(
        _l("Prefix of the numbers"),
        description=_l("Letters and digits, as many as 20. Numbers that were given stay as they are."),
        render_kw={"autocomplete": "off", "maxlength": "20"},
    )
    version = VersionField()
