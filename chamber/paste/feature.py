"""What pasted text is to the house."""

from ..registry import Feature
from . import pages

FEATURE = Feature("paste", pages=(pages.blueprint,))
