"""Whether the process is up and can work, for whoever watches the machine."""

from ..registry import Feature
from . import views

FEATURE = Feature("health", pages=(views.blueprint,), open_pages=("health.healthz", "health.readyz"))
