"""The forms of the answer book and of a department's wordings."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from ...web.inputs import VersionField, required
from ..forms.acts import chosen, select


class BookForm(FlaskForm):
    """A new answer of the book."""

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


class ChangedBookForm(BookForm):
    """One that is there, worded anew."""

    version = VersionField()


class TemplateForm(FlaskForm):
    """A new wording of a department."""

    name = StringField(_l("Name of the template"), [required])
    text = TextAreaField(_l("Wording"), [required], render_kw={"rows": 6})


class ChangedTemplateForm(TemplateForm):
    """One that is there, worded anew."""

    version = VersionField()
