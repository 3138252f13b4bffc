"""Events over HTTP."""

from . import door, lists, pages, registering
from .blueprint import blueprint

__all__ = ["blueprint", "door", "lists", "pages", "registering"]
