"""What shows that the right to change settings holds people back."""

from chamber.settings import rights, services
from chamber.settings.declared import GROUPS
from tests.rights import Probe

PROBES = (Probe(rights.EDIT, lambda who: "GET /settings/", lambda who: services.shown(GROUPS[0], actor=who.actor)),)
