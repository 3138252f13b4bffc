"""Registers the administrator's pages with the application."""

from flask_babel import lazy_gettext as _l

from ..accounts import rights as account_rights
from ..registry import Feature, Place
from ..workdays import rights as workday_rights
from .pages import calendar as views_calendar

FEATURE = Feature(
    "admin",
    pages=(views_calendar.blueprint,),
    places=(
        Place("admin.accounts", _l("Accounts"), "account", account_rights.ADMINISTER, rank=7),
        Place("admin.calendar", _l("Working days"), "calendar", workday_rights.EDIT, rank=8),
    ),
)
