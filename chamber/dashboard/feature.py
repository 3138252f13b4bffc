"""Registers the home page with the application."""

from flask_babel import lazy_gettext as _l

from ..registry import Feature, Place
from ..rights import Role
from . import pages

FEATURE = Feature(
    "dashboard",
    pages=(pages.blueprint,),
    next_in_line=pages.next_in_line,
    places=(Place("dashboard.home", _l("Home"), "home", None, rank=0, label_for={Role.SECRETARIAT: _l("Today")}),),
)
