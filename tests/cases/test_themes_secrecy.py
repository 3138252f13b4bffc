"""A common problem tells nobody which firms have it, nor that a known firm has just complained."""

from collections.abc import Callable

import pytest

from chamber import clock
from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import closing, whom
from chamber.cases.models import Case
from chamber.cases.themes import access, keeping, linking, proposing
from chamber.cases.themes.models import CaseTheme
from chamber.cases.words import Kind, RespondentKind, State
from chamber.errors import DomainError, NotFound
from chamber.extensions import db
from chamber.rights import Actor, Role
from tests.client import Client
from tests.english import english
from tests.factories.accounts import actor_as, make_account
from tests.factories.cases import Drive
from tests.factories.measures import make_measure, to_department
from tests.factories.themes import FIRMS, TITLE, answered, author, case_of, logged, make_theme, several

SignIn = Callable[[Account], Client]
OTHERS = ("member", "rival", "handler", "other_handler", "leader", "president", "supervisor")


def sees(account: Account, row: CaseTheme) -> bool:
    """Whether this person finds it."""
    try:
        access.find(row.reference, actor=actor_as(account))
    except NotFound:
        return False
    return True


def readers(drive: Drive, row: CaseTheme) -> set[str]:
    """Who of the others finds it."""
    return {name for name in OTHERS if sees(getattr(drive.cast, name), row)}


def seen_pages(client: Client, row: CaseTheme) -> str:
    """All that somebody reads of common problems."""
    places = (
        "/cases/themes/",
        f"/cases/themes/{row.reference}",
        "/",
        f"/search/?q={TITLE}",
        "/measures/",
    )
    return "\n".join([*(client.get(one).words for one in places), logged(client)])


def test_each_reads_as_far_as_their_role_reaches(drive: Drive, keeper: Actor) -> None:
    row = make_theme(keeper, several(drive), department_id=drive.cast.department.id)
    assert readers(drive, row) == {"handler", "leader", "president", "supervisor"}
    other = to_department(drive.cast.other_department.id)
    make_measure(keeper, other, kind="theme", subject_id=row.id, source="common_problem")
    assert "other_handler" in readers(drive, row), "who is given a measure reads what it belongs to"


def test_nobody_else_reads_what_is_prepared_or_of_two_firms(drive: Drive, keeper: Actor) -> None:
    cases = several(drive)
    row = make_theme(keeper, cases, shown=False, department_id=drive.cast.department.id)
    assert readers(drive, row) == set()
    keeping.show(row.reference, version=row.version, actor=keeper)
    assert readers(drive, row)
    linking.unlink(row.reference, [cases[0].reference], actor=keeper)
    assert readers(drive, row) == set()


def test_members_read_what_is_answered_only(drive: Drive, keeper: Actor) -> None:
    cases = several(drive)
    row = answered(keeper, cases)
    assert readers(drive, row) == set(OTHERS) - {"handler", "other_handler"}
    linking.unlink(row.reference, [cases[0].reference], actor=keeper)
    assert readers(drive, row) == set(), "two firms would be known to each other"


def test_no_page_of_others_has_a_number_a_name_or_a_reference(drive: Drive, keeper: Actor, sign_in: SignIn) -> None:
    cases = several(drive, confidential=True)
    row = answered(keeper, cases, department_id=drive.cast.department.id)
    for name in ("rival", "handler", "leader", "president"):
        words = seen_pages(english(sign_in(getattr(drive.cast, name))), row)
        assert "3 or more firms" in words, name
        assert "3 firms" not in words, name
        if name in ("rival", "president"):
            assert not [one for one in cases if one.reference in words], name
        assert not [firm for firm in FIRMS if firm in words], name
        assert "linked cases" not in words, name


