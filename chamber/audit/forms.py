"""The filter form of the log's page."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from .listing import Filter
from .words import acts, kinds


def _sorted(labels: dict[str, LazyString]) -> list[tuple[str, str]]:
    return sorted(((code, str(label)) for code, label in labels.items()), key=lambda pair: pair[0])


class FilterForm(FlaskForm):
    """Sent as a GET, so without a token."""

    class Meta:
        csrf = False

    q = StringField(_l("About"), [Length(max=100)])
    who = StringField(_l("Who"), [Length(max=100)])
    act = SelectField(_l("Act"), validate_choice=False)
    kind = SelectField(_l("Type of record"), validate_choice=False)
    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("Until"), [Optional()])

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> "FilterForm":
        """The form as the address has it; what is no date filters nothing."""
        form = cls(args)
        form.kind.choices = [("", _l("all")), *_sorted(kinds())]
        form.act.choices = [("", _l("all")), *_sorted(acts())]
        form.validate()
        return form

    def wanted(self) -> Filter:
        """What was chosen."""
        return Filter(
            query=self.q.data or "",
            who=self.who.data or "",
            act=self.act.data or "",
            kind=self.kind.data or "",
            first=self.first.data,
            last=self.last.data,
        )
