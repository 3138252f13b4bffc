"""The pages of members; each module registers its own on the one blueprint."""

from . import acts, offices, pages, people, roster
from .area import blueprint

__all__ = ["acts", "blueprint", "offices", "pages", "people", "roster"]
