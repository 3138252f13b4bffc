"""The same Chinese word in the other script, and what a character sounds like."""

from functools import cache
from importlib.resources import files

from .pinyin import Style, lazy_pinyin


@cache
def _characters() -> dict[int, str]:
    # Character by character, so that positions stay; what a phrase would decide doesn't matter for comparing.
    table = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.splitlines())
    return {ord(one): other.split()[0] for one, other in pairs}


def simplified(text: str) -> str:
    """`text` in simplified characters, as long as it was."""
    return text.translate(_characters())


@cache
def syllable(character: str) -> str:
    """How a Chinese character is read most often, without its tone: 沈 → `shen`; any other character as it is."""
    return lazy_pinyin(character, style=Style.NORMAL)[0] if character > "\u2e7f" else character
