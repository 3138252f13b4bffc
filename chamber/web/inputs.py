"""Shared form fields (times, whole numbers) and `RowForm`, the base of forms that create or edit a row."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Field, HiddenField, IntegerField, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from .. import clock
from ..errors import DomainError
from ..language.text import clean, number_in

LARGEST_NUMBER = 2**31
required = InputRequired(_l("Please fill in this field."))


def follows(rule: Callable[[str], object]) -> Callable[[BaseForm, Field], None]:
    """A validator of what a service will say: its DomainError stands at the field."""

    def check(_form: BaseForm, field: Field) -> None:
        try:
            rule(field.data or "")
        except DomainError as error:
            raise ValidationError(str(error)) from None

    return check


class LocalDateTimeField(DateTimeLocalField):
    """A native date and time input in Asia/Shanghai time; its data is an aware datetime."""

    data: datetime | None

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what the browser sent."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Please enter a valid date and time, such as 2026-11-27 14:30.")) from None
        if self.data is not None:
            self.data = self.data.replace(tzinfo=clock.LOCAL)

    def process_data(self, value: datetime | None) -> None:
        """Show a stored time in Asia/Shanghai."""
        self.data = clock.local(value) if value else None


class WholeNumberField(IntegerField):
    """A whole number, with our message for anything else."""

    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what the browser sent."""
        texts = [clean(value) for value in valuelist]
        try:
            super().process_formdata(texts)
        except ValueError:
            raise ValueError(_l("Please enter a whole number.")) from None
        if self.data is not None and abs(self.data) > LARGEST_NUMBER:
            # NumberRange calculates with floats and trips over longer ones.
            self.data = LARGEST_NUMBER if self.data > 0 else -LARGEST_NUMBER

    def pre_validate(self, form: BaseForm) -> None:
        """Stop at the first message where it is no number; an empty field is left to `InputRequired` and `Optional`."""
        if self.process_errors and any(clean(value) for value in self.raw_data or ()):
            raise StopValidation()


class Ticks(SelectMultipleField):
    """Several checkboxes; the service checks the choices."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **kwargs)


class VersionField(HiddenField):
    """The version of a row that the form shows."""

    @property
    def number(self) -> int:
        """The version; 0, which is never a real one, where it was tampered with or is of a new row."""
        return number_in(self.data)


class RowForm(FlaskForm):
    """A form that creates or edits a row: sent twice it creates one; it carries the version that it shows."""

    form_key = HiddenField()
    version = VersionField()

    def key(self) -> str | None:
        """Identifies this form, so that sending it twice creates one row; None where it was tampered with."""
        typed = self.form_key.data or ""
        return typed if re.fullmatch("[0-9a-f]{32}", typed) else None

    def show_version(self, version: int) -> None:
        """Let the form edit this newer version from now on, with what was typed still in it."""
        self.version.data = str(version)
        self.form_errors.clear()
