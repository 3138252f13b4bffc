"""Find whom a text addresses: all member firms, or those with some offices."""

import re

from ..events.circle import COUNCIL
from ..members.models import Office

BEGINNING = 400
"""Characters in which a text says whom it is for."""
_ADDRESSED = re.compile(r"(?:各位?|全体)(?P<who>[^\s:,。;!?]{2,20})")
_CALLED = re.compile(
    r"(?<![申提聘])请(?!各|全体)(?P<who>[^\n:,。;!?0-9的于到在来去把将向给由]{2,24})[^\n。;!?]{0,60}?(?:参加|出席|列席|[到来开]|准时|按时)"
)
"""请副会长、理事单位…到商会开会: who is called without 各."""
_ALL = re.compile(r"会员(?!(?:代表)?大会)|企业|商户|[^事长]单位")
_LEADING = (Office.PRESIDENT, Office.VICE_PRESIDENT)
_OFFICES = (
    (re.compile(r"会长(?!(?:办公)?会)"), _LEADING),
    (re.compile(r"常务理事(?!会)"), (*_LEADING, Office.STANDING_COUNCIL)),
    (re.compile(r"(?<!常务)理事(?!会(?!成员))"), COUNCIL),
    (re.compile(r"监事"), (Office.SUPERVISOR,)),
)
"""As the chamber counts: who has a higher office sits in the council too."""


def offices(plain: str) -> tuple[Office, ...] | None:
    """The offices that are addressed at the beginning; empty: all member firms; None where it says neither."""
    beginning = plain[:BEGINNING]
    named = [found["who"] for pattern in (_ADDRESSED, _CALLED) for found in pattern.finditer(beginning)]
    if any(_ALL.search(who) for who in named):
        return ()
    meant = {office for who in named for word, some in _OFFICES if word.search(who) for office in some}
    return tuple(office for office in Office if office in meant) or None
