"""Whether the process is up and can work, for whoever watches the machine."""

from ..registry import Feature
from . import pages

FEATURE = Feature("health", pages=(pages.blueprint,), open_pages=("health.healthz", "health.readyz"))
