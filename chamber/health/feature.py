"""Registers the health checks with the application."""

from ..registry import Feature
from . import pages

FEATURE = Feature("health", pages=(pages.blueprint,), open_pages=("health.healthz", "health.readyz"))
