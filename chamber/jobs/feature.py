"""What long jobs are to the house."""

from ..registry import Feature
from . import views

FEATURE = Feature("jobs", pages=(views.blueprint,))
