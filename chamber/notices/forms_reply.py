"""The form that firms fill in, built from the fields of a notice."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import DateInput, NumberInput

from ..files.services import PreparedFile
from ..language.text import number_in
from ..web.inputs import follows, required
from .answers.by_secretariat import CHANNELS
from .answers.filling import Reply, input_name, parse
from .models import FieldKind, NoticeAnswer, NoticeField
from .writing.fields import SHORT_CHOICES, asks_for_people


class ReplyForm(FlaskForm):
    """A firm's reply; its fields come from the notice."""

    version = HiddenField()
    asked: Sequence[NoticeField] = ()

    def control(self, field: NoticeField) -> Any:
        """The input of this field."""
        return self[input_name(field.id)]

    def removal_box(self, field: NoticeField) -> Any:
        """The checkbox that removes the stored file of this field; None if there is none."""
        return self._fields.get(_removal_name(field))

    def reply(self, uploads: Mapping[int, PreparedFile]) -> Reply:
        """What was typed."""
        return Reply(
            {field.id: self.control(field).data or "" for field in self.asked if field.kind != FieldKind.FILE},
            uploads,
            [field.id for field in self.asked if self.removal_box(field) is not None and self.removal_box(field).data],
            number_in(self.version.data, -1),
        )


class EntryForm(ReplyForm):
    """A firm's reply, entered by the secretariat."""

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
    """The form for these fields: with what was typed if `sent`, else with the stored answers."""
    parts: dict[str, Any] = {"asked": asked}
    for field in asked:
        has_file = field.id in mine and mine[field.id].file_id is not None
        parts[input_name(field.id)] = _control(field, has_file)
        if has_file and not field.is_required:
            parts[_removal_name(field)] = BooleanField(_("Remove: %(name)s", name=mine[field.id].text))
    made: type[ReplyForm] = type("Form", (kind,), parts)
    if sent:
        return made()
    texts = {input_name(field_id): row.text for field_id, row in mine.items() if not row.file_id}
    return made(formdata=None, data={**texts, "version": str(version)})


def _removal_name(field: NoticeField) -> str:
    return f"{input_name(field.id)}_away"


def _control(field: NoticeField, has_file: bool) -> Any:
    if field.kind == FieldKind.FILE:
        return FileField(field.label, [required] if field.is_required and not has_file else [])
    chosen = InputRequired(_l("Please choose one.")) if field.kind == FieldKind.CHOICE else required
    first = chosen if field.is_required else MayBeEmpty()
    checks = [first, follows(lambda typed: parse(field, typed))]
    match field.kind:
        case FieldKind.CHOICE:
            return _choice(field, checks)
        case FieldKind.NUMBER:
            bounds = {"min": "0", "step": "0.01", "inputmode": "decimal"}
            if asks_for_people(field):
                bounds |= {"step": "1", "inputmode": "numeric"}
            return StringField(field.label, checks, widget=NumberInput(), render_kw=bounds)
        case FieldKind.DATE:
            return StringField(field.label, checks, widget=DateInput())
    return TextAreaField(field.label, checks, render_kw={"rows": 2})


def _choice(field: NoticeField, checks: list[Any]) -> Any:
    choices = [(choice, choice) for choice in field.choices]
    if field.is_required and len(choices) <= SHORT_CHOICES:
        return RadioField(field.label, checks, choices=choices, validate_choice=False)
    # A select, as radio buttons cannot be cleared.
    return SelectField(field.label, checks, choices=[("", "–"), *choices], validate_choice=False)
