"""What a text of the answer book may not say: who somebody is, or which case it came from."""

import re

from flask_babel import gettext as _

from ...errors import DomainError
from ..access.masks import in_roster, naming
from ..models import Case
from ..words import PREFIXES

REFERENCE = re.compile(rf"(?:{'|'.join(PREFIXES.values())})-\d{{4}}-\w", re.IGNORECASE)
"""How the number of a case begins."""


def refuse_names(case: Case | None, **texts: str) -> None:
    """Refuse texts that name a firm or a person of the roster, whoever it is, or those of the case it came from.

    DomainError at the field. Ordinary words that are also somebody's name are let through, unless it is the case's own.
    """
    own = naming(case, words=True) if case is not None else lambda _text: ""
    listed = in_roster()
    for field, text in texts.items():
        if REFERENCE.search(text):
            raise DomainError(_("The text names a case by its number. Please remove it."), field=field)
        if name := own(text) or listed(text):
            message = _("The text names “%(name)s”. Please write it without names.", name=name)
            raise DomainError(message, field=field)
