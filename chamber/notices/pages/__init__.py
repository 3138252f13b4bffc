"""The pages of notices: each module registers its own on the shared blueprint."""

from . import acts, by_secretariat, filling, lists, reading, receipts, writing
from . import notice as pages
from .blueprint import blueprint

__all__ = ["acts", "blueprint", "by_secretariat", "filling", "lists", "pages", "reading", "receipts", "writing"]
