"""The pages of cases and of published suggestions: each module registers its own on its blueprint."""

from ..answers import pages as answers
from ..answers import pages_templates
from ..appeals import pages as appeals
from ..appeals import pages_items
from ..figures import pages as figures
from ..force import pages_force
from ..papers import pages as papers
from ..paths import pages_following
from ..retention import pages_due
from ..themes import pages as themes
from ..themes import pages_linking
from . import cases, maintaining, receipts, releasing, submitting
from .ladder import overdue

__all__ = [
    "answers",
    "appeals",
    "cases",
    "figures",
    "maintaining",
    "overdue",
    "pages_due",
    "pages_following",
    "pages_force",
    "pages_items",
    "pages_linking",
    "pages_templates",
    "papers",
    "receipts",
    "releasing",
    "submitting",
    "themes",
]
