"""The form of a new case, for the own firm or on behalf of one, and those for what a member says of it later."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from ..words import GRADE_LABELS, TO_CHOOSE, Channel, Lacking
from .acts import FILE_HELP, UNIT_HELP, YES_NO, ActForm, TextForm, choose, chosen, number, required, select, ticks


class SubmitForm(FlaskForm):
    """A member's case; the secretariat's on behalf has two fields more."""

    respondent = SelectField(
        _l("Who is it about?"),
        [choose],
        choices=[("", _l("Please choose")), *TO_CHOOSE],
        description=_l("Asked first, so that nobody involved can see it."),
    )
    respondent_department = select(_l("Which department"), validators=[Optional()], description=UNIT_HELP)
    respondent_text = StringField(_l("Name of the firm or person"))
    respondent_code = StringField(
        _l("Its unified social credit code"),
        description=_l("If you know it; it identifies the firm even if it joins later."),
    )
    respondent_asked = HiddenField()
    """The name that was asked about once, because no member bears it."""
    category = select(_l("Category"), validators=[chosen])
    title = StringField(_l("Short title"), [required], description=_l("Please do not name your firm or any people."))
    story = TextAreaField(
        _l("What happened"),
        [required],
        description=_l("Please do not name your firm or any people."),
        render_kw={"rows": 6},
    )
    files = MultipleFileField(_l("Files"), description=FILE_HELP)
    evidence = TextAreaField(
        _l("Identity and evidence"),
        description=_l("Visible only to those in charge of your case."),
        render_kw={"rows": 3},
    )
    kept_files = MultipleFileField(_l("Identity and evidence files"), description=FILE_HELP)
    wish = StringField(_l("Best time and way to reach you"), description=_l("For example: by phone, after 4 pm."))
    confidential = BooleanField(_l("Keep it confidential: departments see a text without names"))
    show_name = BooleanField(_l("Show the name of my firm with this suggestion"))


_LABELS_OF_A_MEMBER = {
    "wish": _l("Best time and way to reach the member"),
    "show_name": _l("Show the name of the member's firm with this suggestion"),
}
_HELP_OF_A_MEMBER = {
    "respondent_code": _l("If the member knows it; it identifies the firm even if it joins later."),
    "title": _l("Please do not name the firm or any people."),
    "story": _l("Please do not name the firm or any people."),
    "evidence": _l("Visible only to those in charge of the case."),
}
"""Other texts where the secretariat writes for the member."""


class BehalfForm(SubmitForm):
    """Entered by the secretariat from a call, a letter or a visit."""

    contact = select(_l("For which contact"), validators=[chosen])
    channel = SelectField(
        _l("Source"),
        [choose],
        choices=[(key, label) for key, label in Channel.choices() if key != Channel.WEB],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Changed here, not declared anew: the summary of errors names the fields in the order of the page.
        for name, label in _LABELS_OF_A_MEMBER.items():
            self._fields[name].label.text = label
        for name, description in _HELP_OF_A_MEMBER.items():
            self._fields[name].description = description


KEPT_FILES = _l("Files not to be passed on")


class WordsForm(ActForm):
    """Later words and files of the member."""

    text = TextAreaField(_l("Your words"), render_kw={"rows": 5})
    files = MultipleFileField(_l("Files"), description=FILE_HELP)
    kept_files = MultipleFileField(KEPT_FILES, description=FILE_HELP)


class ObjectForm(TextForm):
    """Why a member objects, and what shows it."""

    files = MultipleFileField(_l("Files"), description=FILE_HELP)
    kept_files = MultipleFileField(KEPT_FILES, description=FILE_HELP)


class RateForm(ActForm):
    """The member's rating."""

    grade = RadioField(_l("How satisfied are you?"), [choose], coerce=number, choices=list(GRADE_LABELS.items()))
    yes = RadioField(_l("Was it solved?"), [InputRequired(_l("Please answer this question."))], choices=YES_NO)
    reasons = ticks(_l("If you are dissatisfied: what was lacking?"), coerce=str, choices=Lacking.choices())
    text = TextAreaField(_l("Other comments"), render_kw={"rows": 3})


class WithdrawForm(ActForm):
    """The member takes it back."""

    reason = TextAreaField(_l("Reason"), render_kw={"rows": 3})
    pressed = RadioField(
        _l("Were you put under pressure to withdraw?"),
        [InputRequired(_l("Please answer this question."))],
        choices=YES_NO,
        description=_l("Please answer yes or no. Only the secretariat sees the answer."),
    )
