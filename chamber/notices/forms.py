"""The forms for notices, their form fields, corrections, questions and answers."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from ..errors import DomainError
from ..files.holding import Held
from ..language.text import number_in
from ..members.audience.asking import AudienceFields
from ..web.inputs import LocalDateTimeField, RowForm, Ticks, required
from .answers.questions import MAX_ANSWER_LENGTH, MAX_QUESTION_LENGTH
from .models import FieldKind, Notice, NoticeKind, Receipt
from .writing.audience import WHOM, Audience
from .writing.details import (
    COPIED,
    MAX_BODY_LENGTH,
    MAX_NOTE_LENGTH,
    MAX_REASON_LENGTH,
    MAX_TITLE_LENGTH,
    Correction,
    NoticeDetails,
    details_of,
)
from .writing.fields import MAX_FIELDS, MAX_LABEL_LENGTH, FieldDetails, validated_field

SPARE_ROWS = 3
"""Empty rows added at a time."""
FILE_HELP = _l("PDF, pictures, Word or Excel files. Pictures are shown on the page.")


class _TextForm(RowForm):
    """The fields that can be edited before and after publication."""

    title = StringField(_l("Title"), [required, Length(max=MAX_TITLE_LENGTH)])
    body = TextAreaField(_l("Text"), [required, Length(max=MAX_BODY_LENGTH)], render_kw={"rows": 12})
    files = MultipleFileField(_l("Files"), description=FILE_HELP)
    held = Ticks(_l("Files chosen already"))
    remove = Ticks(_l("Files to remove"))
    pinned_until = DateField(_l("Keep on top until"), [Optional()])

    def offer_files(self, notice: Notice | None) -> None:
        """Offer the files of a notice for removal."""
        self.remove.choices = [(str(file.id), file.name) for file in notice.files] if notice else []

    def offer_held(self, held: Sequence[Held]) -> None:
        """Show the files that wait for this form to be saved, all ticked."""
        self.held.choices = [(one.key, one.name) for one in held]
        self.held.data = [one.key for one in held]

    def removed(self) -> list[int]:
        """The ids of the files to remove."""
        return [number for one in self.remove.data or () if (number := number_in(one))]


class FieldForm(Form):
    """A field of a notice's form; an empty row is ignored."""

    label = StringField(_l("Name of the field"), [Length(max=MAX_LABEL_LENGTH)])
    kind = SelectField(
        _l("Kind of answer"),
        choices=FieldKind.choices(),
        default="text",
        validate_choice=False,
    )
    is_required = BooleanField(_l("Must be answered"), default=True)
    choices = TextAreaField(_l("Choices"), render_kw={"rows": 3})

    def details(self) -> FieldDetails:
        """What was typed."""
        return FieldDetails(
            self.label.data or "", self.kind.data or "", bool(self.is_required.data), self.choices.data or ""
        )

    def fits(self) -> bool:
        """Whether the row is empty or valid; problems are put at its fields."""
        try:
            if not self.details().is_empty():
                validated_field(self.details())
        except DomainError as error:
            self[error.field or "label"].errors = [str(error)]
            return False
        return True


class NoticeForm(AudienceFields, _TextForm):
    """A notice that is not published yet."""

    kind = RadioField(
        _l("Kind"),
        [InputRequired(_l("Please choose one."))],
        choices=NoticeKind.choices(),
    )
    urgent_reason = StringField(_l("Why it cannot wait"), [Length(max=MAX_REASON_LENGTH)])
    receipt = RadioField(
        _l("Receipt required"),
        [InputRequired(_l("Please choose one."))],
        choices=Receipt.choices(),
    )
    answer_until = LocalDateTimeField(_l("Answers until"), [Optional()])
    fields = FieldList(FormField(FieldForm), _l("Fields of the form"), max_entries=MAX_FIELDS)
    whom = RadioField(_l("Audience"), [InputRequired(_l("Please choose one."))], choices=list(WHOM.items()))
    event = SelectField(_l("Event"), choices=[], validate_choice=False)

    @classmethod
    def blank(cls) -> "NoticeForm":
        """The form of a new notice, with a key of its own."""
        form = cls(None, form_key=secrets.token_hex(16), **_data(NoticeDetails("", "")))
        form.add_rows()
        return form

    @classmethod
    def of(cls, notice: Notice) -> "NoticeForm":
        """The form filled from a notice."""
        form = cls(data={"version": notice.version, **_data(details_of(notice))})
        form.add_rows()
        return form

    def add_rows(self) -> None:
        """Add empty rows, up to the maximum."""
        for _row in range(min(SPARE_ROWS, MAX_FIELDS - len(self.fields))):
            self.fields.append_entry()

    def validate(self, extra_validators: Any = None) -> bool:
        """Also validate the form's fields if a form is wanted."""
        valid = bool(super().validate(extra_validators))
        if self.receipt.data == Receipt.FORM:
            valid = [row.form.fits() for row in self.fields].count(False) == 0 and valid
        return valid

    def offer(self, choices: dict[str, list[tuple[str, str]]], notice: Notice | None = None) -> None:
        """Set the choices."""
        self.offer_features(choices)
        self.event.choices = [("", "–"), *choices["event"]]
        self.offer_files(notice)

    def details(self) -> NoticeDetails:
        """What was typed."""
        return NoticeDetails(
            **{name: self[name].data for name in COPIED},
            fields=tuple(row.form.details() for row in self.fields),
            audience=Audience(**self.chosen(), event=self.event.data or ""),
        )


def _data(details: NoticeDetails) -> dict[str, Any]:
    chosen = {name: value for name, value in vars(details).items() if name not in ("audience", "fields")}
    chosen["fields"] = [vars(field) for field in details.fields]
    return chosen | {
        name: list(value) if isinstance(value, tuple) else value for name, value in vars(details.audience).items()
    }


class CorrectionForm(_TextForm):
    """Correcting a published notice."""

    answer_until = LocalDateTimeField(_l("Answers until"), [Optional()])
    note = StringField(_l("What changed"), [required, Length(max=MAX_NOTE_LENGTH)])

    @classmethod
    def of(cls, notice: Notice) -> "CorrectionForm":
        """The form filled from a notice."""
        return cls(obj=notice)

    def details(self) -> Correction:
        """What was typed."""
        return Correction(
            self.title.data or "",
            self.body.data or "",
            self.pinned_until.data,
            self.note.data or "",
            self.answer_until.data if self.answer_until else None,
        )


class ScheduleForm(FlaskForm):
    """The time of publication."""

    publish_at = LocalDateTimeField(_l("Publish at"), [required])


class ReasonForm(FlaskForm):
    """Withdrawing a notice."""

    reason = StringField(_l("Reason"), [required, Length(max=MAX_NOTE_LENGTH)])


class QuestionForm(FlaskForm):
    """A question about a notice."""

    text = TextAreaField(_l("Your question"), [required, Length(max=MAX_QUESTION_LENGTH)], render_kw={"rows": 3})


class AnswerForm(FlaskForm):
    """Answering a question; a page has several, each with its own prefix."""

    answer = TextAreaField(_l("Answer"), [required, Length(max=MAX_ANSWER_LENGTH)], render_kw={"rows": 3})
    is_shared = BooleanField(_l("Show question and answer to all readers, without the name"))


class ActForm(FlaskForm):
    """A button without fields."""
