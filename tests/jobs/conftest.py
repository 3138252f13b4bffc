"""What the tests of jobs begin with."""

import pytest

from tests.client import Answer, Client
from tests.factories.members import code, table

HEADER = ["企业名称", "统一社会信用代码"]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are many."""
    monkeypatch.setattr("chamber.members.jobs.MAX_IMMEDIATE_ROWS", 2)
    monkeypatch.setattr("chamber.members.pages.roster.MAX_IMMEDIATE_ROWS", 1)
    monkeypatch.setattr("chamber.cases.pages.cases.MAX_IMMEDIATE_ROWS", 0)


@pytest.fixture
def looked(desk: Client, large: None) -> Answer:
    """A large roster that was sent and looked at."""
    rows = [[f"恒信{number}号门窗有限公司", code(number)] for number in range(1, 6)]
    return desk.post_form("/members/import", {"file": ("名册.xlsx", table(HEADER, *rows))}, press="Upload and check")
