"""The forms of one's own choices for messages, and of a group bot."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from ..messages import Manner, Topic
from .choices import Chosen
from .models import Bot, Service
from .schedule import choices


class ChoicesForm(FlaskForm):
    """The address for messages; below it one choice of manner for each topic, named as the topic."""

    topics: tuple[Topic, ...] = ()

    email = StringField(
        _l("E-mail address"),
        [Length(max=120)],
        render_kw={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )

    @classmethod
    def of(cls, topics: tuple[Topic, ...], chosen: Chosen) -> "ChoicesForm":
        """The form with what is chosen now, asking for these topics only."""
        # Features bring their topics: which there are is not known before the form is asked for.
        asking = type("ChoicesForm", (cls,), {topic: _question(topic) for topic in topics})
        form: ChoicesForm = asking(
            data={"email": chosen.email, **{topic: chosen.manners[topic].value for topic in topics}}
        )
        form.topics = topics
        return form

    def wanted(self) -> dict[Topic, Manner]:
        """The manner chosen for each topic that was asked for."""
        return {topic: Manner(self[topic].data) for topic in self.topics}

    def questions(self) -> list[RadioField]:
        """The fields of the topics that are asked for."""
        return [self[topic] for topic in self.topics]


def _question(topic: Topic) -> RadioField:
    offered = [(manner.value, manner.label) for manner in choices(topic)]
    return RadioField(topic.label, [InputRequired(_l("Please choose one."))], choices=offered)


class BotForm(FlaskForm):
    """A group bot; what was typed as a secret is never sent back to the page."""

    name = StringField(
        _l("Name of the group"),
        [InputRequired(_l("Please name the group.")), Length(max=40)],
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
