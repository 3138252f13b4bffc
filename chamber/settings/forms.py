"""The form of one group of settings: a field for each that is not set on the machine."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired

from ..web.inputs import VersionField
from .declared import Setting
from .services import ShownGroup, Typed
from .words import Kind, Security

_FORGET = "forget_"
_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
_ATTRIBUTES = {
    Kind.ADDRESS: {**_PLAIN, "type": "url", "inputmode": "url"},
    Kind.PHONE: {"type": "tel", "inputmode": "tel", "autocomplete": "off"},
    Kind.NUMBER: {"inputmode": "numeric", "autocomplete": "off"},
    Kind.NAME: _PLAIN,
}


class GroupForm(FlaskForm):
    """The fields of one group, by the names of its settings."""

    version = VersionField()

    @classmethod
    def of(cls, shown: ShownGroup) -> "GroupForm":
        """The form that asks for these settings; with what holds now, where nothing was sent."""
        # Which there are, the declared list says: a field of each kind stands here once.
        fields: dict[str, object] = {}
        for one in shown.settings:
            if not one.on_machine:
                fields[one.setting.name] = _field(one.setting)
                if one.setting.kind is Kind.SEALED and one.value:
                    fields[_FORGET + one.setting.name] = BooleanField(_l("Delete the stored password"))
        values = {one.setting.name: one.value for one in shown.settings if one.setting.kind is not Kind.SEALED}
        form: GroupForm = type("GroupForm", (cls,), fields)(data={**values, "version": shown.version})
        return form

    def questions(self) -> list[Field]:
        """The fields that are asked for."""
        return [field for name, field in self._fields.items() if name not in ("version", "csrf_token")]

    def typed(self, reached_as: str) -> Typed:
        """What was typed, for the service."""
        given = {name: str(field.data or "") for name, field in self._fields.items()}
        ticked = {name.removeprefix(_FORGET) for name, field in self._fields.items() if _is_ticked(name, field)}
        return Typed(given, self.version.number, frozenset(ticked), reached_as)


def _is_ticked(name: str, field: Field) -> bool:
    return name.startswith(_FORGET) and bool(field.data)


def _field(setting: Setting) -> Field:
    if setting.kind is Kind.CHOICE:
        return SelectField(setting.label, [InputRequired(_l("Please choose one."))], choices=Security.choices())
    if setting.kind is Kind.SEALED:
        attributes = {"autocomplete": "new-password", "spellcheck": "false"}
        return PasswordField(setting.label, description=setting.help, render_kw=attributes)
    needed = [InputRequired(_l("Please fill in this field."))] if setting.needed else []
    return StringField(setting.label, needed, description=setting.help, render_kw=_ATTRIBUTES.get(setting.kind, {}))
