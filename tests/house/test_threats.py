"""Each of the threats to secrecy has tests that hold it, and nobody takes one of them away unseen."""

import ast
import tomllib
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
THREATS = 27


@cache
def defined_in(path: str) -> frozenset[str]:
    """The tests that a file has; none where there is no such file."""
    if not (TESTS / path).is_file():
        return frozenset()
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_each_threat_has_tests_that_are_there() -> None:
    threats = tomllib.loads((TESTS / "house/threats.toml").read_text(encoding="utf-8"))
    assert len(threats) == THREATS
    assert len({one["is"] for one in threats.values()}) == THREATS
    assert not [name for name, one in threats.items() if not one["tests"]]
    named = {test for one in threats.values() for test in one["tests"]}
    assert not [one for one in sorted(named) if one.partition("::")[2] not in defined_in(one.partition("::")[0])]
