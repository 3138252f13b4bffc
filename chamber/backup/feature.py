"""Registers backups with the application: made each day."""

from ..registry import Feature
from . import services

FEATURE = Feature("backup", each_day=(services.back_up_each_day,))
