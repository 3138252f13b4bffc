"""Registers the help pages with the application."""

from ..registry import Feature
from . import pages

FEATURE = Feature("help", pages=(pages.blueprint,))
