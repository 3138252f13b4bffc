"""What is typed of coordination letters."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from ..forms.acts import YES_NO, ActForm, choose, chosen, required, select


class LetterForm(ActForm):
    """To which department, what about, in which words."""

    department = select(_l("Department written to"), validators=[chosen])
    title = StringField(_l("What the letter is about"), [required])
    text = TextAreaField(
        _l("Text of the letter"),
        [required],
        description=_l("Neither the firm nor any person is named. The author reads it before it is sent."),
        render_kw={"rows": 14},
    )
    answer_by = DateField(_l("Answer asked for by"), [Optional()])


class LetterDecisionForm(ActForm):
    """The author's answer to one letter."""

    letter = SelectField(_l("Letter to the department"), [choose])
    agreed = RadioField(_l("May this letter be sent as it is?"), [choose], choices=YES_NO)
    text = TextAreaField(_l("What should be different"), [Optional()], render_kw={"rows": 3})


class LetterIssueForm(ActForm):
    """Which letter goes out."""

    letter = HiddenField(validators=[required])


class LetterReplyForm(ActForm):
    """What came back to which letter."""

    letter = SelectField(_l("Letter to the department"), [choose])
    text = TextAreaField(
        _l("What the department answered"), [required], description=_l("The author reads it."), render_kw={"rows": 6}
    )
    files = MultipleFileField(_l("Its scan"), description=_l("Only those in charge of the case have it."))
