"""The forms of acts on a case."""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

from flask_babel import LazyString
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

from ...language.text import clean
from ..words import NEEDS_NEXT_PATH, NEEDS_REASON, CallResult, Complexity, RespondentKind

required = InputRequired(_l("Please fill in this field."))
choose = InputRequired(_l("Please choose."))


def chosen(_form: FlaskForm, field: Field) -> None:
    """A choice other than "please choose", which comes as no number."""
    if field.data is None:
        raise StopValidation(choose.message)


chosen.field_flags = {"required": True}  # type: ignore[attr-defined]


class NeededWhere:
    """A field that has to be filled in where another one has one of these values; beside its label stands when."""

    def __init__(self, name: str, values: Container[str], missing: LazyString, when: LazyString) -> None:
        self.name, self.values, self.missing = name, values, missing
        self.field_flags = {"needed_when": when}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if form[self.name].data in self.values and not clean(field.data):
            raise ValidationError(self.missing)


UNIT_HELP = _l(
    "Required for “%(unit)s”. For “%(person)s” it may stay empty if the department is not known.",
    unit=RespondentKind.DEPARTMENT.label,
    person=RespondentKind.SOME_DEPARTMENT.label,
)
"""Of which respondents a department is to be chosen."""
FILE_HELP = _l("Photos, PDF, Word, Excel or text. Location data in photos is removed.")
YES_NO = [("yes", _l("Yes")), ("no", _l("No"))]


def number(value: Any) -> int | None:
    """A choice's number; none for "nothing chosen"."""
    return int(value) if str(value).isdecimal() and len(str(value)) < 10 else None


def select(label: Any, **more: Any) -> SelectField:
    """A choice among numbered rows."""
    return SelectField(label, coerce=number, validate_choice=True, **more)


def ticks(label: Any, coerce: Callable[[Any], Any] = number, **more: Any) -> SelectMultipleField:
    """Choices of which several may be ticked, or none."""
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
    offers: Sequence[Any] = ()
    """Texts that one press each puts into the answer."""
    asks_again = False
    """Something was filled in that one should see before it counts."""
    papers = MultipleFileField(_l("The paper"), description=_l("Photo or scan of the letter, note or call record."))


class TextForm(ActForm):
    """An act with words."""

    text = TextAreaField(_l("Your words"), [required], render_kw={"rows": 5})


class ContactForm(TextForm):
    """Words to the member; before a new round also what came of the call."""

    result = RadioField(_l("What the member said"), [choose], choices=CallResult.choices())


class MarkForm(ActForm):
    """The author's word on who gets one file."""

    file = HiddenField(validators=[required])
    kept = HiddenField(validators=[required, AnyOf(("yes", "no"))])


class AssignForm(ActForm):
    """Departments for an accepted case, with the masked text where none is released yet."""

    lead = select(_l("Lead department"), validators=[Optional()])
    helpers = ticks(_l("Helping departments"))
    release_title = StringField(_l("Title that departments read"))
    story = TextAreaField(_l("Text that departments read"), render_kw={"rows": 8})
    pictures = ticks(
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
    text = TextAreaField(_l("Reason"), [InputRequired(_l("Please give the reason."))], render_kw={"rows": 4})


class ExtensionForm(DecideForm):
    """The decision on an extension: granting it needs no reason."""

    text = TextAreaField(
        _l("Reason"),
        [NeededWhere("granted", ("no",), _l("Please give the reason."), _l("required if you refuse"))],
        description=_l("The department reads it; the member does not."),
        render_kw={"rows": 3},
    )


class ReleaseForm(ActForm):
    """The masked text for departments."""

    release_title = StringField(_l("Title that departments read"), [required])
    story = TextAreaField(_l("Text that departments read"), [required], render_kw={"rows": 8})


class AcceptForm(AssignForm):
    """Accept and assign in one act."""

    proposed_for = HiddenField()
    """The category whose proposals the form has."""
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
    answer = TextAreaField(
        _l("Answer to the member"),
        [required],
        description=_l("What was done and what the result is. The member reads it."),
        render_kw={"rows": 7},
    )
    reason = TextAreaField(
        _l("Reason"),
        [
            NeededWhere(
                "outcome",
                NEEDS_REASON,
                _l("This outcome needs a reason that the firm can understand."),
                _l("depends on the outcome"),
            )
        ],
        description=_l("The member reads it under the answer."),
        render_kw={"rows": 3},
    )
    next_path = SelectField(
        _l("Other option for the firm"),
        [
            NeededWhere(
                "outcome",
                NEEDS_NEXT_PATH,
                _l("Please choose another option for the firm."),
                _l("depends on the outcome"),
            )
        ],
    )
    enclosures = MultipleFileField(
        _l("Enclosures"),
        description=_l("The member gets them with the answer. After it was returned, choose them again."),
    )
    files = MultipleFileField(_l("Evidence"), description=_l("For the review only: the member does not see it."))


class ReopenForm(TextForm):
    """A closed case taken up again; `who` only for who runs it."""

    who = RadioField(
        _l("Requested by"),
        [choose],
        choices=[("member", _l("The member, by call, letter or visit")), ("desk", _l("We ourselves"))],
        description=_l("The member may ask for it within 30 days and at most twice; that is counted."),
    )


class LookThroughForm(ActForm):
    """What a department wrote, as others will read it."""

    key = HiddenField(validators=[required])
    text = TextAreaField(_l("Text that others read"), [required], render_kw={"rows": 6})
    next_step = StringField(_l("Next step that others read"))
    passed = ticks(
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
