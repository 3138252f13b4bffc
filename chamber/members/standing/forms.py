"""What the secretariat types about the standing of the chamber."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from ...rights import Actor
from ...web.inputs import VersionField, WholeNumberField, required
from ..models import Office
from . import reading
from .changing import Typed
from .reading import Standing
from .words import CHARTER_OFFICES, LegalForm, Quorum


class StandingForm(FlaskForm):
    """The standing of the chamber."""

    legal_form = RadioField(_l("Form of the chamber"), [required], choices=LegalForm.choices, validate_choice=False)
    basis = StringField(_l("Rests on"))
    superior_body = StringField(_l("Superior body"))
    head_id = SelectField(_l("Head of the secretariat"), coerce=int, validate_choice=False)
    president = WholeNumberField(Office.PRESIDENT.label, [Optional()])
    vice_president = WholeNumberField(Office.VICE_PRESIDENT.label, [Optional()])
    standing_council = WholeNumberField(Office.STANDING_COUNCIL.label, [Optional()])
    council = WholeNumberField(Office.COUNCIL.label, [Optional()])
    supervisor = WholeNumberField(Office.SUPERVISOR.label, [Optional()])
    assembly_quorum = SelectField(_l("Quorum of the assembly"), validate_choice=False)
    council_quorum = SelectField(_l("Quorum of the council"), validate_choice=False)
    mediation_filing = StringField(_l("Filing of the mediation committee"))
    has_dues = BooleanField(_l("The chamber collects dues"))
    version = VersionField(default="0")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.head_id.choices = [(0, _("nobody")), *reading.possible_heads(actor=actor)]
        self.assembly_quorum.choices = self.council_quorum.choices = [("", _("not said")), *Quorum.choices()]

    @classmethod
    def of(cls, standing: Standing, *, actor: Actor) -> "StandingForm":
        """The form with what is in force."""
        form = cls(formdata=None, obj=standing, actor=actor)
        form.head_id.data = standing.head_id if standing.heads_now else 0
        for office in CHARTER_OFFICES:
            form[office.value].data = standing.charter_offices.get(office)
        return form

    def typed(self) -> Typed:
        """What was typed, for the service."""
        texts = ("legal_form", "basis", "superior_body", "assembly_quorum", "council_quorum", "mediation_filing")
        return Typed(
            **{name: self[name].data or "" for name in texts},
            charter_offices={office.value: self[office.value].data for office in CHARTER_OFFICES},
            has_dues=self.has_dues.data,
            head_id=self.head_id.data,
        )


class ConsentTextForm(FlaskForm):
    """A text on personal data."""

    text = TextAreaField(_l("Text"), [required], render_kw={"rows": 14})
    changed = StringField(_l("What is new in it"))
    asks_again = BooleanField(_l("Purpose, manner or kind of the data changes: ask everybody again"))
    version = VersionField(default="0")


class AgreementForm(FlaskForm):
    """Which text on personal data is agreed to or refused."""

    version = VersionField(default="0")
