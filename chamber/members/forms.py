"""The forms for members, contacts, offices, terms, notes and roster import."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired

from ..rights import Actor
from ..web.inputs import VersionField
from . import industry, positions
from .models import Beside, Duty, GoingOn, MemberKind, MemberStatus, Office, Position, Size
from .record.fields import CONTACT_FIELDS, MEMBER_FIELDS, contact_values, member_values
from .services import FORMER, NEVER_JOINED
from .terms import reading

_CURRENT = (MemberStatus.APPLICANT, MemberStatus.ACTIVE, MemberStatus.SUSPENDED)
_DAY = {"type": "date"}
_LINES = {"rows": 2}


def _label(name: str) -> Any:
    return MEMBER_FIELDS[name].label


def _required() -> list[Any]:
    # Only marks the field as required: the message comes from the rule that requires it.
    return [_Required()]


class _Required:
    field_flags = {"required": True}

    def __call__(self, form: FlaskForm, field: Any) -> None:
        return None


def _number(value: Any) -> int:
    """A row's number; 0 for what is none."""
    return int(value) if str(value).isdecimal() and len(str(value)) < 10 else 0


class _Versioned(FlaskForm):
    version = VersionField()

    def typed(self) -> dict[str, Any]:
        """What was typed, by field name."""
        return {name: field.data or "" for name, field in self._fields.items() if name in self.field_names}

    field_names: frozenset[str] = frozenset()

    def validate_with(self, rule: Callable[..., tuple[Any, dict[str, str]]], **options: Any) -> bool:
        """Put the problems that a rule finds at their fields, in place of the form's own shorter messages."""
        for name, sentence in rule(self.typed(), **options)[1].items():
            self._fields[name].errors = [sentence]
        return not self.errors


