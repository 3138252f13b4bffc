"""What the help pages declare to `registry`."""

from ..registry import Feature
from . import pages

FEATURE = Feature("help", pages=(pages.blueprint,))
