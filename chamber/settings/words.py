"""Vocabulary of the settings."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ..language.labelled import Labelled
from ..network.mail_server import NONE, STARTTLS, TLS


class Kind(StrEnum):
    """How a setting is asked for."""

    TEXT = "text"
    NAME = "name"
    """Of a machine or a user: no words."""
    ADDRESS = "url"
    PHONE = "tel"
    NUMBER = "number"
    CHOICE = "choice"
    SEALED = "sealed"
    """Stored encrypted, and never shown again."""


class Security(Labelled):
    """How the line to the mail server is protected."""

    STARTTLS = STARTTLS, _l("STARTTLS (mostly port 587)")
    TLS = TLS, _l("TLS (mostly port 465)")
    NONE = NONE, _l("Not encrypted (port 25)")
