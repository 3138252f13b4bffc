"""How often an act asks the database: the row of its case once, whether its page is read or the act done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from chamber.accounts.models import Account
from tests.client import Client
from tests.factories.cases import RELEASED_STORY, RELEASED_TITLE, Drive

SignIn = Callable[[Account], Client]
ANSWER = {"outcome": "resolved", "answer": "对方已付款。", "reason": "理由", "next_path": "向区级主管部门申请行政裁决"}


@contextmanager
def at_most(most: int, queries: list[str]) -> Iterator[None]:
    """What is done here takes at most so many queries, and one of them alone reads the row of a case."""
    queries.clear()
    yield
    rows = [one for one in queries if one.startswith("SELECT cases.id, cases.reference, cases.kind")]
    assert len(rows) == 1, "\n".join(queries)
    assert len(queries) <= most, f"{len(queries)}:\n" + "\n".join(queries)


@pytest.mark.parametrize(
    ("kind", "opens", "accepts", "publishes"), [("complaint", 16, 46, 29), ("request", 13, 37, 26)]
)
def test_an_act_and_its_page_read_their_case_once(
    drive: Drive, sign_in: SignIn, queries: list[str], kind: str, opens: int, accepts: int, publishes: int
) -> None:
    desk, handler = sign_in(drive.cast.secretary), sign_in(drive.cast.handler)
    drive.submit(kind)
    here = f"/cases/{drive.reference}"
    with at_most(opens, queries):  # one for like cases, one for the calendar, three for whom a complaint is about
        desk.get(f"{here}/accept")
    form = {"category": str(drive.categories[kind]), "complexity": "normal", "route": "department", "message": "已受理"}
    form |= {"lead": str(drive.cast.department.id), "release_title": RELEASED_TITLE, "story": RELEASED_STORY}
    with at_most(accepts, queries):  # three for whom a complaint is about: the text must not say it
        desk.post(f"{here}/accept", data=form)
    with at_most(14, queries):  # one of them for what waits next
        handler.post(f"{here}/sign", data={})
    with at_most(12, queries):  # one of them for measures that are still under way
        handler.get(f"{here}/draft")
    drive.draft()
    with at_most(publishes, queries):  # two of them for what waits next, four for finding the case by its answer
        desk.post(f"{here}/publish", data=ANSWER)
    assert drive.case.answered_at
