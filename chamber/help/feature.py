"""Help pages that are drawn from what the program obeys."""

from ..registry import Feature
from . import pages

FEATURE = Feature("help", pages=(pages.blueprint,))
