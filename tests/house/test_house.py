"""The house keeps its rules, but for what is still allowed; and that list only gets shorter."""

from pathlib import Path

import pytest

from . import allowed, figures, sources
from .sources import Fault, House


@pytest.mark.parametrize("rule", allowed.RULES)
def test_the_house_keeps_its_rules(rule: str) -> None:
    assert not (complaint := allowed.complaint(rule)), f"\n{complaint}"


def test_the_list_allows_each_fault_once_and_by_a_rule_that_there_is() -> None:
    listed = allowed.allowed()
    assert set(listed) == set(allowed.RULES)
    assert all(len(set(lines)) == len(lines) for lines in listed.values())


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A list of two faults of one rule, the house having the second of them and another one."""
    path = tmp_path / "allowed.toml"
    path.write_text('# Head\n\nrooms = [\n    "a.py: mended",\n    "b.py: is too long",\n]\n')
    there = [Fault("rooms", "b.py", "is too long", "301 lines"), Fault("rooms", "c.py", "is too long", "302 lines")]
    monkeypatch.setattr(allowed, "LIST", path)
    monkeypatch.setattr(allowed, "faults", lambda rule: there if rule == "rooms" else [])
    return path


@pytest.mark.usefixtures("listed")
def test_a_complaint_names_what_is_new_and_which_line_to_delete() -> None:
    complaint = allowed.complaint("rooms")
    assert "c.py: is too long\n      302 lines" in complaint
    assert 'line 4: "a.py: mended",' in complaint
    assert "b.py" not in complaint


def test_shrinking_deletes_what_is_mended_and_adds_nothing(listed: Path) -> None:
    assert allowed.shrink() == 1
    assert listed.read_text() == '# Head\n\nrooms = [\n    "b.py: is too long",\n]\n'


def test_the_figures_count_what_the_rules_find() -> None:
    house = House(
        {
            "chamber/audit/services.py": "from ..members.services import find\nfrom ..cases.models import Case",
            "chamber/members/services.py": "from ..audit.services import record",
            "chamber/cases/models.py": "",
            "chamber/cases/intake.py": "def f(case):\n    case.state = 1\n    case.state = 2",
            "chamber/demo/seed.py": "x = 1\n",
            "chamber/text.py": "x = 1\n",
        }
    )
    found = dict(figures.figures(house))
    assert found["cycles between features' parts"] == "1 (2 parts stand in them)"
    assert found["level-2 imports to the right (not models, words, rights)"] == "1"
    assert found["modules at top level"] == "1"
    assert found["lines of chamber/ without demo and migrations"] == "4"
    assert found["states set outside `move`"] == "2 (cases 2)"


def test_the_whole_product_is_read() -> None:
    assert {"chamber", "chamber.cli", "chamber.members.models"} <= set(sources.house().product)
    assert not any("migrations" in path.parts for path in sources.product_files())
