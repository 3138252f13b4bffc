"""What accounts are to the house."""

from ..registry import Feature
from . import rights, views

FEATURE = Feature("accounts", pages=(views.blueprint,), open_pages=("accounts.login", "accounts.join"), rights=rights)
