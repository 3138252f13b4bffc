"""The forms of common problems."""

import secrets

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from ...language.text import number_in
from ...web.inputs import RowForm, Ticks, VersionField, required
from .answering import MAX_ANSWER
from .keeping import MAX_TEXT, MAX_TITLE, Wording

NAMELESS = _l("Please name no firm and nobody: firms, departments and leaders read it.")


class CasesForm(FlaskForm):
    """Some of the cases that a page offers."""

    cases = Ticks(_l("Cases"))


class WordingForm(RowForm):
    """What the problem is, and whose matter."""

    title = StringField(_l("Title"), [required, Length(max=MAX_TITLE)], description=NAMELESS)
    text = TextAreaField(_l("What the problem is"), [required, Length(max=MAX_TEXT)], render_kw={"rows": 6})
    category = SelectField(_l("Category"), validate_choice=False)
    department = SelectField(_l("Department"), validate_choice=False)

    @classmethod
    def blank(cls, wording: Wording | None = None) -> "WordingForm":
        """The form of a new one, with a key of its own."""
        return cls(None, form_key=secrets.token_hex(16), data=_data(wording or Wording()))

    @classmethod
    def of(cls, wording: Wording, version: int) -> "WordingForm":
        """The form of one that is there."""
        return cls(None, data={**_data(wording), "version": version})

    def offer(self, categories: list[tuple[int, str]], departments: list[tuple[int, str]]) -> None:
        """Set the choices."""
        self.category.choices = [("", "–"), *((str(number), name) for number, name in categories)]
        self.department.choices = [("", "–"), *((str(number), name) for number, name in departments)]

    def wording(self) -> Wording:
        """What was typed."""
        return Wording(
            title=self.title.data or "",
            text=self.text.data or "",
            category_id=_number(self.category.data),
            department_id=_number(self.department.data),
        )


def _data(wording: Wording) -> dict[str, object]:
    category, department = (str(one or "") for one in (wording.category_id, wording.department_id))
    return {"title": wording.title, "text": wording.text, "category": category, "department": department}


def _number(typed: str | None) -> int | None:
    return number_in(typed) if typed else None


class ProposalForm(WordingForm, CasesForm):
    """A common problem of cases that were proposed."""


class RefuseForm(FlaskForm):
    """Why they have no common cause."""

    reason = TextAreaField(_l("Why it is no common problem"), [required, Length(max=500)], render_kw={"rows": 2})


class AnswerForm(FlaskForm):
    """The answer to all."""

    version = VersionField()
    text = TextAreaField(
        _l("Answer to all"), [required, Length(max=MAX_ANSWER)], description=NAMELESS, render_kw={"rows": 8}
    )


class StepForm(FlaskForm):
    """A step without words."""

    version = VersionField()


class ChooseForm(FlaskForm):
    """To which common problem a case belongs."""

    theme = SelectField(_l("Common problem"), [required], validate_choice=False)
