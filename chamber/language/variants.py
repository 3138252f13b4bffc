"""The same Chinese word in the other script, and what a character sounds like."""

from functools import cache
from importlib.resources import files


@cache
def _characters() -> dict[int, str]:
    # Character by character, so that positions stay; what a phrase would decide doesn't matter for comparing.
    table = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.splitlines())
    return {ord(one): other.split()[0] for one, other in pairs}


def simplified(text: str) -> str:
    """`text` in simplified characters, as long as it was."""
    return text.translate(_characters())
