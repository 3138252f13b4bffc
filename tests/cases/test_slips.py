"""Supervision slips: issued once for a delay, numbered without gap, answered by the department, naming nobody."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.doing import daily, releasing, routing
from chamber.cases.ladder import climbing, slips
from chamber.cases.ladder.models import CaseSlip
from chamber.cases.models import CaseEvent
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind
from chamber.documents.models import IssuedPaper
from chamber.errors import Conflict, DomainError, Forbidden
from chamber.extensions import db
from tests.cases.late import at_work, late_by, passes, told
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import RELEASED_TITLE, Drive, with_paper

SignIn = Callable[[Account], Client]


def slipped(drive: Drive, clock: Clock, kind: str = Kind.REQUEST) -> CaseSlip:
    """A case whose department got a slip."""
    due = at_work(drive, kind)
    late_by(clock, due, 1)
    passes()
    return slip(drive)


def slip(drive: Drive) -> CaseSlip:
    """The last slip of the case."""
    query = select(CaseSlip).where(CaseSlip.case_id == drive.case.id).order_by(CaseSlip.id.desc())
    return db.session.scalars(query.limit(1)).one()


def numbers() -> list[str]:
    """All numbers that were given, in their order."""
    return list(db.session.scalars(select(IssuedPaper.words).order_by(IssuedPaper.id)))


def paper_of(page: Client, drive: Drive) -> str:
    """The address of the slip on the page of the case."""
    links = re.findall(rf"/cases/{drive.reference}/slips/[^\"/]+", page.get(f"/cases/{drive.reference}").text)
    return links[0] if links else ""


def test_a_delay_gets_one_slip_however_often_time_is_looked_at(drive: Drive, clock: Clock) -> None:
    first = slipped(drive, clock)
    assert (first.department_id, first.level, first.due_at) == (drive.cast.department.id, 1, drive.case.due_at)
    for _day in range(20):
        clock.advance(days=1)
        daily.run()
    assert db.session.scalar(select(func.count(CaseSlip.id))) == 1 and len(numbers()) == 1


def test_numbers_have_no_gap_though_a_pass_died_between_them(
    drive: Drive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work(drive)
    due = at_work(drive)
    late_by(clock, due, 1)
    real = climbing.note
    monkeypatch.setattr(climbing, "note", lambda *_what, **_facts: 1 / 0)
    assert climbing.climb()["failed"] == 2 and numbers() == []
    monkeypatch.setattr(climbing, "note", real)
    climbing.climb()
    assert [re.sub(r"\D*2026\D*", "", words) for words in numbers()] == ["1号", "2号"]


def test_the_head_handler_confirms_the_receipt_and_replies_and_the_desk_is_told(drive: Drive, clock: Clock) -> None:
    slipped(drive, clock)
    handler = drive.who("handler")
    slips.receive_slip(drive.reference, actor=handler)
    db.session.commit()
    assert slip(drive).received_at == clock.now and slip(drive).replied_at is None
    with pytest.raises(Conflict):
        slips.receive_slip(drive.reference, actor=handler)
    db.session.rollback()
    with pytest.raises(DomainError):
        slips.reply_slip(drive.reference, " ", actor=handler)
    db.session.rollback()
    slips.reply_slip(drive.reference, "已约谈对方，本周五前办结。", actor=handler)
    db.session.commit()
    done = slip(drive)
    assert done.replied_at == clock.now and done.replied_by_id == handler.account_id
    assert db.session.get_one(CaseEvent, done.reply_id).text == "已约谈对方，本周五前办结。"
    with pytest.raises(Conflict):
        slips.reply_slip(drive.reference, "又一次", actor=handler)


def test_whoever_is_not_of_the_department_answers_no_slip(drive: Drive, clock: Clock) -> None:
    slipped(drive, clock)
    for name in ("leader", "secretary"):
        with pytest.raises(Forbidden):
            slips.reply_slip(drive.reference, "话", actor=drive.who(name))
        db.session.rollback()
    slips.reply_slip(drive.reference, "部门书面回复：本周办结。", actor=drive.who("secretary"), behalf=with_paper())
    db.session.commit()
    event = db.session.get_one(CaseEvent, slip(drive).reply_id)
    assert event.on_behalf and event.department_id == drive.cast.department.id and slip(drive).received_at


def test_no_slip_is_left_to_answer_once_another_department_has_it(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    slipped(drive, clock)
    route = routing.Route(lead_id=drive.cast.other_department.id)
    routing.reassign(drive.reference, "转由主管部门", route, actor=drive.who("secretary"))
    db.session.commit()
    assert "no longer needed" in sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}").words
    assert not paper_of(sign_in(drive.cast.other_handler), drive)
    with pytest.raises(Conflict):
        slips.reply_slip(drive.reference, "话", actor=drive.who("other_handler"))


def test_a_department_whose_head_is_kept_out_gets_no_slip(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    respondents.recuse(drive.reference, drive.cast.handler.id, "亲属关系", actor=drive.who("secretary"))
    db.session.commit()
    late_by(clock, due, 3)
    passes()
    assert numbers() == [] and told("level_2") == {"secretary:head"}


@pytest.mark.parametrize("name", ["secretary", "handler", "leader"])
def test_the_paper_of_a_confidential_case_holds_only_what_was_released(
    drive: Drive, clock: Clock, sign_in: SignIn, name: str
) -> None:
    slipped(drive, clock, Kind.COMPLAINT)
    reader = sign_in(getattr(drive.cast, name))
    address = paper_of(reader, drive)
    page = reader.get(address).words
    assert RELEASED_TITLE in page and numbers()[0] in page and drive.cast.department.name in page
    for secret in (
        drive.cast.firm.name,
        "单会员",
        "第0件",
        *(drive.mark(one) for one in ("title", "story", "evidence")),
    ):
        assert secret not in page
    file = reader.get(f"{address}/slip.docx")
    assert file.status_code == 200 and file.data[:2] == b"PK"


def test_members_and_the_president_see_neither_slip_nor_reply(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    slipped(drive, clock)
    slips.reply_slip(drive.reference, "紫藤回复记号", actor=drive.who("handler"))
    db.session.commit()
    address = paper_of(sign_in(drive.cast.secretary), drive)
    assert address and "紫藤回复记号" in sign_in(drive.cast.leader).get(f"/cases/{drive.reference}").words
    for name in ("member", "president", "other_handler"):
        reader = sign_in(getattr(drive.cast, name))
        page = reader.get(f"/cases/{drive.reference}").words
        assert "slip" not in page.lower() and "紫藤回复记号" not in page
        assert reader.get(address).status_code == 404 == reader.get(f"{address}/slip.docx").status_code


def test_a_reply_that_may_name_somebody_is_held_back_from_the_leader(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    slipped(drive, clock, Kind.COMPLAINT)
    slips.reply_slip(drive.reference, f"已联系{drive.cast.firm.name}。", actor=drive.who("handler"))
    db.session.commit()
    assert drive.case.words_due_at is not None
    leader = sign_in(drive.cast.leader)
    assert drive.cast.firm.name not in leader.get(f"/cases/{drive.reference}").words
    releasing.look_through(drive.reference, slip(drive).reply_id or 0, "已联系该企业。", actor=drive.who("secretary"))
    db.session.commit()
    assert "已联系该企业。" in leader.get(f"/cases/{drive.reference}").words


def test_the_list_says_which_slips_are_not_answered(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    slipped(drive, clock)
    desk = sign_in(drive.cast.secretary)
    assert "receipt not confirmed" in desk.get("/cases/overdue").words
    slips.receive_slip(drive.reference, actor=drive.who("handler"))
    db.session.commit()
    assert "received, no reply" in desk.get("/cases/overdue").words
    handler = sign_in(drive.cast.handler)
    handler.post_form(f"/cases/{drive.reference}/reply-slip", {"text": "本周办结。"})
    words = desk.get("/cases/overdue").words
    assert "replied" in words and numbers()[0] in words
    assert {event.act for event in db.session.query(CaseEvent)} >= {Act.RECEIVE_SLIP, Act.REPLY_SLIP}
