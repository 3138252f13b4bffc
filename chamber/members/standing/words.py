"""What the standing of a chamber can be, and by how many its meetings decide."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from ...language.labelled import Labelled
from ..models import Office


class LegalForm(Labelled):
    """What sort of organisation the chamber is."""

    PREPARING = "preparing", _l("In preparation")
    FEDERATION_UNIT = "federation_unit", _l("Grass-roots unit of the Federation of Industry and Commerce")
    REGISTERED = "registered", _l("Registered social organisation")


class Quorum(Labelled):
    """How many must be present."""

    HALF = "half", _l("more than half")
    TWO_THIRDS = "two_thirds", _l("at least two thirds")


CHARTER_OFFICES = tuple(office for office in Office if office is not Office.MEMBER)
"""The offices that a charter counts, the highest first."""
FIELDS = {
    "assembly_quorum": _l("Quorum of the assembly"),
    "asks_again": _l("Asks everybody again"),
    "basis": _l("Rests on"),
    "changed": _l("What is new in it"),
    **{f"charter_{office}": office.label for office in CHARTER_OFFICES},
    "council_quorum": _l("Quorum of the council"),
    "has_dues": _l("Dues"),
    "head": _l("Head of the secretariat"),
    "legal_form": _l("Form of the chamber"),
    "mediation_filing": _l("Filing of the mediation committee"),
    "superior_body": _l("Superior body"),
    "version": _l("Version"),
}
"""What logged values are called."""
CHOICES: dict[str, Callable[[Any], object]] = {
    "assembly_quorum": Quorum.labels().get,
    "council_quorum": Quorum.labels().get,
    "legal_form": LegalForm.labels().get,
}
"""What logged codes mean."""
