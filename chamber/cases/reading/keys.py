"""What pages call the parts of a case: sealed and bound to it, for a running number would count all complaints."""

from ...secrecy import sealing
from ..ladder.models import CaseSlip
from ..letters.models import CaseLetter
from ..models import Case, CaseEvent, CaseFile
from ..models_authors import CaseConsent

Part = type[CaseConsent] | type[CaseEvent] | type[CaseFile] | type[CaseLetter] | type[CaseSlip]


def key_of(part: Part, number: int, case: Case) -> str:
    """What the pages of this case call the part of this number."""
    return sealing.sealed_number(number, part.__tablename__, case.reference)


def number_of(part: Part, key: str | None, case: Case) -> int:
    """The number of the part that they call so; 0, which none has, where it is no part of this case."""
    return sealing.opened_number(key or "", part.__tablename__, case.reference)
