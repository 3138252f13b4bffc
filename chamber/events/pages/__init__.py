"""The pages of events: each module registers its own on the shared blueprint."""

from . import attendance, door, lists, registering, sharing, staying_away
from . import event as pages
from .blueprint import blueprint

__all__ = ["attendance", "blueprint", "door", "lists", "pages", "registering", "sharing", "staying_away"]
