"""Notices over HTTP."""

from . import acts, behalf, filling, lists, pages, reading, receipts, writing
from .blueprint import blueprint

__all__ = ["acts", "behalf", "blueprint", "filling", "lists", "pages", "reading", "receipts", "writing"]
