"""The shape in which features declare the papers that they have: what is printed, numbered and made as .docx."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from ..rights import Right

COMMON = {"chamber": _l("name of the chamber"), "number": _l("number of the paper"), "day": _l("day of the paper")}
"""Placeholders of every paper, with what they stand for."""


@dataclass(frozen=True, eq=False)
class Paper:
    """A kind of paper: its placeholders, the template that is shipped, and made-up values to try it with."""

    kind: str
    label: LazyString
    right: Right
    """Who may print it at all."""
    template: Path
    """The shipped .docx."""
    page: str
    """The template of the same in HTML: a fragment that gets `paper`, the values."""
    fields: Mapping[str, LazyString]
    """Its own placeholders, with what they stand for."""
    sample: Mapping[str, Any]
    """Made-up values of all fields and tables."""
    prefix: str
    """What stands before its number until somebody sets another; of each kind its own."""
    tables: Mapping[str, Mapping[str, LazyString]] = field(default_factory=dict)
    """Placeholders with several rows, by the name of each the columns of a row."""

    @property
    def all_fields(self) -> Mapping[str, LazyString]:
        """Every placeholder that stands for one text."""
        return {**COMMON, **self.fields}
