"""The administrator's forms: accounts, handlers, days of the calendar."""

import secrets
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ..accounts.administration import ASSIGNABLE, NewAccount
from ..directory.models import Department
from ..rights import Role
from ..web.inputs import VersionField
from ..workdays.services import DayRow


class CheckboxesField(SelectMultipleField):
    """Several of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AccountForm(FlaskForm):
    """A new account; the key names this very form."""

    form_key = HiddenField()
    name = StringField(_l("Name"), [InputRequired(_l("Please write the name of the person.")), Length(max=60)])
    mobile = StringField(
        _l("Mobile number"), [Length(max=40)], render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"}
    )
    roles = CheckboxesField(_l("Roles"), [InputRequired(_l("Choose at least one role."))])
    department = SelectField(_l("Department"), default="")

    def offer(self, departments: list[Department]) -> "AccountForm":
        """With what can be chosen."""
        self.roles.choices = [(role.value, role.label) for role in ASSIGNABLE]
        self.department.choices = [("", "–"), *((str(row.id), row.name) for row in departments)]
        self.form_key.data = self.form_key.data or secrets.token_hex(16)
        return self

    def typed(self) -> NewAccount:
        """What was typed, for the service."""
        return NewAccount(
            name=self.name.data or "",
            mobile=self.mobile.data or "",
            roles=frozenset(Role(value) for value in self.roles.data or []),
            department_id=int(self.department.data) if self.department.data else None,
            form_key=(self.form_key.data or "")[:32],
        )


class CorrectionForm(FlaskForm):
    """The name of an account and the number to sign in with, which is not shown: left empty it stays as it is."""

    name = StringField(_l("Name"), [InputRequired(_l("Please write the name of the person.")), Length(max=60)])
    mobile = StringField(
        _l("Mobile number"), [Length(max=40)], render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"}
    )
    forget = BooleanField(_l("Delete the stored number where no new one is entered"))
    version = VersionField()

    def typed(self) -> dict[str, Any]:
        """What was typed, for the service."""
        return {
            "name": self.name.data or "",
            "mobile": self.mobile.data or "",
            "remove_mobile": bool(self.forget.data),
            "version": self.version.number,
        }


class RolesForm(FlaskForm):
    """The roles of an account; `member` can stay or be removed; it is added by linking a contact."""

    roles = CheckboxesField(_l("Roles"), [InputRequired(_l("Choose at least one role."))])
    version = VersionField()

    def offer(self, has_contact: bool) -> "RolesForm":
        """With what can be chosen."""
        offered = [role for role in Role if role != Role.MEMBER or has_contact]
        self.roles.choices = [(role.value, role.label) for role in offered]
        return self

    def typed(self) -> dict[str, Any]:
        """What was typed, for the service."""
        roles = frozenset(Role(value) for value in self.roles.data or [])
        return {"roles": roles, "version": self.version.number}


class ReasonForm(FlaskForm):
    """Why an account is closed or opened."""

    reason = StringField(
        _l("Reason"), [InputRequired(_l("Please give a reason; it is recorded in the log.")), Length(max=500)]
    )

    def typed(self) -> dict[str, Any]:
        """What was typed, for the service."""
        return {"reason": self.reason.data or ""}


class ContactForm(FlaskForm):
    """By which number a contact is found; sent as a GET, so without a token."""

    class Meta:
        csrf = False

    mobile = StringField(
        _l("Mobile number of the contact"),
        [InputRequired(_l("Enter a mobile number.")), Length(max=40)],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"},
    )


class HandlersForm(FlaskForm):
    """Who handles cases for a department, and who leads."""

    handlers = CheckboxesField(_l("Handlers"), coerce=int)
    lead = RadioField(_l("Lead"), [Optional()], coerce=int)
    version = VersionField()

    def offer(self, choices: list[tuple[int, str]]) -> "HandlersForm":
        """With what can be chosen."""
        self.handlers.choices = self.lead.choices = choices
        return self


class DayForm(FlaskForm):
    """A day of the calendar, declared working or free."""

    kind = RadioField(
        _l("This day is"),
        [InputRequired(_l("Please choose."))],
        choices=[("working", _l("a working day")), ("free", _l("free"))],
    )
    reason = TextAreaField(
        _l("Reason"), [InputRequired(_l("Give a reason: everyone who opens the calendar sees it.")), Length(max=500)]
    )
    version = VersionField()

    @classmethod
    def of(cls, row: DayRow) -> "DayForm":
        """The form with what holds now."""
        form = cls(formdata=None)
        form.kind.data = "working" if row.is_workday else "free"
        form.reason.data = row.reason
        form.version.data = str(row.version)
        return form
