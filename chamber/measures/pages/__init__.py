"""The pages of measures: each module registers its own on the shared blueprint."""

from . import acts, lists, measure
from .blueprint import blueprint

__all__ = ["acts", "blueprint", "lists", "measure"]
