"""The forms to sign in, to join by a link, and to change a password."""

from collections.abc import Callable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField
from wtforms.validators import Length, ValidationError

from ..errors import DomainError
from ..web.inputs import required
from . import invitations, passwords


def _same(form: FlaskForm, field: Field) -> None:
    if form.password.data and form.password.data != field.data:
        raise ValidationError(_l("The two passwords differ."))


def _username(label: LazyString, most: int) -> StringField:
    attributes = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return StringField(label, [required, Length(max=most)], render_kw=attributes)


def _password(label: LazyString, autocomplete: str, *more: Callable[..., None]) -> PasswordField:
    return PasswordField(label, [required, Length(max=200), *more], render_kw={"autocomplete": autocomplete})


def _once_more() -> PasswordField:
    """Nobody sees what is typed: a slip would lock its writer out."""
    return _password(_l("The password once more"), "new-password", _same)


class SignInForm(FlaskForm):
    """The sign-in page."""

    username = _username(_l("User name or mobile number"), 100)
    password = _password(_l("Password"), "current-password")


class JoinForm(FlaskForm):
    """First sign-in by a link, and a new password by a link."""

    name = StringField(_l("Your name"), [required, Length(max=60)], render_kw={"autocomplete": "name"})
    username = _username(_l("User name"), 60)
    password = _password(_l("New password"), "new-password")
    again = _once_more()

    def validate(self, extra_validators: object = None) -> bool:
        """Also what the service would refuse one after the other: all that is wrong at once."""
        super().validate()
        if not self.username.errors:
            self._try(self.username, invitations.good_username, self.username.data)
        if not self.password.errors:
            known = {"username": self.username.data or "", "name": self.name.data or ""}
            self._try(self.password, passwords.check, self.password.data, **known)
        return not self.errors

    @staticmethod
    def _try(field: Field, rule: Callable[..., str], *typed: str, **known: str) -> None:
        try:
            rule(*typed, **known)
        except DomainError as error:
            field.errors = [str(error)]


class PasswordForm(FlaskForm):
    """Changing one's own password."""

    old_password = _password(_l("Present password"), "current-password")
    password = _password(_l("New password"), "new-password")
    again = _once_more()
