"""Registers the search with the application."""

from ..registry import Feature

FEATURE = Feature("search")
