"""The cards of home pages about what got done, and whom somebody thanked."""

from ...registry.homes import Card, Column
from ...rights import Role
from .. import rights
from . import thanking

THANKS = (
    Card("cases/home/_done.html", {Role.MEMBER: Column.ASIDE}, rights.READ, load=thanking.done_this_month),
    Card(
        "cases/home/_thanks.html",
        dict.fromkeys((Role.SECRETARIAT, Role.HANDLER, Role.LEADER), Column.ASIDE),
        rights.READ,
        count=thanking.number_received,
    ),
)
