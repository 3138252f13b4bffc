"""What stored files are to the house."""

from ..registry import Feature
from . import services

FEATURE = Feature("files", each_day=(services.sweep_each_day,))
