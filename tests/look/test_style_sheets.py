"""The style sheets: every text can be read on every ground, small to send, plain enough for old browsers."""

import gzip
import re

import pytest

from chamber.config import ROOT

SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
TEXTS = ("ink", "soft", "accent", "blue", "amber", "red", "green")
GROUNDS = ("paper", "card", "side", "sunk", "accent-pale")


def palettes() -> dict[str, dict[str, str]]:
    """The colours of the light and the dark page."""
    text = (ROOT / "static" / "css" / "tokens.css").read_text()
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = {
        name: dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", part))
        for name, part in (("light", light), ("dark", dark))
    }
    return {"light": found["light"], "dark": found["light"] | found["dark"]}


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read_on_every_ground(name):
    colours = palettes()[name]
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [(tone, f"{tone}-tint") for tone in ("accent", "blue", "amber", "red", "green")]
    pairs += [("on-accent", "main-act"), ("on-accent", "main-act-deep")]
    assert [(a, b) for a, b in pairs if contrast(colours[a], colours[b]) < 4.5] == []
    assert [ground for ground in ("paper", "card") if contrast(colours["field"], colours[ground]) < 3] == []


def test_sheets_are_small():
    assert len(gzip.compress(b"".join(path.read_bytes() for path in SHEETS), 9)) < 12 * 1024


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_rules_are_not_nested(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    depth, at_rules = 0, []
    for head, brace in re.findall(r"([^{}]*)([{}])", text):
        if brace == "}":
            depth -= 1
            at_rules.pop()
            continue
        at_rules.append(head.strip().startswith("@") or head.strip() in ("from", "to"))
        depth += 1
        assert all(at_rules[:-1]), f"a rule within a rule: {head.strip()}"
    assert depth == 0
    asked_first = re.compile(r"@supports selector\(:has\(\*\)\) \{.*?^\}", re.DOTALL | re.MULTILINE)
    assert ":has(" not in asked_first.sub("", text), "old phones drop the whole rule: ask whether they know it"
