"""What pasted text is to the house."""

from ..registry import Feature
from . import views

FEATURE = Feature("paste", pages=(views.blueprint,))
