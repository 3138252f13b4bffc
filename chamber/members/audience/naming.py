"""The firms that somebody typed: by whole name, by short name, or by a part that only one of them has."""

from flask_babel import gettext as _

from ...errors import DomainError
from ...language.text import clean
from ..roster import called

MAX_NAMES = 500


def firms_by_name(typed: str) -> list[int]:
    """The ids of the member firms, one a line; DomainError at `firms` that says of every line what is wrong."""
    names = list(dict.fromkeys(filter(None, map(clean, typed.splitlines()))))
    if not names:
        raise DomainError(_("Please name at least one firm, one per line."), field="firms")
    if len(names) > MAX_NAMES:
        raise DomainError(_("At most %(most)s firms can be named.", most=MAX_NAMES), field="firms")
    roster = called.on_roster()
    found = {name: called.called(name, roster) for name in names}
    if wrong := called.problems(found):
        raise DomainError(" ".join(wrong), field="firms")
    return sorted({firm_id for firms in found.values() for firm_id in firms})
