"""Registers the log with the application: its page, rights, sealing each day, cards."""

from flask_babel import lazy_gettext as _l

from ..registry import Feature, Place
from ..registry.homes import Card, Column
from ..rights import Role
from . import listing, pages, rights, services

FEATURE = Feature(
    "audit",
    pages=(pages.blueprint,),
    places=(Place("audit.index", _l("Log"), "log", rights.READ, rank=9),),
    rights=rights,
    each_day=(services.seal_each_day,),
    cards=(
        Card(
            "audit/_home.html",
            {Role.SUPERVISOR: Column.ASIDE_ABOVE, Role.ADMIN: Column.ASIDE},
            rights.READ,
            load=listing.newest_seal,
        ),
    ),
)
