"""What a person types to say whom a case is about, after it came in, and who else may know of it or may not."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from ...language.text import clean
from ..access.respondents import Respondent
from ..words import TO_CHOOSE, TYPED, RespondentKind
from .acts import UNIT_HELP, ActForm, ReasonForm, choose, chosen, required, select

NOBODY = "nobody"
"""It is nobody of the unit after all."""


class RespondentForm(ActForm):
    """Somebody more whom a case is about."""

    kind = SelectField(_l("Who is it about?"), [choose])
    department = select(_l("Which department"), validators=[Optional()], description=UNIT_HELP)
    text = StringField(_l("Name of the firm or person"), description=_l("Only if it is a firm or a person."))
    code = StringField(
        _l("Its unified social credit code"),
        description=_l("If you know it; it identifies the firm even if it joins later."),
    )

    def offer(self, departments: list[tuple[int, str]], *more: tuple[str, str], but: tuple[str, ...] = ()) -> None:
        """What there is to choose from: all kinds but some, and more."""
        kinds = [(kind, label) for kind, label in TO_CHOOSE if kind not in but]
        self.kind.choices = [("", _("Please choose")), *kinds, *more]
        self.department.choices = [("", _("Please choose")), *departments]


class WhomForm(ActForm):
    """Whom the author means."""

    whom = RadioField(_l("Who do you mean?"), [choose])
    department = select(
        _l("Which department"),
        validators=[Optional()],
        description=_l("Only if it is a department that is not named above."),
    )


class MistakeForm(ActForm):
    """Whom it is not about."""

    respondent = SelectField(_l("Who is it not about?"), [choose])


class ColleagueForm(ActForm):
    """A colleague who may read and add."""

    contact = select(_l("Colleague"), validators=[chosen])


class HeirForm(ReasonForm):
    """Who of the firm goes on with a case, and what was agreed."""

    contact = select(_l("Taken over by"), validators=[chosen])


class ConsentForm(ActForm):
    """Who is to learn the author's name, and why."""

    department = select(_l("Department"), validators=[Optional()])
    recipient = StringField(_l("Or another organisation"))
    purpose = StringField(_l("Purpose"), [required])
    legal_duty = StringField(
        _l("Legal basis"),
        description=_l("Only where a law requires it without consent: which article. Visible to the author."),
    )

    def validate_recipient(self, field: StringField) -> None:
        """One of the two has to be named; checked here, so that a missing purpose is reported in the same answer."""
        if not self.department.data and not clean(field.data):
            raise ValidationError(_("Please say who is to be told."))


class ConsentDecisionForm(ActForm):
    """The author's answer to one request for consent."""

    consent = HiddenField(validators=[required])
    granted = HiddenField(validators=[required])


class RecuseForm(ActForm):
    """Who steps back."""

    account = select(_l("Person recused"), validators=[choose])
    reason = TextAreaField(_l("Reason"), [required], render_kw={"rows": 3})


def respondent_of(form: Any) -> Respondent | None:
    """Whom the form names; none: nobody of the unit after all."""
    kind = form.kind.data
    if kind == NOBODY:
        return None
    return named(kind, form.department.data, form.text.data or "", form.code.data or "")


def named(kind: str, department_id: int | None, text: str, code: str) -> Respondent:
    """The respondent of this kind; somebody of a department that is known counts as that department."""
    if kind == RespondentKind.DEPARTMENT or (kind == RespondentKind.SOME_DEPARTMENT and department_id):
        return Respondent(RespondentKind.DEPARTMENT, department_id=department_id)
    return Respondent(kind, text=text, code=code) if kind in TYPED else Respondent(kind)
