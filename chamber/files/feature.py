"""Registers stored files with the application."""

from ..registry import Feature
from . import holding, services

FEATURE = Feature("files", each_day=(holding.remove_old_each_day, services.remove_orphans_each_day))
