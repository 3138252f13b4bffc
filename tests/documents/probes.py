"""What shows that the right to templates and numbers holds people back."""

from chamber.documents import numbers, rights
from tests.rights import Probe

PROBES = (Probe(rights.KEEP, lambda who: "GET /documents/", lambda who: numbers.series(actor=who.actor)),)
