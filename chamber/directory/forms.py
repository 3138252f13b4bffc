"""What the secretariat types about a department."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from ..language.codes import uscc
from ..language.phones import phone, show_phone
from ..language.text import clean
from ..web.inputs import VersionField, WholeNumberField, follows
from .models import Department, DepartmentKind
from .popular import LONGEST
from .services import MAX_PEOPLE, TEXTS, Details, Person

SPARE_ROWS = 2


_PHONE = [Length(max=40), follows(lambda typed: clean(typed) and phone(typed))]


class PersonForm(Form):
    """One row of people; an empty one is left out."""

    name = StringField(_l("Name"), [Length(max=60)])
    title = StringField(_l("Position"), [Length(max=60)])
    duty = StringField(_l("Responsible for"), [Length(max=200)])
    phone = StringField(_l("Office phone"), _PHONE, render_kw={"type": "tel", "autocomplete": "off"})

    def validate_name(self, field: StringField) -> None:
        """Who has a phone has a name."""
        if not clean(field.data) and any(clean(other.data) for other in (self.title, self.duty, self.phone)):
            raise ValidationError(_l("Please write the name of the person."))

    def person(self) -> Person:
        """The row as typed."""
        return Person(**{name: field.data or "" for name, field in self._fields.items()})


class DepartmentForm(FlaskForm):
    """A department of the directory."""

    name = StringField(_l("Name of the department"), [InputRequired(_l("Please enter a name.")), Length(max=120)])
    kind = SelectField(
        _l("Kind"),
        [InputRequired(_l("Please choose one."))],
        choices=DepartmentKind.choices,
        default=DepartmentKind.DEPARTMENT.value,
        validate_choice=False,
    )
    short_name = StringField(_l("Short name"), [Length(max=40)])
    popular_names = TextAreaField(_l("Common names"), [Length(max=LONGEST)], render_kw={"rows": 3})
    duties = TextAreaField(_l("Duties"), [Length(max=4000)], render_kw={"rows": 8})
    phone = StringField(_l("Office phone"), _PHONE, render_kw={"type": "tel", "autocomplete": "off"})
    address = StringField(_l("Address"), [Length(max=200)])
    hours = StringField(_l("Office hours"), [Length(max=120)])
    uscc = StringField(
        _l("Unified social credit code"), [Length(max=40), follows(lambda typed: clean(typed) and uscc(typed))]
    )
    position = WholeNumberField(_l("Position in the list"), [Optional(), NumberRange(0, 9999)], default=0)
    people = FieldList(FormField(PersonForm), _l("People to contact"), max_entries=MAX_PEOPLE)
    version = VersionField(default="0")

    @classmethod
    def of(cls, row: Department) -> "DepartmentForm":
        """The form with what is stored."""
        form = cls(formdata=None, obj=row)
        form.version.data = str(row.version)
        form.phone.data = show_phone(row.phone)
        for entry, person in zip(form.people.entries, row.people, strict=True):
            entry.form.phone.data = show_phone(person.phone)
        return form

    def add_rows(self, count: int = SPARE_ROWS) -> None:
        """Offer empty rows for more people."""
        for _row in range(min(count, MAX_PEOPLE - len(self.people.entries))):
            self.people.append_entry()

    def details(self) -> Details:
        """What was typed, for the service."""
        return Details(
            **{name: self[name].data or "" for name in TEXTS},
            kind=self.kind.data or "",
            position=self.position.data or 0,
            people=tuple(entry.form.person() for entry in self.people.entries),
        )
