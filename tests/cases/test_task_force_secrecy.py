"""A task force is as invisible as its case; outside one learns that there is one, and nothing of its people."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.force import forming
from chamber.cases.force.people import Seat
from chamber.cases.reading import seeing
from chamber.cases.words import Kind
from chamber.directory.models import DepartmentHandler
from chamber.errors import DomainError
from chamber.extensions import db
from chamber.measures import doing
from chamber.measures.models import Measure
from tests.client import Client
from tests.factories.accounts import actor_as
from tests.factories.cases import MARKS, Drive
from tests.factories.forces import PURPOSE, at_work, lead_of, other_of, proposed, two_at_work
from tests.factories.measures import make_measure, to_department

SignIn = Callable[[Account], Client]
PEOPLE = ("handler", "other_handler")


def page_of(drive: Drive) -> str:
    """The address of the task force."""
    return f"/cases/{drive.reference}/task-force"


def test_missing_and_not_for_this_person_are_the_same_answer(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive, confidential=True)
    for name in ("rival", "colleague", "president", "supervisor"):
        client = sign_in(getattr(drive.cast, name))
        client.get("/")
        there, missing = client.get(page_of(drive)), client.get("/cases/SQ-2026-ZZZZ/task-force")
        assert (there.status_code, missing.status_code) == (404, 404), name
        assert there.words == missing.words.replace("SQ-2026-ZZZZ", drive.reference), name
        assert set(there.headers.keys()) == set(missing.headers.keys()), name
        assert drive.reference not in client.get("/cases/task-forces").words, name


def test_until_it_begins_the_member_learns_nothing_of_it(drive: Drive, sign_in: SignIn) -> None:
    two_at_work(drive)
    proposed(drive)
    member = sign_in(drive.cast.member)
    assert member.get(page_of(drive)).status_code == 404
    case, listed = member.get(f"/cases/{drive.reference}"), member.get("/cases/task-forces")
    assert "task-force" not in case.text and drive.reference not in listed.words
    assert PURPOSE not in case.words


def test_the_member_sees_which_department_leads_it_and_public_measures(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    office, of = to_department(drive.cast.department.id), {"kind": "case", "subject_id": drive.case.id}
    desk = drive.who("secretary")
    make_measure(desk, office, title="海芋公开措施", source="task_force", is_public=True, **of)  # type: ignore[arg-type]
    make_measure(desk, office, title="铁线内部措施", source="task_force", **of)  # type: ignore[arg-type]
    member = sign_in(drive.cast.member)
    seen, case = member.get(page_of(drive)).words, member.get(f"/cases/{drive.reference}").words
    assert drive.cast.department.name in seen and "海芋公开措施" in seen
    assert f"led by {drive.cast.department.name}" in case, "in the history of the case too"
    assert not [one for one in (PURPOSE, "铁线内部措施", drive.cast.other_handler.name) if one in seen + case]
    assert drive.cast.handler.name not in seen
    who = drive.who("member")
    force = seeing.seen_by(who, *seeing.find_with_facts(drive.reference, actor=who)).force
    assert force and (force.purpose, force.lead, force.people, force.former) == ("", "", (), ())


@pytest.mark.parametrize("name", ["handler", "other_handler", "leader"])
def test_nothing_that_a_member_wrote_in_confidence_reaches_its_page(name: str, drive: Drive, sign_in: SignIn) -> None:
    at_work(drive, confidential=True)
    seen = sign_in(getattr(drive.cast, name)).get(page_of(drive))
    assert seen.status_code == 200 and PURPOSE in seen.words
    hidden = [*MARKS.values(), drive.cast.firm.name, drive.cast.member.name]
    assert not [one for one in hidden if one in seen.words]


def test_of_a_confidential_case_the_leader_learns_the_departments_alone(drive: Drive, sign_in: SignIn) -> None:
    two_at_work(drive, confidential=True)
    proposed(drive)
    leader = sign_in(drive.cast.leader)
    for address in (page_of(drive), f"/cases/{drive.reference}/decide-task-force", f"/cases/{drive.reference}"):
        words = leader.get(address).words
        assert not [name for name in PEOPLE if getattr(drive.cast, name).name in words], address
    assert drive.cast.other_department.name in leader.get(page_of(drive)).words


def test_its_purpose_reasons_and_names_tell_nobody_whose_case_it_is(drive: Drive) -> None:
    two_at_work(drive, confidential=True)
    firm, desk = drive.cast.firm.name, drive.who("secretary")
    with pytest.raises(DomainError, match="without names"):
        forming.propose_task_force(drive.reference, f"帮助{firm}", lead_of(drive), [other_of(drive)], actor=desk)
    db.session.rollback()
    proposed(drive)
    with pytest.raises(DomainError, match="without names"):
        forming.end_task_force(drive.reference, f"{firm}已撤回", actor=desk)
    db.session.rollback()
    db.session.query(DepartmentHandler).filter_by(department_id=drive.cast.other_department.id).delete()
    db.session.commit()
    for reason, name in ((f"{firm}要求", "夏所长"), ("另派人", drive.cast.member.name)):
        seat = Seat(drive.cast.other_department.id, None, name)
        with pytest.raises(DomainError, match="without names"):
            forming.change_task_force(drive.reference, reason, lead_of(drive), [seat], actor=desk)
        db.session.rollback()


def test_what_the_leader_writes_waits_to_be_looked_through(drive: Drive, sign_in: SignIn) -> None:
    two_at_work(drive, confidential=True)
    proposed(drive)
    reason = f"{drive.cast.firm.name}的事另议"
    forming.decide_task_force(drive.reference, False, reason, actor=drive.who("leader"))
    db.session.commit()
    for name in PEOPLE:
        assert reason not in sign_in(getattr(drive.cast, name)).get(f"/cases/{drive.reference}").words
    assert reason in sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}").words


@pytest.mark.parametrize("how", ["recused", "respondent"])
def test_whoever_is_concerned_loses_it_at_once(how: str, drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    other = sign_in(drive.cast.other_handler)
    assert other.get(page_of(drive)).status_code == 200
    if how == "recused":
        account = drive.cast.other_handler.id
        respondents.recuse(drive.reference, account, "亲属关系", actor=drive.who("secretary"))
    else:
        db.session.add(
            respondents.CaseRespondent(
                case_id=drive.case.id, kind="department", department_id=drive.cast.other_department.id
            )
        )
    db.session.commit()
    assert other.get(page_of(drive)).status_code == 404
    for address in ("/cases/task-forces", "/?lang=en", "/measures/", "/notifications/"):
        words = other.get(address).words
        assert drive.reference not in words and "You are in 1 task force" not in words, address
    assert "no longer at work" in sign_in(drive.cast.secretary).get(f"{page_of(drive)}?lang=en").words


def test_its_people_report_their_own_measures_and_the_lead_sees_all(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    of = {"kind": "case", "subject_id": drive.case.id, "source": "task_force"}
    desk = drive.who("secretary")
    mine = make_measure(desk, to_department(drive.cast.department.id), title="甲措施", **of)  # type: ignore[arg-type]
    other = make_measure(desk, to_department(drive.cast.other_department.id), title="乙措施", **of)  # type: ignore[arg-type]
    lead, helper = sign_in(drive.cast.handler), sign_in(drive.cast.other_handler)
    assert helper.get(f"/measures/{mine.reference}").status_code == 404
    assert lead.get(f"/measures/{other.reference}").status_code == 200
    doing.finish(other.reference, "已办", actor=actor_as(drive.cast.other_handler))
    db.session.commit()
    assert db.session.get_one(Measure, other.id).state == "done"
    answer = lead.post(f"/measures/{mine.reference}/done", data={"done-result": "已办"})
    assert answer.status_code == 303
    forming.end_task_force(drive.reference, "并入另一专班", actor=desk)
    db.session.commit()
    assert lead.get(f"/measures/{other.reference}").status_code == 404, "it leads nothing any more"
    with pytest.raises(DomainError):
        make_measure(desk, to_department(drive.cast.department.id), **of)  # type: ignore[arg-type]


def test_the_lead_reads_nothing_that_another_department_writes_about_a_nameless_case(
    drive: Drive, sign_in: SignIn
) -> None:
    at_work(drive, confidential=True)
    of = {"kind": "case", "subject_id": drive.case.id, "source": "task_force"}
    other = make_measure(drive.who("secretary"), to_department(drive.cast.other_department.id), **of)  # type: ignore[arg-type]
    doing.report(other.reference, "蔷薇进展记号", actor=actor_as(drive.cast.other_handler))
    db.session.commit()
    seen = sign_in(drive.cast.handler).get(f"/measures/{other.reference}")
    assert seen.status_code == 200 and "蔷薇进展记号" not in seen.words


def test_a_case_of_the_supervisor_asks_no_leader(drive: Drive) -> None:
    case = two_at_work(drive, Kind.REQUEST)
    case.supervisor_runs = True
    db.session.commit()
    forming.propose_task_force(
        drive.reference, PURPOSE, lead_of(drive), [other_of(drive)], actor=drive.who("supervisor")
    )
    db.session.commit()
    forming.decide_task_force(drive.reference, True, "", actor=drive.who("supervisor"))


def test_who_is_to_lead_it_reads_no_measure_of_others_before_it_begins(drive: Drive, sign_in: SignIn) -> None:
    two_at_work(drive)
    proposed(drive)
    office = to_department(drive.cast.other_department.id)
    other = make_measure(drive.who("secretary"), office, kind="case", subject_id=drive.case.id, source="handling")
    assert sign_in(drive.cast.handler).get(f"/measures/{other.reference}").status_code == 404


def test_a_leader_who_is_recused_is_not_asked_to_approve_it(drive: Drive, sign_in: SignIn) -> None:
    two_at_work(drive)
    proposed(drive)
    respondents.recuse(drive.reference, drive.cast.leader.id, "亲属关系", actor=drive.who("secretary"))
    db.session.commit()
    leader = sign_in(drive.cast.leader)
    assert "waits for your approval" not in leader.get("/?lang=en").words
    assert drive.reference not in leader.get("/cases/task-forces").words
