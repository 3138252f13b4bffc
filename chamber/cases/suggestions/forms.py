"""The forms of suggestions: the text for everybody, and how one is put into practice."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Optional

from ..forms.acts import ActForm, required, select


class PublicationForm(ActForm):
    """The moderated text of a suggestion."""

    title = StringField(_l("Title"), [required])
    text = TextAreaField(_l("The suggestion in our words"), [required], render_kw={"rows": 5})
    fate = TextAreaField(_l("Result"), [required], render_kw={"rows": 4})


class ImplementForm(ActForm):
    """What is planned, and the first measure."""

    text = TextAreaField(
        _l("What is planned"),
        [required],
        description=_l("The member and the departments at work on it read this."),
        render_kw={"rows": 4},
    )
    title = StringField(
        _l("First measure"),
        [required],
        description=_l("What is to be done first, in one line. If the suggestion is published, everyone can read it."),
    )
    owner = select(_l("Who does it"), validators=[Optional()])
    due_on = DateField(_l("Due on"), [required])


class CloseForm(ActForm):
    """How it ended, or why it ends although not all is done."""

    text = TextAreaField(_l("Words to the member"), render_kw={"rows": 4})
