"""What the law says about a kind or category of cases: short rules with their source, from `lists.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from flask_babel import LazyString, gettext

FIRST_LISTS = Path(__file__).parent / "lists.toml"


@dataclass(frozen=True)
class Guidance:
    """One rule in plain words, and where it stands."""

    text: LazyString
    source: LazyString


_DATA = tomllib.loads(FIRST_LISTS.read_text(encoding="utf-8"))
# The catalogue takes these texts from the file (`scripts/catalogue.py`): here they are no plain strings.
RULES = {
    name: Guidance(**{part: LazyString(gettext, words) for part, words in rule.items()})
    for name, rule in _DATA["rules"].items()
}
GENERAL = {kind: [RULES[name] for name in names] for kind, names in _DATA["guidance_of_kind"].items()}
"""What concerns a whole kind."""
BY_WORD = {word: [RULES[name] for name in names] for word, names in _DATA["guidance"].items()}
"""What concerns the categories that have such a word in their names."""


def fitting(category: str) -> tuple[Guidance, ...]:
    """The rules for a category by its name; none for most."""
    return tuple(dict.fromkeys(one for word, rules in BY_WORD.items() if word in category for one in rules))


def of(kind: str, category: str = "") -> tuple[Guidance, ...]:
    """The rules for a case, the most fitting first; a reader who may not know its category gets those of the kind."""
    return tuple(dict.fromkeys((*fitting(category), *GENERAL[kind])))
