"""Which Chinese words are ordinary: somebody or some firm may be called so, and the text may still mean the word."""

from functools import cache
from pathlib import Path


@cache
def _words() -> frozenset[str]:
    lines = Path(__file__).with_name("ordinary.txt").read_text(encoding="utf-8").splitlines()
    groups = (line.split() for line in lines if not line.startswith("#"))
    return frozenset(first + rest for first, *others in groups for rest in others)


def is_ordinary(word: str) -> bool:
    """Whether this is an ordinary word of two or three characters, such as 高峰 or 和平."""
    return word in _words()
