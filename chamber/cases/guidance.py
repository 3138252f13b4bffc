"""What the law says about a kind or category of cases: short rules with their source, from `lists.toml`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask_babel import LazyString, gettext

from .words import RespondentKind

FIRST_LISTS = Path(__file__).parent / "lists.toml"


@dataclass(frozen=True)
class Guidance:
    """One rule in plain words, and where it stands."""

    text: LazyString
    source: LazyString
    public_debts: bool = False
    """Whether it concerns debts of public bodies and of large enterprises alone."""


_DATA = tomllib.loads(FIRST_LISTS.read_text(encoding="utf-8"))
# The catalogue takes these texts from the file (`scripts/catalogue.py`): here they are no plain strings.
RULES = {
    name: Guidance(
        **{part: LazyString(gettext, words) for part, words in rule.items()},
        public_debts=name in _DATA["debts"]["public_or_large"],
    )
    for name, rule in _DATA["rules"].items()
}
GENERAL = {kind: [RULES[name] for name in names] for kind, names in _DATA["guidance_of_kind"].items()}
"""What concerns a whole kind."""
BY_WORD = {word: [RULES[name] for name in names] for word, names in _DATA["guidance"].items()}
"""What concerns the categories that have such a word in their names."""


MAY_OWE_PUBLICLY = tuple(
    str(kind)
    for kind in RespondentKind
    if kind
    not in (
        RespondentKind.MEMBER,
        RespondentKind.SECRETARIAT,
        RespondentKind.SOME_CHAMBER,
        RespondentKind.SUPERVISOR,
    )
)
"""Respondents that can be a public body or a large enterprise."""


def fitting(category: str, respondents: Iterable[str] = ()) -> tuple[Guidance, ...]:
    """The rules for a category by its name, none for most; of debts those that fit the kinds of `respondents`.

    Where nobody is named, or the reader may not know who, the words of each rule say whose debts they concern.
    """
    named = set(respondents)
    public = not named or not named.isdisjoint(MAY_OWE_PUBLICLY)
    found = (one for word, rules in BY_WORD.items() if word in category for one in rules)
    return tuple(dict.fromkeys(one for one in found if public or not one.public_debts))


def of(kind: str, category: str = "", respondents: Iterable[str] = ()) -> tuple[Guidance, ...]:
    """The rules for a case, the most fitting first; a reader who may not know its category gets those of the kind."""
    return tuple(dict.fromkeys((*fitting(category, respondents), *GENERAL[kind])))
