"""The forms of a department's work that add to others: another department, and an answer over what is under way."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from ...web.inputs import required
from .acts import AnswerForm, AssignForm, ReasonForm


class ReassignForm(AssignForm, ReasonForm):
    """Another department, or other helpers, and why; they read the text that is released already."""


class DraftForm(AnswerForm):
    """The answer as it is drafted; `despite` only while a measure is under way."""

    despite = StringField(_l("Why it does not wait for the measure that is still under way"), [required])
