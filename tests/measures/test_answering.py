"""A case is not answered over a measure that is under way, but with a reason that the review reads."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.cases.doing import handling
from chamber.cases.doing.handling import Draft
from chamber.cases.models import CaseEvent
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, State
from chamber.errors import DomainError
from chamber.measures import doing
from chamber.measures.models import Measure
from tests.client import Client
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive
from tests.factories.measures import make_measure, to_department

ANSWER = Draft("resolved", "配电箱已更换，当日恢复。")


@pytest.fixture
def under_way(drive: Drive, cast: Cast) -> Measure:
    """A measure of a request that the department has signed for."""
    case = drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    office = to_department(cast.department.id)
    return make_measure(actor_as(cast.secretary), office, kind="case", subject_id=case.id, source="handling")


def test_without_a_reason_the_answer_waits(drive: Drive, cast: Cast, under_way: Measure) -> None:
    with pytest.raises(DomainError, match="still under way") as refused:
        handling.draft(drive.reference, ANSWER, actor=actor_as(cast.handler))
    assert refused.value.field == "despite"


def test_the_review_reads_the_reason(db: SQLAlchemy, drive: Drive, cast: Cast, under_way: Measure) -> None:
    case = handling.draft(drive.reference, ANSWER, actor=actor_as(cast.handler), despite="复查排在下月")
    assert case.state == State.ANSWER_REVIEW
    assert db.session.scalars(select(CaseEvent.text).where(CaseEvent.act == Act.DRAFT)).one() == "复查排在下月"


def test_what_is_done_holds_up_nothing(drive: Drive, cast: Cast, under_way: Measure) -> None:
    doing.finish(under_way.reference, "已更换。", actor=actor_as(cast.handler))
    assert handling.draft(drive.reference, ANSWER, actor=actor_as(cast.handler)).state == State.ANSWER_REVIEW


def test_the_form_asks_why_only_while_one_is_under_way(
    db: SQLAlchemy, drive: Drive, cast: Cast, under_way: Measure, sign_in: Callable[[Account], Client]
) -> None:
    handler, address = sign_in(cast.handler), f"/cases/{drive.reference}/draft"
    assert handler.get(address).page.css("[name=despite]")
    doing.finish(under_way.reference, "已更换。", actor=actor_as(cast.handler))
    db.session.commit()
    assert not handler.get(address).page.css("[name=despite]")
