"""The pages of events: each module registers its own on the shared blueprint."""

from . import door, lists, registering
from . import event as pages
from .blueprint import blueprint

__all__ = ["blueprint", "door", "lists", "pages", "registering"]
