"""The pages of members: each module registers its own on the shared blueprint."""

from . import acts, contacts, corrections, offices, people, roster, standing, terms
from . import member as pages
from .blueprint import blueprint

__all__ = ["acts", "blueprint", "contacts", "corrections", "offices", "pages", "people", "roster", "standing", "terms"]
