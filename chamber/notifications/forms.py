"""How a person wants to be told, and the group bots."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from .choices import Chosen
from .manners import choices
from .models import Bot, Service
from .table import KIND_LABELS, MANNER_LABELS, Kind, Manner


class ChoicesForm(FlaskForm):
    """The address for messages; below it one choice of manner for each kind of thing, named as the kind."""

    email = StringField(
        _l("E-mail address"),
        [Length(max=120, message=_l("This is too long."))],
        render_kw={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )

    @classmethod
    def of(cls, kinds: tuple[Kind, ...], chosen: Chosen) -> "ChoicesForm":
        """The form with what is chosen now, asking for these kinds only."""
        form = cls(data={"email": chosen.email, **{kind.value: chosen.manners[kind].value for kind in kinds}})
        for kind in Kind:
            if kind not in kinds:
                del form[kind.value]
        return form

    def wanted(self) -> dict[Kind, Manner]:
        """The manner chosen for each kind that was asked for."""
        return {kind: Manner(self[kind.value].data) for kind in Kind if kind.value in self}

    def questions(self) -> list[RadioField]:
        """The fields of the kinds that are asked for."""
        return [self[kind.value] for kind in Kind if kind.value in self]


for _kind in Kind:
    _offered = [(manner.value, MANNER_LABELS[manner]) for manner in choices(_kind)]
    setattr(
        ChoicesForm,
        _kind.value,
        RadioField(
            KIND_LABELS[_kind], [InputRequired(_l("Please choose one."))], choices=_offered, validate_choice=True
        ),
    )


class BotForm(FlaskForm):
    """A group bot; what was typed as a secret is never sent back to the page."""

    name = StringField(
        _l("Name of the group"),
        [InputRequired(_l("Please name the group.")), Length(max=40, message=_l("This is too long."))],
        render_kw={"autocomplete": "off"},
    )
    service = RadioField(_l("Service"), [InputRequired(_l("Please choose one."))], choices=Service.choices())
    address = PasswordField(
        _l("Address of the bot (webhook)"), render_kw={"autocomplete": "off", "spellcheck": "false"}
    )
    signing = PasswordField(_l("Signing secret"), render_kw={"autocomplete": "off", "spellcheck": "false"})

    @classmethod
    def of(cls, bot: Bot) -> "BotForm":
        """The form of a bot that is there: its service stays."""
        form = cls(data={"name": bot.name})
        del form.service
        return form