def test_linking_one_more_changes_nothing_that_others_read(drive: Drive, keeper: Actor, sign_in: SignIn) -> None:
    cases, late = several(drive), case_of(drive, drive.cast.member, confidential=True)
    row = make_theme(keeper, cases, department_id=drive.cast.department.id)
    watching = [english(sign_in(getattr(drive.cast, one))) for one in ("handler", "leader", "president", "supervisor")]
    before = [seen_pages(one, row) for one in watching]
    assert TITLE in before[0]
    linking.link(row.reference, [late.reference], actor=keeper)
    db.session.commit()
    assert [seen_pages(one, row) for one in watching] == before


def test_the_third_firm_makes_nothing_appear_by_itself(drive: Drive, keeper: Actor) -> None:
    cases = several(drive)
    row = make_theme(keeper, cases[:2], shown=False, department_id=drive.cast.department.id)
    linking.link(row.reference, [cases[2].reference], actor=keeper)
    assert readers(drive, row) == set(), "only the act of its own shows it"


def test_the_page_of_a_case_says_it_to_nobody_but_who_links(drive: Drive, keeper: Actor, sign_in: SignIn) -> None:
    cases = several(drive)
    make_theme(keeper, cases)
    here = f"/cases/{cases[0].reference}"
    assert TITLE in sign_in(drive.cast.secretary).get(here).words
    first = db.session.query(Account).filter_by(username="further0").one()
    for account in (first, drive.cast.handler, drive.cast.leader, drive.cast.president):
        answer = sign_in(account).get(here)
        assert answer.status_code == 200 and TITLE not in answer.words


@pytest.mark.parametrize("kind", [RespondentKind.DEPARTMENT, RespondentKind.SECRETARIAT, RespondentKind.LEADER])
def test_a_case_about_the_house_belongs_to_none(drive: Drive, keeper: Actor, kind: RespondentKind) -> None:
    # By the number somebody could tell that one more came than they see.
    about = Respondent(kind, department_id=drive.cast.other_department.id if kind == "department" else None)
    drive.submit(Kind.COMPLAINT, respondents=(about,))
    row = make_theme(keeper, several(drive, 2), shown=False)
    with pytest.raises(DomainError):
        linking.link(row.reference, [drive.reference], actor=keeper)
    db.session.rollback()
    assert drive.reference not in [line.reference for line in linking.to_choose(row, "", actor=keeper)]


def test_whom_a_case_names_later_does_not_read_that_it_counts(drive: Drive, keeper: Actor) -> None:
    cases = several(drive, kind=Kind.COMPLAINT)
    row = make_theme(keeper, cases, department_id=drive.cast.department.id)
    assert sees(drive.cast.leader, row)
    first = db.session.query(Account).filter_by(username="further0").one()
    named = Respondent(RespondentKind.DEPARTMENT, department_id=drive.cast.other_department.id)
    whom.add_respondent(cases[0].reference, named, actor=actor_as(first))
    assert readers(drive, row) == set(), "it drops out for everybody alike"


def test_who_is_recused_is_counted_without_that_case(drive: Drive, keeper: Actor) -> None:
    cases = several(drive)
    row = make_theme(keeper, cases, department_id=drive.cast.department.id)
    respondents.recuse(cases[0].reference, drive.cast.leader.id, "亲属关系", actor=keeper)
    respondents.recuse(cases[1].reference, drive.cast.handler.id, "亲属关系", actor=keeper)
    assert readers(drive, row) == {"president", "supervisor"}
    linking.link(row.reference, [case_of(drive, author(3)).reference], actor=keeper)
    assert readers(drive, row) == {"handler", "leader", "president", "supervisor"}


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.NOT_ACCEPTED])
def test_what_is_withdrawn_drops_out_of_the_count(drive: Drive, keeper: Actor, state: State) -> None:
    cases = several(drive)
    row = make_theme(keeper, cases)
    if state == State.WITHDRAWN:
        first = db.session.query(Account).filter_by(username="further0").one()
        closing.withdraw(cases[0].reference, "不用了", False, actor=actor_as(first))
    else:
        db.session.get_one(Case, cases[0].id).state = state
        db.session.flush()
    assert not sees(drive.cast.leader, row) and access.number_of_firms(row.id, keeper) == 2


