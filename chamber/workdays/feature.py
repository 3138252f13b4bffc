"""What the calendar of working days is to the house."""

from ..registry import Feature
from . import rights

FEATURE = Feature("workdays", rights=rights)
