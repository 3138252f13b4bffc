"""The forms to sign in, to join by a link, and to change a password."""

from collections.abc import Callable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField, TelField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import PasswordInput

from ..errors import DomainError
from ..web.inputs import required
from . import passwords
from .administration import mobile_of
from .joining import accepting
from .joining.links import Way

FIELDS = {
    Way.RENEW: {"password"},
    Way.NUMBER: {"mobile", "password"},
    Way.ADD: {"mobile", "password"},
    Way.USERNAME: {"username", "password"},
    Way.SET_UP: {"name", "username", "password"},
}
"""What each link asks for."""
ASKED = frozenset().union(*FIELDS.values())


def _same(form: FlaskForm, field: Field) -> None:
    if form.password.data and form.password.data != field.data:
        raise ValidationError(_l("The two passwords differ."))


def _username(label: LazyString, most: int) -> StringField:
    attributes = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return StringField(label, [required, Length(max=most)], render_kw=attributes)


class _ShownInput(PasswordInput):
    """Shows what is typed, for who has no JavaScript to switch that; an answer never repeats it."""

    input_type = "text"


def _password(label: LazyString, autocomplete: str, *more: Callable[..., None], shown: bool = False) -> PasswordField:
    attributes = {"autocomplete": autocomplete}
    if shown:
        attributes |= {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
    widget = _ShownInput() if shown else PasswordInput()
    return PasswordField(label, [required, Length(max=200), *more], widget=widget, render_kw=attributes)


def _once_more() -> PasswordField:
    """Nobody sees what is typed: a slip would lock its writer out."""
    return _password(_l("Repeat the password"), "new-password", _same)


class SignInForm(FlaskForm):
    """The sign-in page."""

    username = _username(_l("User name or mobile number"), 100)
    password = _password(_l("Password"), "current-password")


class JoinForm(FlaskForm):
    """What a link asks for; `of` leaves away what this link does not need."""

    is_known = False
    """Whether the password is that of an account which is there already."""
    name = StringField(_l("Your name"), [required, Length(max=60)], render_kw={"autocomplete": "name"})
    username = _username(_l("User name"), 60)
    mobile = TelField(_l("Mobile number"), [required, Length(max=40)], render_kw={"autocomplete": "username"})
    password = _password(_l("New password"), "new-password", shown=True)
    agrees = BooleanField(_l("I have read the text on personal data and agree to it"))
    text_version = HiddenField()

    @classmethod
    def of(cls, way: Way, text_version: int = 0) -> "JoinForm":
        """The form for this link; `text_version`: the text on personal data that it asks for, if any."""
        form = cls()
        consent = () if text_version else ("agrees", "text_version")
        for name in (*(ASKED - FIELDS[way]), *consent):
            del form[name]
        if text_version and not form.is_submitted():
            form.text_version.data = str(text_version)
        if way == Way.ADD:
            form.is_known = True
            form.password.label.text = _l("Password of your account")
            form.password.widget = PasswordInput()
            form.password.render_kw = {"autocomplete": "current-password"}
        return form

    def show_text(self, version: int) -> None:
        """Ask for this version of the text from now on; the tick was for the other one."""
        if self.text_version and self.text_version.data != str(version):
            self.text_version.data, self.agrees.data = str(version), False

    def validate(self, extra_validators: object = None) -> bool:
        """Also what the service would refuse one after the other: all that is wrong at once."""
        super().validate()
        names = [field.data or "" for field in (self.name, self.username) if field]
        for field, rule, more in (
            (self.username, accepting.good_username, ()),
            (self.mobile, mobile_of, ()),
            *(() if self.is_known else ((self.password, passwords.check, names),)),
        ):
            if field and not field.errors:
                self._try(field, rule, field.data, *more)
        return not self.errors

    @staticmethod
    def _try(field: Field, rule: Callable[..., str], *typed: str) -> None:
        try:
            rule(*typed)
        except DomainError as error:
            field.errors = [str(error)]


class TakeOverForm(FlaskForm):
    """Bringing another account of one's own here."""

    username = _username(_l("User name or mobile number of the other account"), 100)
    password = _password(_l("Password of the other account"), "off")


class PasswordForm(FlaskForm):
    """Changing one's own password."""

    old_password = _password(_l("Current password"), "current-password")
    password = _password(_l("New password"), "new-password")
    again = _once_more()
