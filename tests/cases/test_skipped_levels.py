"""Who must not see a case, or is late with it, is not told of its delay: the next one above is."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from chamber.accounts.models import Account, AccountRole
from chamber.cases.access import respondents
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import handling
from chamber.cases.ladder import overdue
from chamber.cases.models import CaseRespondent
from chamber.cases.words import Kind, RespondentKind
from chamber.extensions import db
from chamber.members.standing.models import StandingVersion
from chamber.rights import Role
from tests.cases.late import at_work, late_by, passes, rungs, told
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import actor_as, make_account
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def recuse(name: str) -> Callable[[Drive], None]:
    """Somebody steps back."""

    def step_back(drive: Drive) -> None:
        account = getattr(drive.cast, name)
        respondents.recuse(drive.reference, account.id, "亲属关系", actor=drive.who("secretary"))

    return step_back


def concern(kind: str, role: Role, name: str) -> Callable[[Drive], None]:
    """The case is about whoever has this role, and this account has it besides its own."""

    def be_concerned(drive: Drive) -> None:
        account = getattr(drive.cast, name)
        if db.session.get(AccountRole, (account.id, role)) is None:
            db.session.add(AccountRole(account_id=account.id, role=role))
        db.session.add(CaseRespondent(case_id=drive.case.id, kind=kind))

    return be_concerned


@pytest.mark.parametrize(
    ("kept_out", "levels"),
    [
        (recuse("handler"), [2, 3, 4]),
        (recuse("leader"), [1, 2, 4]),
        (recuse("supervisor"), [1, 2, 3]),
        (concern(RespondentKind.LEADER, Role.LEADER, "leader"), [1, 2, 4]),
        (concern(RespondentKind.LEADER, Role.LEADER, "handler"), [2, 4]),
        (concern(RespondentKind.SECRETARIAT, Role.SECRETARIAT, "secretary"), [1, 3, 4]),
        (concern(RespondentKind.SUPERVISOR, Role.SUPERVISOR, "supervisor"), [1, 2, 3]),
    ],
)
def test_who_is_kept_out_is_skipped_upwards(
    drive: Drive, clock: Clock, kept_out: Callable[[Drive], None], levels: list[int]
) -> None:
    due = at_work(drive)
    kept_out(drive)
    db.session.commit()
    late_by(clock, due, 10)
    passes()
    assert [level for level, _at in rungs(drive)] == levels
    for level in {1, 2, 3, 4} - set(levels):
        assert told(f"level_{level}") == set()


def mark_head(drive: Drive, clock: Clock) -> Account:
    """A second person of the secretariat, who heads it."""
    head = make_account("head", "褚主任", Role.SECRETARIAT)
    facts = dict.fromkeys(("basis", "superior_body", "assembly_quorum", "council_quorum", "mediation_filing"), "")
    version = StandingVersion(
        version=1, legal_form="registered", charter_offices={}, has_dues=False, head_id=head.id, **facts,
        at=clock.now, by_id=head.id,
    )  # fmt: skip
    db.session.add(version)
    db.session.commit()
    return head


def test_where_a_head_is_marked_the_rest_of_the_secretariat_is_told_nothing(drive: Drive, clock: Clock) -> None:
    head = mark_head(drive, clock)
    due = at_work(drive)
    late_by(clock, due, 3)
    passes()
    assert told("level_2") == {"head:head"}
    numbers = [overdue.number_reported(one) for one in (drive.who("secretary"), actor_as(head))]
    assert db.session.execute(select(*numbers)).one() == (0, 1)


def test_whoever_becomes_head_reads_at_once_on_the_home_what_was_reported(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    due = at_work(drive)
    late_by(clock, due, 3)
    passes()
    reported = "Delays reported to you"
    assert reported in sign_in(drive.cast.secretary).get("/").words, "nobody is head, so all of the office are told"
    head = mark_head(drive, clock)
    assert reported not in sign_in(drive.cast.secretary).get("/").words
    assert reported in sign_in(head).get("/").words


def test_a_head_who_is_recused_is_skipped_though_others_of_the_secretariat_are_free(drive: Drive, clock: Clock) -> None:
    head = mark_head(drive, clock)
    due = at_work(drive)
    respondents.recuse(drive.reference, head.id, "亲属关系", actor=drive.who("secretary"))
    db.session.commit()
    late_by(clock, due, 3)
    passes()
    assert [level for level, _at in rungs(drive)] == [1, 3] and told("level_2") == set()


def test_a_department_that_does_not_sign_in_is_reminded_by_the_secretariat(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    drive.cast.handler.password_hash = ""
    db.session.commit()
    late_by(clock, due, 1)
    passes()
    assert [level for level, _at in rungs(drive)] == [1]
    assert told("overdue") == told("level_1") == {"secretary:desk"}


def test_a_late_decision_of_the_leader_goes_to_the_supervisor(drive: Drive, clock: Clock) -> None:
    at_work(drive, complexity="complex")
    handling.ask_extension(drive.reference, "等法院意见", actor=drive.who("handler"))
    db.session.commit()
    due = drive.case.step_due_at
    assert due
    late_by(clock, due, 1)
    passes()
    assert told("overdue") == {"leader:leader"} and [level for level, _at in rungs(drive)] == [4]


def test_a_late_supervisor_is_reported_to_the_leader(drive: Drive, clock: Clock) -> None:
    drive.submit(respondents=(Respondent(RespondentKind.SECRETARIAT),))
    due = drive.case.step_due_at
    assert due
    late_by(clock, due, 10)
    passes()
    assert [level for level, _at in rungs(drive)] == [3] and told("level_3") == {"leader:leader"}


def test_a_late_first_contact_climbs_to_the_leader_at_once_and_to_the_supervisor_at_last(
    drive: Drive, clock: Clock
) -> None:
    due = drive.submit(Kind.REQUEST).step_due_at
    assert due
    late_by(clock, due, 1)
    passes()
    assert told("overdue") == {"secretary:desk"} and told("level_3") == {"leader:leader"}
    late_by(clock, due, 10)
    passes()
    assert [level for level, _at in rungs(drive)] == [3, 4] and told("level_4") == {"supervisor:top"}
