"""Which Chinese words are ordinary: somebody or some firm may be called so, and the text may still mean the word."""

from functools import cache
from pathlib import Path


@cache
def _words() -> dict[str, str]:
    """By first character: what follows in each word, between blanks; as a set they would take four times the room."""
    lines = Path(__file__).with_name("ordinary.txt").read_text(encoding="utf-8").splitlines()
    groups = (line.partition(" ") for line in lines if not line.startswith("#"))
    return {first: f" {rest} " for first, _blank, rest in groups}


def is_ordinary(word: str) -> bool:
    """Whether this is an ordinary word of two or three characters, such as 高峰 or 和平."""
    return " " not in word and f" {word[1:]} " in _words().get(word[:1], "")
