"""What a person types to say whom a case is about, after it came in."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Optional

from .access.respondents import Respondent
from .forms import ActForm, choose, select
from .words import TO_CHOOSE, TYPED, RespondentKind

NOBODY = "nobody"
"""It is nobody of the unit after all."""


class RespondentForm(ActForm):
    """Somebody more whom a case is about."""

    kind = SelectField(_l("Who is it about?"), [choose])
    department = select(_l("Which department"), validators=[Optional()])
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
        self.department.description = _("Only if it is a department or public body.")


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


def respondent_of(form: Any) -> Respondent | None:
    """Whom the form names; none: nobody of the unit after all."""
    kind = form.kind.data
    if kind == NOBODY:
        return None
    if kind == RespondentKind.DEPARTMENT:
        return Respondent(kind, department_id=form.department.data)
    if kind in TYPED:
        return Respondent(kind, text=form.text.data or "", code=form.code.data or "")
    return Respondent(kind)
