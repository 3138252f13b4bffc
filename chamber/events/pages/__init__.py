"""Events over HTTP."""

from . import door, lists, registering
from . import event as pages
from .blueprint import blueprint

__all__ = ["blueprint", "door", "lists", "pages", "registering"]
