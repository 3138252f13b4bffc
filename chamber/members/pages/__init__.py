"""The pages of members: each module registers its own on the shared blueprint."""

from . import acts, contacts, corrections, offices, roster, standing, terms
from . import member as pages
from .blueprint import blueprint

__all__ = ["acts", "blueprint", "contacts", "corrections", "offices", "pages", "roster", "standing", "terms"]
