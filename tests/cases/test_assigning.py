"""Giving a case to a department: what goes with it, and how it comes back."""

import pytest

from chamber.cases.access import masks
from chamber.cases.access.visibility import find
from chamber.cases.doing import handling, releasing, routing
from chamber.cases.models import CaseFile
from chamber.cases.reading import seeing
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, State
from chamber.errors import Conflict, DomainError, NotFound
from chamber.extensions import db
from tests.cases.reading import acts_of, local
from tests.conftest import Clock
from tests.factories.cases import Drive


def test_a_confidential_case_is_assigned_only_with_a_released_text(drive: Drive) -> None:
    drive.submit()
    route = routing.Route(lead_id=drive.cast.department.id)
    with pytest.raises(DomainError, match="release"):
        routing.accept(drive.reference, actor=drive.who("secretary"), route=route)


def test_a_released_text_must_not_name_the_firm(drive: Drive) -> None:
    drive.submit()
    named = releasing.Release("某企业", f"{drive.cast.firm.name}反映")
    with pytest.raises(DomainError, match="still names"):
        releasing.release(drive.reference, named, actor=drive.who("secretary"))


def test_the_respondent_department_cannot_be_given_the_case(drive: Drive) -> None:
    drive.submit()
    route = routing.Route(lead_id=drive.cast.other_department.id)
    with pytest.raises(DomainError, match="about"):
        routing.accept(
            drive.reference, actor=drive.who("secretary"), route=route, release=releasing.Release("某企业", "经过")
        )


def test_accepting_passes_on_no_file_but_pictures_of_the_case_itself(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    foreign = db.session.query(CaseFile.id).order_by(CaseFile.id).all()[1][0]
    drive.submit()
    text, photo = (row for (row,) in db.session.query(CaseFile.id).order_by(CaseFile.id).all()[2:])
    route = routing.Route(lead_id=drive.cast.department.id)
    for given, reason in ((foreign, "no such file"), (2**31 - 1, "no such file"), (text, "redacted copy")):
        released = releasing.Release("某企业", "经过", (photo, given))
        with pytest.raises(DomainError, match=reason):
            routing.accept(drive.reference, actor=drive.who("secretary"), route=route, release=released)
        db.session.rollback()
    assert drive.case.state == State.SUBMITTED
    assert db.session.query(CaseFile).filter(CaseFile.released_at.is_not(None)).count() == 0


def test_a_report_of_retaliation_is_never_given_to_a_department(drive: Drive) -> None:
    drive.submit(Kind.RETALIATION)
    route = routing.Route(lead_id=drive.cast.department.id)
    with pytest.raises(DomainError, match="never"):
        routing.accept(
            drive.reference, actor=drive.who("secretary"), route=route, release=releasing.Release("某企业", "经过")
        )
    db.session.rollback()
    case = drive.accept(desk=True)
    assert (case.confidential, case.state, local(case.due_at)) == (True, State.IN_PROGRESS, "09-21 18:00")


def test_the_lead_sends_back_once_within_two_days_and_loses_sight(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept()
    lead, other = drive.who("handler"), drive.cast.other_department.id
    for reason, proposed in (("　", other), ("属市场监管职责", drive.cast.department.id)):
        with pytest.raises(DomainError):
            routing.send_back(drive.reference, reason, proposed, actor=lead)
    routing.send_back(drive.reference, "属市场监管职责", other, actor=lead)
    db.session.commit()
    assert drive.case.state == State.ACCEPTED
    with pytest.raises(NotFound):
        find(drive.reference, actor=lead)
    routing.assign(drive.reference, routing.Route(lead_id=drive.cast.department.id), actor=drive.who("secretary"))
    db.session.commit()
    with pytest.raises(Conflict):
        routing.send_back(drive.reference, "再退", other, actor=drive.who("handler"))


def test_sending_back_after_two_days_is_too_late(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept()
    clock.advance(days=3)
    with pytest.raises(Conflict):
        routing.send_back(drive.reference, "退回", drive.cast.other_department.id, actor=drive.who("handler"))


def test_a_helping_department_reads_the_notes_of_the_unit_and_can_only_step_back(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    route = routing.Route(lead_id=drive.cast.department.id, helper_ids=(drive.cast.other_department.id,))
    routing.accept(drive.reference, actor=drive.who("secretary"), route=route)
    routing.sign(drive.reference, actor=drive.who("handler"))
    handling.report_progress(drive.reference, "只给单位看的进展", False, actor=drive.who("handler"))
    db.session.commit()
    helper = drive.who("other_handler")
    assert acts_of(drive, "other_handler") == {Act.RECUSE}
    seen = seeing.seen_by(helper, *seeing.find_with_facts(drive.reference, actor=helper))
    assert any(event.text == "只给单位看的进展" for event in seen.events)
    leader = drive.who("leader")
    seen = seeing.seen_by(leader, *seeing.find_with_facts(drive.reference, actor=leader))
    assert not any(event.text == "只给单位看的进展" for event in seen.events)


def test_a_shortened_name_of_the_firm_is_masked_and_refused(drive: Drive) -> None:
    drive.submit(title="瓯新阀门被要求交费", story="我们瓯新已经催了三次，联系单会员。")
    title, story, places = masks.proposal(drive.case)
    assert "瓯新" not in title + story
    assert "单会员" not in story
    assert places >= 3
    for named in ("瓯新阀被要求交费", "请找单会员"):
        with pytest.raises(DomainError, match="still names"):
            releasing.release(drive.reference, releasing.Release("某企业", named), actor=drive.who("secretary"))


def test_the_next_department_asks_for_an_extension_of_its_own_whatever_the_last_one_got(
    drive: Drive, clock: Clock
) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    handling.decide_extension(drive.reference, False, "不必", actor=drive.who("secretary"))
    db.session.commit()
    with pytest.raises(Conflict):
        handling.ask_extension(drive.reference, "再等", actor=drive.who("handler"))
    db.session.rollback()
    clock.advance(hours=1)
    routing.send_back(drive.reference, "不归我们管", drive.cast.other_department.id, actor=drive.who("handler"))
    route = routing.Route(lead_id=drive.cast.other_department.id)
    routing.assign(drive.reference, route, actor=drive.who("secretary"))
    routing.sign(drive.reference, actor=drive.who("other_handler"))
    db.session.commit()
    assert Act.ASK_EXTENSION in acts_of(drive, "other_handler")
