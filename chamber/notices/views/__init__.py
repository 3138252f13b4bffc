"""Notices over HTTP."""

from . import acts, lists, pages, reading, receipts, writing
from .blueprint import blueprint

__all__ = ["acts", "blueprint", "lists", "pages", "reading", "receipts", "writing"]
