"""What the standing of a chamber can be, and by how many its meetings decide."""

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
