"""Registers the search with the application."""

from ..registry import Feature
from . import pages

FEATURE = Feature("search", pages=(pages.blueprint,))
