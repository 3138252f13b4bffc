"""The card of home pages about identities that will be erased soon."""

from ...registry.homes import Card, Column
from ...rights import Role
from .. import rights
from . import due

IDENTITIES = (
    Card(
        "cases/home/_identities.html",
        dict.fromkeys((Role.SECRETARIAT, Role.SUPERVISOR), Column.ASIDE),
        rights.RUN,
        count=due.number_soon,
        rank=9,
    ),
)
