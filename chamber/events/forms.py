"""The forms for events, their policies, registrations and walk-ins."""

import secrets
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ..language.text import clean
from ..members.audience.asking import AudienceFields
from ..members.audience.choosing import Audience
from ..web.inputs import LocalDateTimeField, RowForm, WholeNumberField, required
from .circle import BY_KIND, WHOM, is_for_all
from .details import (
    MAX_PER_MEMBER,
    MAX_POLICIES,
    MAX_SEATS,
    POLICY_TEXTS,
    TEXTS,
    EventDetails,
    PolicyDetails,
    policy_problems,
    problems,
    stored_audience,
)
from .models import Event, EventKind

SPARE_ROWS = 3


def _number(most: int) -> NumberRange:
    return NumberRange(1, most, _l("Please enter a whole number from %(min)s to %(max)s."))


class PolicyForm(Form):
    """A policy that is studied; an empty row is ignored."""

    title = StringField(_l("Title of the policy"), [Length(max=POLICY_TEXTS["title"])])
    number = StringField(_l("Document number"), [Length(max=POLICY_TEXTS["number"])])
    link = StringField(_l("Link"), [Length(max=POLICY_TEXTS["link"])], render_kw={"inputmode": "url"})
    text = TextAreaField(_l("Text or main points"), [Length(max=POLICY_TEXTS["text"])], render_kw={"rows": 3})

    def is_empty(self) -> bool:
        """Whether nothing was typed in this row."""
        return not any(clean(field.data) for field in self)

    def details(self) -> PolicyDetails:
        """What was typed."""
        return PolicyDetails(**{name: self[name].data or "" for name in POLICY_TEXTS})


class EventForm(AudienceFields, RowForm):
    """A new or changed event."""

    title = StringField(_l("Title"), [required, Length(max=TEXTS["title"])])
    kind = SelectField(_l("Kind"), choices=EventKind.choices(), validate_choice=False)
    starts_at = LocalDateTimeField(_l("Begins"), [required])
    ends_at = LocalDateTimeField(_l("Ends"), [required])
    place = StringField(_l("Place"), [Length(max=TEXTS["place"])])
    link = StringField(
        _l("Link for joining online"),
        [Length(max=TEXTS["link"])],
        render_kw={"inputmode": "url"},
    )
    host = StringField(_l("Host"), [Length(max=TEXTS["host"])])
    speakers = StringField(_l("Speakers"), [Length(max=TEXTS["speakers"])])
    agenda = TextAreaField(_l("Agenda"), [Length(max=TEXTS["agenda"])], render_kw={"rows": 8})
    capacity = WholeNumberField(
        _l("Seats"), [Optional(), _number(MAX_SEATS)], render_kw={"min": 1, "max": MAX_SEATS, "inputmode": "numeric"}
    )
    seats_per_member = WholeNumberField(
        _l("Seats per firm"),
        [required, _number(MAX_PER_MEMBER)],
        default=2,
        render_kw={"min": 1, "max": MAX_PER_MEMBER, "inputmode": "numeric"},
    )
    registration_opens_at = LocalDateTimeField(_l("Registration opens"), [Optional()])
    registration_closes_at = LocalDateTimeField(_l("Registration closes"), [Optional()])
    waiting_list = BooleanField(_l("Keep a waiting list when the seats are taken"), default=True)
    whom = RadioField(
        _l("Firms invited"), [InputRequired(_l("Please choose one."))], choices=list(WHOM.items()), default=BY_KIND
    )
    is_open = BooleanField(_l("Others see it too, but cannot register"))
    policies = FieldList(FormField(PolicyForm), _l("Policies studied"), max_entries=MAX_POLICIES)

    @classmethod
    def blank(cls) -> "EventForm":
        """The form of a new event, with a key of its own and empty rows for policies."""
        form = cls(None, form_key=secrets.token_hex(16))
        form.add_rows()
        return form

    @classmethod
    def of(cls, event: Event) -> "EventForm":
        """The form filled from an event."""
        form = cls(obj=event, **vars(stored_audience(event)))
        # What is for all is open by itself: that must not stay when a circle is chosen.
        form.is_open.data = event.is_open and not is_for_all(event)
        form.add_rows()
        return form

    def add_rows(self, number: int = SPARE_ROWS) -> None:
        """Add empty rows until there are this many; typed rows stay."""
        empty = sum(row.form.is_empty() for row in self.policies)
        for _row in range(number - empty):
            if len(self.policies) < MAX_POLICIES:
                self.policies.append_entry()

    def validate(self, extra_validators: Any = None) -> bool:
        """Also validate with `problems`; at most one message per field."""
        valid = bool(super().validate(extra_validators))
        for row in self.policies:
            for problem in policy_problems(row.form.details()):
                part = row.form[problem.field or "title"]
                part.errors = part.errors or [str(problem)]
                self.policies.errors, valid = self.policies.errors or part.errors, False
        for problem in problems(self.details()):
            at = self._fields[problem.field or "title"]
            at.errors, valid = at.errors or [str(problem)], False
        return valid

    def details(self) -> EventDetails:
        """What was typed; an unreadable date is None, which only `problems` accepts."""
        names = [name for name in EventDetails.__dataclass_fields__ if name not in ("policies", "audience")]
        policies = [row.form for row in self.policies if not row.form.is_empty()]
        return EventDetails(
            **{name: self._fields[name].data for name in names},
            audience=Audience(**self.chosen()),
            policies=tuple(form.details() for form in policies),
        )


class ReasonForm(FlaskForm):
    """Calling an event off."""

    reason = StringField(_l("Reason"), [Length(max=500)])


class WalkInForm(FlaskForm):
    """A walk-in at the door."""

    name = StringField(_l("Name"), [required, Length(max=60)], render_kw={"autocomplete": "off"})
    phone = StringField(
        _l("Mobile number"), [Length(max=40)], render_kw={"type": "tel", "autocomplete": "off", "inputmode": "tel"}
    )
    organisation = StringField(_l("Firm or department"), [Length(max=120)], render_kw={"autocomplete": "off"})
    beside = BooleanField()
    besides = WholeNumberField(validators=[Optional(), NumberRange(0, MAX_SEATS)])
    alike = 0
    """So many of the typed name are here: the form asks whether this is another person."""

    def person(self) -> dict[str, Any]:
        """What was typed, and what was pressed."""
        return {
            "name": self.name.data or "",
            "phone": self.phone.data or "",
            "organisation": self.organisation.data or "",
            "beside": self.beside.data,
            "besides": self.besides.data or 0,
        }


class SubstituteForm(FlaskForm):
    """Somebody who comes in another's place."""

    name = StringField(_l("Name"), [required, Length(max=60)], render_kw={"autocomplete": "off"})
    phone = StringField(
        _l("Mobile number"), [Length(max=40)], render_kw={"type": "tel", "autocomplete": "off", "inputmode": "tel"}
    )


class ActForm(FlaskForm):
    """A button; the ids say whom it concerns."""

    contact_id = WholeNumberField(validators=[Optional(), NumberRange(1, 2**31 - 1)])
    account_id = WholeNumberField(validators=[Optional(), NumberRange(1, 2**31 - 1)])
    registration_id = WholeNumberField(validators=[Optional(), NumberRange(1, 2**31 - 1)])
