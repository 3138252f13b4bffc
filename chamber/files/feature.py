"""What stored files are to the house."""

from ..registry import Feature

FEATURE = Feature("files")