@pytest.mark.parametrize("change", [{"open_since": clock.now()}, {"supervisor_runs": True}])
def test_what_the_secretariat_runs_no_more_drops_out_too(
    drive: Drive, keeper: Actor, change: dict[str, object]
) -> None:
    cases = several(drive)
    row = make_theme(keeper, cases)
    for name, value in change.items():
        setattr(db.session.get_one(Case, cases[0].id), name, value)
    db.session.flush()
    assert readers(drive, row) == set()


def test_a_secretary_who_is_recused_learns_no_number_and_no_line(drive: Drive, keeper: Actor, desk: Client) -> None:
    cases = several(drive)
    row = make_theme(keeper, cases)
    respondents.recuse(cases[0].reference, drive.cast.secretary.id, "亲属关系", actor=keeper)
    db.session.commit()
    words = desk.get(f"/cases/themes/{row.reference}").words
    assert "2 firms" in words and cases[0].reference not in words and FIRMS[0] not in words


def test_a_report_of_retaliation_and_a_kept_withdrawal_belong_to_none(drive: Drive, keeper: Actor) -> None:
    cases, changes = several(drive, 4), ({"kind": Kind.RETALIATION}, {"anonymous": True}, {"supervisor_runs": True})
    row = make_theme(keeper, shown=False)
    for place, change in enumerate((*changes, {"open_since": clock.now()})):
        for name, value in change.items():
            setattr(db.session.get_one(Case, cases[place].id), name, value)
        db.session.commit()
        with pytest.raises(DomainError):
            linking.link(row.reference, [cases[place].reference], actor=keeper)
        db.session.rollback()


def test_missing_and_not_for_them_are_answered_alike(drive: Drive, keeper: Actor, sign_in: SignIn) -> None:
    row = make_theme(keeper, several(drive, 2), shown=False)
    leader = sign_in(drive.cast.leader)
    leader.get("/")
    missing, hidden = leader.get("/cases/themes/GX-2026-ZZZZZ"), leader.get(f"/cases/themes/{row.reference}")
    assert (missing.status_code, hidden.status_code) == (404, 404)
    assert missing.words == hidden.words and set(missing.headers.keys()) == set(hidden.headers.keys())


def test_the_log_tells_others_no_moment_of_linking(drive: Drive, keeper: Actor, sign_in: SignIn) -> None:
    make_theme(keeper, several(drive))
    assert "linked cases" in logged(english(sign_in(drive.cast.secretary)))
    for account in (drive.cast.leader, drive.cast.supervisor):
        words = logged(english(sign_in(account)))
        assert "linked cases" not in words and "showed the common problem" in words


def test_a_secretary_who_is_recused_neither_links_nor_takes_out_that_case(drive: Drive, keeper: Actor) -> None:
    free, taken = several(drive, 2)
    make_account("second", "另一秘书", Role.SECRETARIAT)
    row = make_theme(keeper, [taken], shown=False)
    assert [line.reference for line in linking.to_choose(row, "", actor=keeper)] == [free.reference]
    for one in (free, taken):
        respondents.recuse(one.reference, drive.cast.secretary.id, "亲属关系", actor=keeper)
    assert not linking.to_choose(row, "", actor=keeper) and not linking.may_link(free.reference, actor=keeper)
    with pytest.raises(DomainError):
        linking.link(row.reference, [free.reference], actor=keeper)
    assert linking.unlink(row.reference, [taken.reference], actor=keeper) == 0


def test_the_log_says_to_nobody_else_that_a_proposal_was_turned_down(
    drive: Drive, keeper: Actor, sign_in: SignIn
) -> None:
    several(drive)
    proposing.turn_down(drive.categories["request"], drive.cast.department.id, "原因各不相同", actor=keeper)
    db.session.commit()
    for name in ("secretary", "leader", "supervisor"):
        words = logged(english(sign_in(getattr(drive.cast, name))))
        assert ("turned down the proposal" in words) == (name == "secretary"), name
