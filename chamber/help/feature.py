"""Help pages that are drawn from what the program obeys."""

from ..registry import Feature
from . import views

FEATURE = Feature("help", pages=(views.blueprint,))
