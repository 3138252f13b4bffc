"""Notices over HTTP."""

from . import acts, behalf, filling, lists, reading, receipts, writing
from . import notice as pages
from .blueprint import blueprint

__all__ = ["acts", "behalf", "blueprint", "filling", "lists", "pages", "reading", "receipts", "writing"]
