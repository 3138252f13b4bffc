"""Who has a case, what comes next and by when: true in every state, and of confidential ones the unit only."""

from collections.abc import Callable

import pytest

from chamber import clock
from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import closing, daily, handling, intake, routing
from chamber.cases.lists import listing, tallies
from chamber.cases.reading import seeing
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, RespondentKind
from chamber.directory.models import DepartmentHandler
from chamber.extensions import db
from tests.client import Client
from tests.factories.cases import Drive


def line(drive: Drive, who: str) -> listing.SeenLine:
    """The case as a line of this person's list."""
    actor = drive.who(who)
    return listing.lines(actor, db.session.execute(listing.rows(listing.condition(actor, {}))))[0]


def page(drive: Drive, who: str) -> seeing.SeenCase:
    """The case as this person's page has it."""
    actor = drive.who(who)
    return seeing.seen_by(actor, *seeing.find_with_facts(drive.reference, actor=actor))


def in_progress(drive: Drive, complexity: str = "normal") -> None:
    """Signed by the department, which wrote what it does next."""
    drive.submit(Kind.REQUEST)
    drive.accept(complexity=complexity)
    drive.sign()
    handling.report_progress(drive.reference, "已联系对方", False, actor=drive.who("handler"), next_step="周五去现场")
    db.session.commit()


def test_the_owners_own_words_stand_only_while_the_owner_has_it(drive: Drive) -> None:
    in_progress(drive)
    assert line(drive, "member").next_step == page(drive, "member").next_step == "周五去现场"
    drive.draft()
    assert line(drive, "member").next_step == page(drive, "member").next_step == "Review the answer"


def test_the_words_of_a_department_that_sent_it_back_are_not_those_of_the_next(drive: Drive) -> None:
    in_progress(drive)
    routing.send_back(drive.reference, "不归我们管", drive.cast.other_department.id, actor=drive.who("handler"))
    assert line(drive, "secretary").next_step == "Assign"
    routing.assign(drive.reference, routing.Route(lead_id=drive.cast.other_department.id), actor=drive.who("secretary"))
    db.session.commit()
    assert line(drive, "member").next_step == "Sign for it"


@pytest.mark.parametrize(("complexity", "holder"), [("normal", "Secretariat"), ("complex", "Leader")])
def test_an_extension_that_is_asked_for_lies_with_whoever_decides(drive: Drive, complexity: str, holder: str) -> None:
    in_progress(drive, complexity)
    handling.ask_extension(drive.reference, "等检测报告", actor=drive.who("handler"))
    db.session.commit()
    for who in ("member", "handler"):
        assert page(drive, who).holder == holder
        assert page(drive, who).next_step == "Decide the extension"
    waiting = {who: tallies.figures(drive.who(who)).waiting for who in ("handler", "secretary", "leader")}
    assert waiting == {"handler": 0, "secretary": int(holder == "Secretariat"), "leader": int(holder == "Leader")}


