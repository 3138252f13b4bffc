"""What people type about notices, cleaned and held to its length."""

from flask_babel import gettext as _

from ..errors import DomainError
from ..text import clean


def told(value: str, most: int, name: str, missing: str = "", *, lines: bool = False) -> str:
    """A cleaned text of at most `most` characters; DomainError at `name`, saying `missing` where it is empty."""
    value = clean(value, lines=lines)
    if missing and not value:
        raise DomainError(missing, field=name)
    if len(value) > most:
        raise DomainError(_("Please say it in %(most)s characters or fewer.", most=most), field=name)
    return value
