"""Registers backups with the application: made each day and on demand, and the last one on the administrator's home."""

from ..registry import Feature
from ..registry.homes import Card, Column
from ..rights import Role
from . import asking, pages, rights, services

FEATURE = Feature(
    "backup",
    pages=(pages.blueprint,),
    rights=rights,
    each_day=(services.back_up_each_day,),
    works=asking.WORKS,
    cards=(Card("backup/_home.html", {Role.ADMIN: Column.ASIDE}, rights.BACK_UP, load=asking.last, rank=4),),
)