def test_a_longer_limit_of_the_own_desk_waits_for_the_leader_and_for_nobody_else(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept(complexity="complex", desk=True)
    handling.ask_extension(drive.reference, "等法院意见", actor=drive.who("secretary"))
    db.session.commit()
    assert [tallies.figures(drive.who(who)).waiting for who in ("secretary", "leader")] == [0, 1]


def test_a_longer_limit_in_a_case_about_the_leader_is_decided_by_the_supervisor(drive: Drive) -> None:
    drive.submit(respondents=(Respondent(RespondentKind.LEADER),))
    drive.accept(by="supervisor", complexity="complex")
    drive.sign()
    handling.ask_extension(drive.reference, "等法院意见", actor=drive.who("handler"))
    db.session.commit()
    assert page(drive, "member").holder == line(drive, "member").holder == "Supervisor"
    assert tallies.figures(drive.who("supervisor")).waiting == 1
    handling.decide_extension(drive.reference, True, "", actor=drive.who("supervisor"))


def test_a_long_extension_that_no_leader_is_free_to_decide_is_the_secretariats(drive: Drive) -> None:
    in_progress(drive, "complex")
    handling.ask_extension(drive.reference, "等法院意见", actor=drive.who("handler"))
    db.session.commit()
    assert Act.DECIDE_EXTENSION not in page(drive, "secretary").acts
    respondents.recuse(drive.reference, drive.cast.leader.id, "亲属关系", actor=drive.who("leader"))
    db.session.commit()
    assert Act.DECIDE_EXTENSION in page(drive, "secretary").acts
    handling.decide_extension(drive.reference, True, "", actor=drive.who("secretary"))


def close(drive: Drive) -> None:
    """The only leader's account is closed."""
    drive.cast.leader.disabled_at = clock.now()


def never_joined(drive: Drive) -> None:
    """The only leader has never signed in."""
    drive.cast.leader.password_hash = ""


def keep_out(drive: Drive) -> None:
    """The only leader is concerned."""
    respondents.recuse(drive.reference, drive.cast.leader.id, "亲属关系", actor=drive.who("leader"))


@pytest.mark.parametrize("lose", [close, never_joined, keep_out])
def test_where_no_leader_is_free_nobody_is_told_that_the_leader_has_it(
    drive: Drive, lose: Callable[[Drive], None]
) -> None:
    in_progress(drive, "complex")
    handling.ask_extension(drive.reference, "等法院意见", actor=drive.who("handler"))
    lose(drive)
    db.session.commit()
    for who in ("member", "handler", "secretary"):
        assert line(drive, who).holder == page(drive, who).holder == "Secretariat", who
    assert tallies.figures(drive.who("secretary")).waiting == 1


def test_an_objection_goes_to_whoever_is_free_where_its_arbiter_is_not_there_any_more(drive: Drive) -> None:
    drive.submit()
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    intake.raise_objection(drive.reference, "不服", actor=drive.who("member"))
    assert page(drive, "member").holder == "Supervisor"
    drive.cast.supervisor.disabled_at = clock.now()
    db.session.commit()
    daily.run()
    assert line(drive, "member").holder == page(drive, "member").holder == "Leader"
    assert tallies.figures(drive.who("leader")).waiting == 1
    intake.decide_objection(drive.reference, True, "理由", actor=drive.who("leader"))


def test_a_department_whose_people_have_never_signed_in_has_nobody_who_could_act(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.cast.handler.password_hash = ""
    db.session.commit()
    assert tallies.figures(drive.who("secretary")).waiting == 1


def test_a_new_round_waits_for_the_call_and_not_for_the_handler(drive: Drive) -> None:
    drive.answered()
    drive.rate(2, False)
    assert tallies.figures(drive.who("handler")).waiting == 0
    assert tallies.figures(drive.who("secretary")).waiting == 1


def move_away(drive: Drive) -> None:
    """The handler that signed works in another department now."""
    seat = db.session.query(DepartmentHandler).filter_by(account_id=drive.cast.handler.id).one()
    seat.department_id = drive.cast.other_department.id
    db.session.commit()


def step_back(drive: Drive) -> None:
    """The handler that signed is recused."""
    respondents.recuse(drive.reference, drive.cast.handler.id, "亲属关系", actor=drive.who("handler"))
    db.session.commit()


@pytest.mark.parametrize("goes", [move_away, step_back])
def test_whoever_signed_and_is_not_there_any_more_does_not_have_it_now(
    drive: Drive, goes: Callable[[Drive], None]
) -> None:
    in_progress(drive)
    goes(drive)
    unit = drive.cast.department.name
    assert line(drive, "member").holder == page(drive, "member").holder == unit


def test_of_a_confidential_case_the_leader_sees_the_unit_without_the_handlers_name(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    unit, name = drive.cast.department.name, drive.cast.handler.name
    assert line(drive, "leader").holder == page(drive, "leader").holder == unit
    assert line(drive, "secretary").holder == page(drive, "secretary").holder == f"{unit} {name}"


def test_a_case_without_an_answer_does_not_say_that_nobody_rated_it(
    drive: Drive, sign_in: Callable[[Account], Client]
) -> None:
    drive.submit(Kind.REQUEST)
    closing.withdraw(drive.reference, "已自行解决", None, actor=drive.who("member"))
    db.session.commit()
    words = sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words
    assert "Withdrawn" in words
    assert "not rated" not in words
