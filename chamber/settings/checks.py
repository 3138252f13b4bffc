"""What may be typed as a setting; each gives it as it is stored, or a DomainError at the field of this name."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from email.headerregistry import Address
from urllib.parse import urlsplit

from flask_babel import LazyString
from flask_babel import gettext as _

from ..errors import DomainError
from ..language.text import checked_text, number_in
from ..network.hosts import Networks, bracketed, public_address
from ..notifications.sending.mail import is_address
from .words import Security

Check = Callable[[str, str], str]
Rule = Callable[[Mapping[str, str], Mapping[str, str], frozenset[str]], None]
"""Of what was, what is wanted, and which secrets are kept without being typed again."""
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
_SENDER = re.compile(r'(?:"?(?P<name>[^<>"]*)"? ?<)?(?P<address>[^<> ]+)>?')
_PHONE = re.compile(r"\+?[0-9(][0-9 ()/-]{2,38}")


def text(most: int, missing: LazyString | str = "") -> Check:
    """A line of words; where it must not be empty, `missing` says so."""
    return lambda typed, name: checked_text(typed, most, name, str(missing))


def phone(typed: str, name: str) -> str:
    """A number to call, of a firm's exchange too."""
    number = checked_text(typed, 40, name)
    if number and not _PHONE.fullmatch(number):
        raise DomainError(_("Please enter a phone number: digits, spaces, hyphens, brackets."), field=name)
    return number


def whole_number(least: int, most: int, *, optional: bool = False) -> Check:
    """A number within these bounds."""

    def check(typed: str, name: str) -> str:
        number = checked_text(typed, 400, name)
        if optional and not number:
            return ""
        if not least <= number_in(number, -1) <= most:
            message = _("Please enter a whole number from %(least)s to %(most)s.", least=least, most=most)
            raise DomainError(message, field=name)
        return str(number_in(number))

    return check


def web_address(typed: str, name: str) -> str:
    """What links begin with; it is never called."""
    address = checked_text(typed, 200, name)
    if not address:
        return ""
    try:
        parts = urlsplit(public_address(address))
        host = bracketed(host_name(parts.hostname or ""))
    except ValueError:
        message = _("Please enter an address that begins with https:// (or http://) and has no path: %(example)s")
        raise DomainError(message % {"example": "https://chamber.example.cn"}, field=name) from None
    return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}"


def host_name(typed: str) -> str:
    """The name of a machine as names are asked for (Chinese ones too), or its address; ValueError where it is none."""
    try:
        return str(ipaddress.ip_address(typed.partition("%")[0]))
    except ValueError:
        name = typed.lower() if typed.isascii() else typed.encode("idna").decode()
    if not _NAME.fullmatch(name) or name.rpartition(".")[2].isdigit():
        raise ValueError(typed)
    return name


def proxies(typed: str, name: str) -> str:
    """Addresses or networks of proxies, none of them so wide that everybody would be believed."""
    text = checked_text(typed, 400, name)
    try:
        found = Networks(re.sub("[，、；;]", ",", text))
    except ValueError:
        message = _("Please enter addresses such as 127.0.0.1 or 10.0.0.0/24, with commas between.")
        raise DomainError(message, field=name) from None
    if any(not one.prefixlen for one in found):
        raise DomainError(_("Please enter the proxy alone: this way everybody would be believed."), field=name)
    return str(found)


def machine(typed: str, name: str) -> str:
    """The name or address of another machine, without a port."""
    host = checked_text(typed, 253, name)
    try:
        return host and host_name(host.strip("[]"))
    except ValueError:
        message = _("Please enter the name of a server alone: %(example)s", example="smtp.example.cn")
        raise DomainError(message, field=name) from None


def security(typed: str, name: str) -> str:
    """One of the ways in which a line can be protected."""
    if typed not in Security.labels():
        raise DomainError(_("Please choose one."), field=name)
    return typed


def sender(typed: str, name: str) -> str:
    """`address`, or `name <address>`."""
    line = checked_text(typed, 160, name)
    if not line:
        return ""
    found = _SENDER.fullmatch(line)
    if not found or not is_address(found["address"]):
        message = _("Please enter one e-mail address, or a name and the address in brackets: Name <chamber@example.cn>")
        raise DomainError(message, field=name)
    called = (found["name"] or "").strip()
    return str(Address(called, addr_spec=found["address"])) if called else found["address"]


def password(typed: str, name: str) -> str:
    """A secret, as it was typed: spaces may be part of it."""
    if len(typed) > 200 or not (typed.isprintable() and typed.isascii()):
        message = _("Please enter the password in one line, at most 200 letters, digits and signs of a keyboard.")
        raise DomainError(message, field=name)
    return typed


def user(typed: str, name: str) -> str:
    """By which name somebody signs in elsewhere."""
    known = checked_text(typed, 200, name)
    if not known.isascii():
        raise DomainError(
            _("Please enter the user name as the mail server knows it, mostly a whole address."), field=name
        )
    return known


def https_together(_was: Mapping[str, str], wanted: Mapping[str, str], _kept: frozenset[str]) -> None:
    """An address with https is answered by a proxy: without it stated, all visitors would seem to come from there."""
    if wanted.get("public_url", "").startswith("https://") and not wanted.get("trusted_proxy", "unasked"):
        message = _("Please enter the address of the proxy that makes https of it: %(this)s where it runs here.")
        raise DomainError(message % {"this": "127.0.0.1"}, field="trusted_proxy")


def mail_together(was: Mapping[str, str], wanted: Mapping[str, str], kept: frozenset[str]) -> None:
    """A sign-in needs a server and a user name; a password that is kept goes only to where it went before."""
    if "mail_host" not in wanted:
        return
    if wanted["mail_password"] and not wanted["mail_user"]:
        raise DomainError(
            _("Please enter the user name that the password belongs to; without a sign-in, delete the password."),
            field="mail_user",
        )
    if wanted["mail_user"] and not wanted["mail_host"]:
        raise DomainError(_("Please enter the mail server, or empty the other fields."), field="mail_host")
    if "mail_password" in kept and any(
        was[part] != wanted[part] for part in ("mail_host", "mail_security", "mail_port")
    ):
        message = _("Please enter the password again: it would be sent to another server or in another way now.")
        raise DomainError(message, field="mail_password")
