"""`python -m tests.house` prints the figures of the house; `… shrink` takes what is mended out of the list."""

import sys

from .allowed import shrink
from .figures import figures
from .sources import house


def main(words: list[str]) -> str:
    """What to print."""
    if words == ["shrink"]:
        return f"{shrink()} lines taken out of tests/house/allowed.toml"
    if words:
        return str(__doc__)
    return "\n".join(f"{name}: {value}" for name, value in figures(house()))


sys.stdout.write(main(sys.argv[1:]) + "\n")
