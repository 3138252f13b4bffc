"""What the screen may not say in Chinese; the words themselves stand in `refused.toml`."""

import re
import tomllib
from pathlib import Path

DATA = tomllib.loads(Path(__file__).with_name("refused.toml").read_text(encoding="utf-8"))
HAN = "[\u3400-\u9fff]"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
LITERAL = re.compile(rf"{HAN}[0-9A-Za-z]|[0-9A-Za-z]{HAN}")
TIGHT = [
    re.compile(rf"{HAN}%\((?:when|day)\)s|%\((?:when|day|what|reference)\)s{HAN}"),
    re.compile(rf"{HAN}%\((?:num|number|count|most|rows|firms|people)\)[sd]"),
    re.compile(rf"%\((?:num|number|count|most|rows|firms|people)\)[sd]{HAN}"),
]
"""Numbers, days and references without the half blank that stands between them and Chinese."""
ARTICLE = re.compile("第[一二三四五六七八九十百零]+条")


def refused(text: str, *, spoken: bool = False) -> list[str]:
    """The words of a text that have lost, each with the better one; people in the demo speak more freely."""
    found = []
    for word, better in DATA["instead"].items():
        if spoken and word in DATA["spoken"]["words"]:
            continue
        rest = text
        for right in DATA["allowed"].get(word, []):
            rest = rest.replace(right, "")
        if word in rest:
            found.append(f"{word} (say {better}): {text}")
    return found


def unfounded(text: str) -> list[str]:
    """法定 where no article is named beside it."""
    rest = text
    for word in DATA["statutory"]["words"]:
        rest = rest.replace(word, "")
    return [f"法定 without an article: {text}"] if "法定" in rest and not ARTICLE.search(text) else []


def tight(text: str) -> list[str]:
    """A number, a day or a reference that touches the Chinese beside it."""
    bare = PLACEHOLDER.sub("〇", text)
    return [
        f"no blank at {found.group()}: {text}"
        for rule, where in ((LITERAL, bare), *((rule, text) for rule in TIGHT))
        if (found := rule.search(where))
    ]


def past(text: str) -> list[str]:
    """了 in what the log says, which is a name of an act and no report."""
    return [f"了 in the log: {text}"] if "了" in text else []
