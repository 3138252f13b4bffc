"""Find whom a text addresses: all member firms, or those with some offices."""

import re

from ..events.circle import COUNCIL
from ..members.models import Office

BEGINNING = 400
"""Characters in which a text says whom it is for."""
_ADDRESSED = re.compile(r"(?:各位?|全体)(?P<who>[^\s:,。;!?]{2,20})")
_ALL = re.compile(r"会员|企业|商户|[^事长]单位")
_LEADING = (Office.PRESIDENT, Office.VICE_PRESIDENT)
_OFFICES = (
    (re.compile(r"会长"), _LEADING),
    (re.compile(r"常务理事"), (*_LEADING, Office.STANDING_COUNCIL)),
    (re.compile(r"(?<!常务)理事"), COUNCIL),
    (re.compile(r"监事"), (Office.SUPERVISOR,)),
)
"""As the chamber counts: who has a higher office sits in the council too."""


def offices(plain: str) -> tuple[Office, ...] | None:
    """The offices that are addressed at the beginning; empty: all member firms; None where it says neither."""
    named = [found["who"] for found in _ADDRESSED.finditer(plain[:BEGINNING])]
    if any(_ALL.search(who) for who in named):
        return ()
    meant = {office for who in named for word, some in _OFFICES if word.search(who) for office in some}
    return tuple(office for office in Office if office in meant) or None
