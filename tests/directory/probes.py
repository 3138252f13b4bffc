"""What shows that the rights of the directory hold people back."""

from chamber.directory import handlers, rights, services
from tests.rights import Probe

PROBES = (
    Probe(rights.READ, lambda who: "GET /directory/", lambda who: services.departments(actor=who.actor)),
    Probe(
        rights.EDIT,
        lambda who: "GET /directory/new",
        lambda who: services.verify(who.id_of("department", "department_id"), actor=who.actor),
    ),
    Probe(rights.ADMINISTER, lambda who: "GET /admin/departments", lambda who: handlers.by_department(actor=who.actor)),
)
