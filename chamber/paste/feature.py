"""Registers the page for pasted text with the application."""

from ..registry import Feature
from . import pages

FEATURE = Feature("paste", pages=(pages.blueprint,))
