"""The forms of the answer book and of a department's wordings."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField

from ...web.inputs import required
from ..forms.acts import chosen, select


class BookForm(FlaskForm):
    """An answer of the book; `version` where one is changed."""

    category = select(_l("Category"), validators=[chosen])
    question = StringField(_l("Question"), [required], description=_l("As a firm would ask it, in one line."))
    answer = TextAreaField(
        _l("Answer"),
        [required],
        description=_l(
            "In general words: no firm, no person, no number of a case, no date by which somebody could be recognised."
        ),
        render_kw={"rows": 8},
    )
    version = HiddenField()


class TemplateForm(FlaskForm):
    """A wording of a department; `version` where one is changed."""

    name = StringField(_l("Name of the template"), [required])
    text = TextAreaField(_l("Wording"), [required], render_kw={"rows": 6})
    version = HiddenField()
