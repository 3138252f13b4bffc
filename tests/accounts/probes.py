"""What shows that the rights to accounts hold people back."""

from chamber.accounts import administration, rights
from chamber.members.record import contacts
from tests.rights import Probe, Trial


def _contact(who: Trial) -> tuple[int, int]:
    return who.id_of("contact", "member_id"), who.id_of("contact", "contact_id")


PROBES = (
    Probe(
        rights.INVITE,
        lambda who: "POST /members/{}/contacts/{}/invite".format(*_contact(who)),
        lambda who: contacts.invite(*_contact(who), actor=who.actor),
    ),
    Probe(
        rights.ADMINISTER,
        lambda who: "GET /admin/accounts",
        lambda who: administration.disable(who.id_of("account", "account_id"), actor=who.actor, reason="离职"),
    ),
)
