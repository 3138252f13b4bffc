"""What is still allowed: the faults in `allowed.toml`, one a line. The list only gets shorter."""

import tomllib
from functools import cache
from pathlib import Path

from . import cycles, duties, features, importing, layers, rights, rooms, states
from .sources import Fault, house

LIST = Path(__file__).with_name("allowed.toml")
RULES = {
    "layers": layers.find,
    "cycles": cycles.find,
    "duties": duties.find,
    "importing": importing.find,
    "states": states.find,
    "features": features.find,
    "rights": rights.find,
    "rooms": rooms.find,
}


@cache
def faults(rule: str) -> list[Fault]:
    """All that breaks one rule in the house as it stands."""
    return sorted(RULES[rule](house()))


def allowed() -> dict[str, list[str]]:
    """The list, by rule."""
    return tomllib.loads(LIST.read_text())


def complaint(rule: str) -> str:
    """What breaks a rule and is not on the list, and what is listed and no fault any more; empty where all is well."""
    listed, there = set(allowed().get(rule, ())), faults(rule)
    fresh = [f"  {fault.line}\n      {fault.why}".rstrip() for fault in there if fault.line not in listed]
    gone = listed - {fault.line for fault in there}
    lines = enumerate(LIST.read_text().splitlines(), start=1)
    stale = [f"  line {number}: {text.strip()}" for number, text in lines if entry(text) in gone]
    return "\n".join(
        [
            *(["Against the house. Mend it: the list of what is allowed takes no new lines.", *fresh] if fresh else []),
            *(
                [f"Mended. Delete from tests/house/{LIST.name} (`python -m tests.house shrink` does it):"]
                if stale
                else []
            ),
            *stale,
        ]
    )


def entry(text: str) -> str:
    """The fault that a line of the list allows."""
    return text.strip().removesuffix(",").strip('"')


def shrink() -> int:
    """Take out of the list what is mended; how many lines that were."""
    there = {fault.line for rule in RULES for fault in faults(rule)}
    lines = LIST.read_text().splitlines(keepends=True)
    kept = [text for text in lines if not text.lstrip().startswith('"') or entry(text) in there]
    LIST.write_text("".join(kept))
    return len(lines) - len(kept)
