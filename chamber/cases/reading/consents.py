"""Consents of a case as its author and who runs it read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..doing import sharing
from ..models import Case
from ..models_authors import CaseConsent
from .keys import key_of


@dataclass(frozen=True)
class SeenConsent:
    """Who asked to be told the author's name, for what, and what the author said."""

    key: str
    recipient: str
    purpose: str
    legal_duty: str
    asked_at: datetime
    decided_at: datetime | None
    granted: bool | None
    text_version: int | None


OPEN_FACTS = ("recipient", "purpose", "legal_duty", "asked_at", "decided_at", "granted", "text_version")


def seen_consents(case: Case) -> Iterable[SeenConsent]:
    """In the order in which they were asked for; the caller has checked that this person may know."""
    for row in sharing.consents(case):
        yield SeenConsent(key_of(CaseConsent, row.id, case), **{name: getattr(row, name) for name in OPEN_FACTS})
