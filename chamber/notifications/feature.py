"""What messages and group bots are to the house."""

from ..registry import Feature
from . import rights, views_bots

FEATURE = Feature("notifications", pages=(views_bots.blueprint,), rights=rights)