class MemberForm(_Versioned):
    """The facts of a new or changed member, in the order of the page and of its error summary."""

    field_names = frozenset(MEMBER_FIELDS)

    name = StringField(_label("name"), _required())
    confirmed = BooleanField(_l("This is a different one: save it anyway"))
    short_name = StringField(_label("short_name"))
    kind = SelectField(_label("kind"), _required(), default=MemberKind.ENTERPRISE.value)
    status = SelectField(_label("status"), _required(), default=MemberStatus.ACTIVE.value)
    uscc = StringField(_label("uscc"), render_kw={"autocapitalize": "characters", "spellcheck": "false"})
    legal_representative = StringField(_label("legal_representative"))
    joined_on = StringField(_label("joined_on"), render_kw=_DAY)
    industry = SelectField(_label("industry"), default="")
    size = SelectField(_label("size"), default="")
    employees = StringField(_label("employees"), render_kw={"inputmode": "numeric"})
    ownership = StringField(_label("ownership"))
    community = StringField(_label("community"))
    address = StringField(_label("address"))
    website = StringField(_label("website"), render_kw={"inputmode": "url"})
    scope = TextAreaField(_label("scope"))
    tags = StringField(_label("tags"))
    introduction = TextAreaField(_label("introduction"))
    party_since = StringField(_label("party_since"))
    union_since = StringField(_label("union_since"))

    def __init__(self, *args: Any, status: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = [("", _("not known"))]
        self.kind.choices = MemberKind.choices()
        self.industry.choices = unknown + industry.choices()
        self.size.choices = unknown + Size.choices()
        offered = _CURRENT if status else (*_CURRENT, MemberStatus.OUTSIDE)
        self.status.choices = [(value.value, value.label) for value in offered]
        if status in (*FORMER, *NEVER_JOINED):
            # Only the act of that name leads out of it.
            del self.status
        if status in NEVER_JOINED:
            del self.joined_on

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Report all problems at once, each at its field."""
        valid = bool(super().validate(extra_validators))
        return self.validate_with(member_values, is_new=not self.version.data) and valid


class InvitationsForm(FlaskForm):
    """Whom to invite; the boxes stand beside the firms."""

    chosen = SelectMultipleField(_l("Firms"), coerce=int, validate_choice=False)


class ContactForm(_Versioned):
    """A contact. Stored numbers are not shown: a field left empty keeps the stored value."""

    field_names = frozenset(CONTACT_FIELDS)
    masked = ("mobile", "email", "wechat")

    name = StringField(_l("Name"), _required())
    title = StringField(_l("Title in the firm"))
    mobile = StringField(_l("Phone"), render_kw={"inputmode": "tel", "autocomplete": "off"})
    email = StringField(_l("E-mail"), render_kw={"inputmode": "email", "autocomplete": "off"})
    wechat = StringField(_l("WeChat"), render_kw={"autocomplete": "off"})
    duty = SelectField(_l("Duty"), default="")
    forget = BooleanField(_l("Delete the stored phone, e-mail and WeChat where nothing new is entered"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty.choices = [("", _("none")), *Duty.choices()]

    def typed(self) -> dict[str, Any]:
        """What was typed, without masked fields that were left empty."""
        found = super().typed()
        keeps = bool(self.version.data) and not self.forget.data
        return {name: value for name, value in found.items() if value.strip() or not (keeps and name in self.masked)}

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Report all problems at once, each at its field."""
        valid = bool(super().validate(extra_validators))
        return self.validate_with(contact_values) and valid


class LeaveForm(FlaskForm):
    """Leaving or expulsion."""

    status = SelectField(_l("Way of leaving"), _required())
    on = StringField(_l("Date"), _required(), render_kw=_DAY)
    reason = TextAreaField(_l("Reason"), _required())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = (MemberStatus.LEFT, MemberStatus.EXPELLED)
        self.status.choices = [(value.value, value.label) for value in gone]


class RefuseForm(FlaskForm):
    """Why an applicant is not admitted."""

    reason = TextAreaField(_l("Reason"), _required())


_BESIDE = RadioField(_l("Offices held already"), _required(), choices=Beside.choices, validate_choice=False)
"""Asked only where there are some; a form that was not asked it sends nothing."""


class PositionForm(FlaskForm):
    """Appointing a member to an office."""

    office = SelectField(_l("Office"), _required())
    beside = _BESIDE
    term_id = SelectField(_l("Term"), _required(), coerce=int)
    contact_id = SelectField(_l("Held by"), coerce=int, default=0)
    began_on = StringField(_l("Held since"), _required(), render_kw=_DAY)

    def __init__(self, *args: Any, member_id: int, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = [("", _("Please choose")), *Office.choices()]
        self.term_id.choices = [(term.id, term.name) for term in reading.terms(actor=actor)]
        people = positions.eligible_contacts(member_id, actor=actor)
        self.contact_id.choices = [(0, _("the member itself")), *people]


class OfficeCorrectionForm(FlaskForm):
    """Putting an office right that was entered wrongly."""

    office = SelectField(_l("Office"), _required())
    contact_id = SelectField(_l("Held by"), coerce=int, default=0)
    began_on = StringField(_l("Held since"), _required(), render_kw=_DAY)
    version = HiddenField()

    def __init__(self, *args: Any, position: Position, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = dict(positions.eligible_contacts(position.member_id, actor=actor))
        if position.contact is not None:
            people.setdefault(position.contact.id, position.contact.name)
        self.office.choices = Office.choices()
        self.contact_id.choices = [(0, _("the member itself")), *people.items()]


class OfficersForm(FlaskForm):
    """The officers of a term, under each office one a line."""

    beside = _BESIDE
    president = StringField(Office.PRESIDENT.label)
    vice_president = TextAreaField(Office.VICE_PRESIDENT.label, render_kw=_LINES)
    standing_council = TextAreaField(Office.STANDING_COUNCIL.label, render_kw=_LINES)
    council = TextAreaField(Office.COUNCIL.label, render_kw=_LINES)
    supervisor = TextAreaField(Office.SUPERVISOR.label, render_kw=_LINES)
    began_on = StringField(_l("Held since"), _required(), render_kw=_DAY)

    def typed(self) -> dict[str, str]:
        """The lines under each office."""
        return {name: field.data or "" for name, field in self._fields.items() if name in set(Office)}


def propose_end(form: PositionForm | OfficersForm, *, already: bool = False) -> None:
    """Where it is asked now, let the office held until now end, unless they say otherwise."""
    if form.beside.errors or (already and not form.is_submitted()):
        form.beside.data = Beside.ENDS.value


class EndForm(FlaskForm):
    """The last day of an office or a term."""

    ended_on = StringField(_l("Last day"), _required(), render_kw=_DAY)


class TermForm(FlaskForm):
    """A new term of the chamber."""

    name = StringField(_l("Name of the term"), _required())
    began_on = StringField(_l("First day"), _required(), render_kw=_DAY)


class NewTermForm(TermForm):
    """The same, and which of the offices that end with the term before go on in it."""

    going_on = RadioField(_l("Who continues in the new term?"), _required(), validate_choice=False)
    ticked = SelectMultipleField(_l("Ticked"), coerce=_number, validate_choice=False)
    seen = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.going_on.choices = GoingOn.choices()
        self.ticked.choices = []


class UndoForm(FlaskForm):
    """Taking an act back: which one, by when it was entered."""

    at = HiddenField()


class NoteForm(FlaskForm):
    """A note on a member (记一笔)."""

    text = TextAreaField(_l("What was said"), [DataRequired(_l("Please write what was said."))])


class CorrectionForm(FlaskForm):
    """What is wrong on the own firm's page."""

    text = TextAreaField(
        _l("What is wrong, and how it should be"),
        [DataRequired(_l("Please write what is wrong, and how it should be."))],
    )


class SettleForm(FlaskForm):
    """That it was looked after, with a word for the firm."""

    answer = StringField(_l("Reply to the firm"))


class UploadForm(FlaskForm):
    """Uploading a roster for preview."""

    file = FileField(_l("Table"), _required())


class ConfirmForm(FlaskForm):
    """Confirming a previewed roster import."""

    fingerprint = HiddenField()
    take_likely = BooleanField(_l("The possible duplicates are different firms: import them as well"))
