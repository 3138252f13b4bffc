"""The forms for measures: the order, and what is said at each act."""

import secrets

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ..language.text import number_in
from ..web.inputs import RowForm, required
from .giving import Order
from .keeping import MAX_TEXT
from .owners import Owner
from .words import Act, Grade

WHOM = [("department", _l("A department")), ("account", _l("A person of the secretariat")), ("member", _l("A firm"))]
FILE_HELP = _l("A photo or scan: PDF, pictures, Word or Excel files.")


class OwnerFields(FlaskForm):
    """Whom a measure is given to."""

    whom = RadioField(_l("Given to"), [InputRequired(_l("Please choose one."))], choices=WHOM, default="department")
    department = SelectField(_l("Department"), validate_choice=False)
    account = SelectField(_l("Person"), validate_choice=False)
    firm = StringField(_l("Firm"), [Length(max=120)])

    def offer(
        self, departments: list[tuple[int, str]], colleagues: list[tuple[int, str]], *, takes_firms: bool
    ) -> None:
        """Set the choices."""
        self.department.choices = [("", "–"), *((str(number), name) for number, name in departments)]
        self.account.choices = [("", "–"), *((str(number), name) for number, name in colleagues)]
        self.whom.choices = [one for one in WHOM if takes_firms or one[0] != "member"]

    def owner(self) -> Owner:
        """What was chosen."""
        return Owner(
            self.whom.data or "", number_in(self.department.data), number_in(self.account.data), self.firm.data or ""
        )


class OrderForm(OwnerFields, RowForm):
    """A new measure."""

    title = StringField(_l("What is to be done"), [required, Length(max=120)])
    details = TextAreaField(_l("Details"), [Length(max=MAX_TEXT)], render_kw={"rows": 4})
    source = SelectField(_l("Source"), validate_choice=False)
    ordered_by = StringField(_l("Ordered by"), [Length(max=120)])
    order_number = StringField(_l("Order number"), [Length(max=80)])
    grade = SelectField(_l("Grade"), choices=Grade.choices(), validate_choice=False)
    due_on = DateField(_l("Due on"), [required])
    is_public = BooleanField(_l("The member whose case it is sees it"))
    files = MultipleFileField(_l("The order"), description=FILE_HELP)

    @classmethod
    def blank(cls) -> "OrderForm":
        """The form of a new measure, with a key of its own."""
        return cls(None, form_key=secrets.token_hex(16))

    def order(self) -> Order:
        """What was typed."""
        return Order(
            title=self.title.data or "",
            details=self.details.data or "",
            source=self.source.data or "",
            ordered_by=self.ordered_by.data or "",
            order_number=self.order_number.data or "",
            grade=self.grade.data or "",
            due_on=self.due_on.data,
            owner=self.owner(),
            is_public=bool(self.is_public and self.is_public.data),
        )


class NoteForm(FlaskForm):
    """How it stands."""

    text = TextAreaField(_l("How it stands"), [required, Length(max=MAX_TEXT)], render_kw={"rows": 3})
    files = MultipleFileField(_l("Papers"), description=FILE_HELP)


class DoneForm(FlaskForm):
    """What came out."""

    result = TextAreaField(_l("What came out"), [required, Length(max=MAX_TEXT)], render_kw={"rows": 4})
    files = MultipleFileField(_l("Proof"), description=FILE_HELP)


class ConfirmForm(FlaskForm):
    """Another person confirms it."""

    text = StringField(_l("Remark"), [Optional(), Length(max=500)])


class ReasonForm(FlaskForm):
    """An act with a reason."""

    reason = StringField(_l("Reason"), [required, Length(max=500)])


class DateForm(ReasonForm):
    """Another date, with a reason."""

    due_on = DateField(_l("New date"), [required])


class PassOnForm(OwnerFields):
    """Another owner, with a reason."""

    reason = StringField(_l("Reason"), [required, Length(max=500)])


FORMS: dict[Act, type[FlaskForm]] = {
    Act.DONE: DoneForm,
    Act.CONFIRM: ConfirmForm,
    Act.NOTE: NoteForm,
    Act.POSTPONE: DateForm,
    Act.PASS_ON: PassOnForm,
    Act.REOPEN: DateForm,
    Act.DROP: ReasonForm,
}
"""The form of each act, in the order in which a page offers them."""
