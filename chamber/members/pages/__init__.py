"""The pages of members; each module registers its own on the one blueprint."""

from . import acts, offices, people, roster
from . import member as pages
from .blueprint import blueprint

__all__ = ["acts", "blueprint", "offices", "pages", "people", "roster"]
