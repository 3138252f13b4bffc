"""The forms of acts on a case."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FileField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from ..language.text import clean
from .words import GRADE_LABELS, Complexity

required = InputRequired(_l("Please fill in this field."))
choose = InputRequired(_l("Please choose."))


def chosen(_form: FlaskForm, field: Field) -> None:
    """A choice other than "please choose", which comes as no number."""
    if field.data is None:
        raise StopValidation(choose.message)


chosen.field_flags = {"required": True}  # type: ignore[attr-defined]
FILE_HELP = _l("Photos, PDF, Word, Excel or text. Location data in photos is removed.")
YES_NO = [("yes", _l("Yes")), ("no", _l("No"))]


def number(value: Any) -> int | None:
    """A choice's number; none for "nothing chosen"."""
    return int(value) if str(value).isdecimal() and len(str(value)) < 10 else None


def select(label: Any, **more: Any) -> SelectField:
    """A choice among numbered rows."""
    return SelectField(label, coerce=number, validate_choice=True, **more)


def _ticks(label: Any, coerce: Callable[[Any], Any] = number, **more: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        coerce=coerce,
        validators=[Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **more,
    )


class ActForm(FlaskForm):
    """An act without words; `papers` only where it is done on behalf of somebody."""

    doubts: Mapping[str, Callable[[], list[tuple[str, str, str]]]] = {}
    """What may name somebody in the text of a field."""
    papers = MultipleFileField(_l("The paper"), description=_l("Photo or scan of the letter, note or call record."))


class TextForm(ActForm):
    """An act with words."""

    text = TextAreaField(_l("Your words"), [required], render_kw={"rows": 5})


class MarkForm(FlaskForm):
    """The author's word on who gets one file."""

    file = HiddenField(validators=[required])
    kept = HiddenField(validators=[required, AnyOf(("yes", "no"))])


class AssignForm(ActForm):
    """Departments for an accepted case, with the masked text where none is released yet."""

    lead = select(_l("Lead department"), validators=[Optional()])
    helpers = _ticks(_l("Helping departments"))
    release_title = StringField(_l("Title that departments read"))
    story = TextAreaField(_l("Text that departments read"), render_kw={"rows": 8})
    pictures = _ticks(
        _l("Pictures to pass on to departments"),
        coerce=str,
        description=_l(
            "Under a neutral name. Please check each one first: is there a sign, a stamp, a face? What is not "
            "ticked, and every other file, stays with us until it is released."
        ),
    )


class ReasonForm(ActForm):
    """An act that needs its reason."""

    reason = TextAreaField(_l("Reason"), [required], render_kw={"rows": 4})


class NotAcceptForm(ReasonForm):
    """Declining a case."""

    next_path = SelectField(_l("Other option for the firm"), [choose])


class DecideForm(ActForm):
    """A decision with its reason."""

    granted = RadioField(_l("Decision"), [choose], choices=YES_NO)
    text = TextAreaField(_l("Reason"), render_kw={"rows": 4})


class ReleaseForm(ActForm):
    """The masked text for departments."""

    release_title = StringField(_l("Title that departments read"), [required])
    story = TextAreaField(_l("Text that departments read"), [required], render_kw={"rows": 8})


class AcceptForm(AssignForm):
    """Accept and assign in one act."""

    category = select(_l("Category"), validators=[Optional()])
    complexity = SelectField(_l("Complexity"), [choose], choices=Complexity.choices())
    route = RadioField(
        _l("Handled by"),
        [choose],
        choices=[
            ("department", _l("A department")),
            ("desk", _l("We handle it ourselves")),
            ("later", _l("Decide later")),
        ],
    )
    message = TextAreaField(
        _l("Message to the member"), description=_l("Counts as the first contact."), render_kw={"rows": 2}
    )


class SendBackForm(ReasonForm):
    """The lead department gives it back."""

    department = select(_l("Proposed department"), validators=[chosen])


class NoteForm(ActForm):
    """A progress note."""

    text = TextAreaField(_l("What was done"), [required], render_kw={"rows": 4})
    next_step = StringField(_l("Next step"), description=_l("Visible to everyone who can see the case."))
    public = BooleanField(_l("Show this note to the member"))


class AnswerForm(ActForm):
    """The answer, drafted or corrected in the review."""

    outcome = SelectField(_l("Outcome"), [choose])
    answer = TextAreaField(_l("Answer to the member"), [required], render_kw={"rows": 7})
    reason = TextAreaField(
        _l("Reason"), description=_l("Required where the answer does not solve the problem."), render_kw={"rows": 3}
    )
    next_path = SelectField(
        _l("Other option for the firm"), description=_l("Required where the answer does not solve the problem.")
    )
    enclosures = MultipleFileField(
        _l("Enclosures"),
        description=_l("The member gets them with the answer. After it was returned, choose them again."),
    )
    files = MultipleFileField(_l("Evidence"), description=_l("For the review only: the member does not see it."))


class RateForm(ActForm):
    """The member's rating."""

    grade = RadioField(_l("How satisfied are you?"), [choose], coerce=number, choices=list(GRADE_LABELS.items()))
    yes = RadioField(_l("Was it solved?"), [Optional()], choices=YES_NO)
    text = TextAreaField(_l("Other comments"), render_kw={"rows": 3})


class ReopenForm(TextForm):
    """A closed case taken up again; `who` only for who runs it."""

    who = RadioField(
        _l("Requested by"),
        [choose],
        choices=[("member", _l("The member, by call, letter or visit")), ("desk", _l("We ourselves"))],
        description=_l("The member may ask for it within 30 days and at most twice; that is counted."),
    )


class WithdrawForm(ActForm):
    """The member takes it back."""

    reason = TextAreaField(_l("Reason"), render_kw={"rows": 3})
    pressed = RadioField(
        _l("Were you put under pressure to withdraw?"),
        [InputRequired(_l("Please answer this question."))],
        choices=YES_NO,
        description=_l("Please answer yes or no. Only the secretariat sees the answer."),
    )


class ColleagueForm(ActForm):
    """A colleague who may read and add."""

    contact = select(_l("Colleague"), validators=[chosen])


class HeirForm(ReasonForm):
    """Who of the firm goes on with a case, and what was agreed."""

    contact = select(_l("Taken over by"), validators=[chosen])


class ConsentForm(ActForm):
    """Who is to learn the author's name, and why."""

    department = select(_l("Department"), validators=[Optional()])
    recipient = StringField(_l("Or another organisation"))
    purpose = StringField(_l("Purpose"), [required])
    legal_duty = StringField(
        _l("Legal basis"),
        description=_l("Only where a law requires it without consent: which article. Visible to the author."),
    )

    def validate_recipient(self, field: StringField) -> None:
        """One of the two has to be named; checked here, so that a missing purpose is reported in the same answer."""
        if not self.department.data and not clean(field.data):
            raise ValidationError(_("Please say who is to be told."))


class ConsentDecisionForm(ActForm):
    """The author's answer to one request for consent."""

    consent = HiddenField(validators=[required])
    granted = HiddenField(validators=[required])


class RecuseForm(ActForm):
    """Who steps back."""

    account = select(_l("Person recused"), validators=[choose])
    reason = TextAreaField(_l("Reason"), [required], render_kw={"rows": 3})


class PublicationForm(ActForm):
    """The moderated text of a suggestion."""

    title = StringField(_l("Title"), [required])
    text = TextAreaField(_l("The suggestion in our words"), [required], render_kw={"rows": 5})
    fate = TextAreaField(_l("Result"), [required], render_kw={"rows": 4})


class LookThroughForm(ActForm):
    """What a department wrote, as others will read it."""

    key = HiddenField(validators=[required])
    text = TextAreaField(_l("Text that others read"), [required], render_kw={"rows": 6})
    next_step = StringField(_l("Next step that others read"))
    passed = _ticks(
        _l("Files that the other departments get too"),
        coerce=str,
        description=_l(
            "Under a neutral name. Please look at each one first: is there a name, a sign, a stamp, a face? "
            "What is not ticked stays where it is; you can pass on a redacted copy later."
        ),
    )


class ReleaseWordsForm(FlaskForm):
    """Later words of the author as departments will read them."""

    text = TextAreaField(_l("Text that departments read"), [required], render_kw={"rows": 8})


class FileReleaseForm(FlaskForm):
    """A redacted copy of a file; a picture may go out as it is."""

    copy = FileField(_l("Redacted copy"), description=FILE_HELP)


FIRST = ("category", "complexity", "route", "who", "contact")
"""Fields that stand first, because others depend on them."""


def fields_of(form: FlaskForm) -> list[Field]:
    """The visible fields of an act's form in the order of its page; `papers` stands apart."""
    hidden = {"csrf_token", "papers"}
    shown = [
        field for field in form if field.name not in hidden and field.type not in ("HiddenField", "CSRFTokenField")
    ]
    return sorted(shown, key=lambda field: field.short_name not in FIRST)
