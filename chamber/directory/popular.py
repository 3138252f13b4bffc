"""What people call a department: names that the secretariat keeps, and those proposed for a new one."""

import re
import tomllib
from functools import cache
from pathlib import Path

from ..language.text import clean

LONGEST = 1000
_BETWEEN = re.compile(r"[、,，;；\n]+")


def parted(names: str) -> list[str]:
    """The popular names, each once; 、 or a line break stands between them."""
    return list(dict.fromkeys(name for one in _BETWEEN.split(names) if (name := clean(one))))


def proposed(official_name: str) -> str:
    """The usual names of a public body, by the words in its official name, as `parted` reads them."""
    found = (names for word, names in _known().items() if word in official_name)
    return "、".join(dict.fromkeys(one for names in found for one in names))


@cache
def _known() -> dict[str, list[str]]:
    words = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {word: parted(names) for word, names in words.items()}
