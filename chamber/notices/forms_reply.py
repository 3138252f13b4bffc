"""The form that a notice asks firms to fill in, made of its fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import DateInput, NumberInput

from ..errors import DomainError
from ..files.services import PreparedFile
from ..web.inputs import required
from .answers.behalf import CHANNELS
from .answers.filling import Reply, name_of, read
from .models import FieldKind, NoticeAnswer, NoticeField
from .writing.fields import SHORT_CHOICES


class ReplyForm(FlaskForm):
    """What firms are asked; its fields come from the notice."""

    version = HiddenField()
    asked: Sequence[NoticeField] = ()

    def control(self, field: NoticeField) -> Any:
        """Where this field is typed."""
        return self[name_of(field.id)]

    def remover(self, field: NoticeField) -> Any:
        """The box that takes the sent file of this field away; None where there is none."""
        return self._fields.get(_remover(field))

    def reply(self, uploads: Mapping[int, PreparedFile]) -> Reply:
        """What was typed."""
        typed = self.version.data or ""
        version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
        return Reply(
            {field.id: self.control(field).data or "" for field in self.asked if field.kind != FieldKind.FILE},
            uploads,
            [field.id for field in self.asked if self.remover(field) is not None and self.remover(field).data],
            version,
        )

    def show_version(self, version: int) -> None:
        """What is typed is from now on a change of this reply."""
        self.version.data, self.version.raw_data = str(version), None


class ToldForm(ReplyForm):
    """What a firm has told the secretariat."""

    channel = RadioField(
        _l("How the firm told us"), [InputRequired(_l("Please choose one."))], choices=[*CHANNELS.items()]
    )


def reply_form(
    asked: Sequence[NoticeField],
    mine: Mapping[int, NoticeAnswer],
    version: int,
    *,
    sent: bool,
    kind: type[ReplyForm] = ReplyForm,
) -> Any:
    """The form for these fields: filled from what the firm has answered, or, where it was `sent`, as it was typed."""
    parts: dict[str, Any] = {"asked": asked}
    for field in asked:
        has_file = field.id in mine and mine[field.id].file_id is not None
        parts[name_of(field.id)] = _control(field, has_file)
        if has_file and not field.is_required:
            parts[_remover(field)] = BooleanField(_("Take away: %(name)s", name=mine[field.id].text))
    made: type[ReplyForm] = type("Form", (kind,), parts)
    if sent:
        return made()
    texts = {name_of(field_id): row.text for field_id, row in mine.items() if not row.file_id}
    return made(formdata=None, data={**texts, "version": str(version)})


def _remover(field: NoticeField) -> str:
    return f"{name_of(field.id)}_away"


def _control(field: NoticeField, has_file: bool) -> Any:
    if field.kind == FieldKind.FILE:
        return FileField(field.label, [required] if field.is_required and not has_file else [])
    chosen = InputRequired(_l("Please choose one.")) if field.kind == FieldKind.CHOICE else required
    first = chosen if field.is_required else MayBeEmpty()
    checks = [first, _fits(field)]
    match field.kind:
        case FieldKind.CHOICE:
            return _choice(field, checks)
        case FieldKind.NUMBER:
            bounds = {"min": "0", "step": "0.01", "inputmode": "decimal"}
            return StringField(field.label, checks, widget=NumberInput(), render_kw=bounds)
        case FieldKind.DATE:
            return StringField(field.label, checks, widget=DateInput())
    return TextAreaField(field.label, checks, render_kw={"rows": 2})


def _choice(field: NoticeField, checks: list[Any]) -> Any:
    choices = [(choice, choice) for choice in field.choices]
    if field.is_required and len(choices) <= SHORT_CHOICES:
        return RadioField(field.label, checks, choices=choices, validate_choice=False)
    # What was chosen from a list of circles could not be taken back.
    return SelectField(field.label, checks, choices=[("", "–"), *choices], validate_choice=False)


def _fits(field: NoticeField) -> Any:
    def check(_form: Any, control: Any) -> None:
        try:
            read(field, control.data or "")
        except DomainError as error:
            raise ValidationError(str(error)) from None

    return check
