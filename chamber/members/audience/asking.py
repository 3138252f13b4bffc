"""The fields of a form that ask for an audience."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from ...web.inputs import Ticks
from .choosing import FEATURES


class AudienceFields(FlaskForm):
    """What an audience asks for; `whom` is the form's own field, as not every form has the same choices."""

    office = Ticks(_l("Office"))
    section = Ticks(_l("Industry"))
    size = Ticks(_l("Size of the firm"))
    community = Ticks(_l("Community"))
    tag = Ticks(_l("Tag"))
    firms = TextAreaField(_l("Names of the firms"), render_kw={"rows": 5})

    def offer_features(self, choices: Mapping[str, list[tuple[str, str]]]) -> None:
        """Set the choices (`choosing.choices`)."""
        for name in FEATURES:
            self[name].choices = choices[name]

    def chosen(self) -> dict[str, Any]:
        """What was typed, as the fields of an `Audience`."""
        ticked = {name: tuple(self[name].data or ()) for name in FEATURES}
        return {"whom": self["whom"].data or "", **ticked, "firms": self.firms.data or ""}
