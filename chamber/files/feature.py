"""Registers stored files with the application."""

from ..registry import Feature
from . import services

FEATURE = Feature("files", each_day=(services.remove_orphans_each_day,))
