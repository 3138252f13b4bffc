"""What shows that the right to back up holds people back."""

from chamber.backup import asking, rights
from tests.rights import Probe

PROBES = (Probe(rights.BACK_UP, lambda who: "POST /backup/", lambda who: asking.ask(place="/", actor=who.actor)),)
