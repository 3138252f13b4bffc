"""Notices over HTTP."""

from . import acts, filling, lists, pages, reading, receipts, writing
from .blueprint import blueprint

__all__ = ["acts", "blueprint", "filling", "lists", "pages", "reading", "receipts", "writing"]
