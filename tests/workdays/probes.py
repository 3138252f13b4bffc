"""What shows that the right to the calendar holds people back."""

from datetime import date

from chamber.workdays import rights, services
from tests.rights import Probe

PROBES = (
    Probe(
        rights.EDIT,
        lambda who: "GET /admin/calendar",
        lambda who: services.change(date(2026, 9, 21), False, "台风停工", actor=who.actor),
    ),
)
