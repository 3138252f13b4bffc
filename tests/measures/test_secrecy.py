"""A measure of a confidential case is as invisible as the case, and tells its owner nothing about whose it is."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.access.visibility import find
from chamber.cases.doing import routing
from chamber.cases.words import Kind
from chamber.errors import DomainError, NotFound
from chamber.measures import doing, giving, listing
from chamber.measures.access import find as find_measure
from chamber.measures.listing import Chosen, Show
from chamber.measures.models import Measure
from chamber.measures.seeing import seen_by
from chamber.rights import Actor, Role
from tests.client import Client
from tests.factories.accounts import Cast, actor_as, make_account, make_department
from tests.factories.cases import Drive, paper
from tests.factories.measures import TASKS, make_measure, order, to_department
from tests.factories.notifications import lines_of
from tests.factories.world import World


@pytest.fixture
def secret(drive: Drive, cast: Cast) -> Measure:
    """A public measure of a confidential complaint, with the department that handles it."""
    case = drive.submit()
    drive.accept()
    office = to_department(cast.department.id)
    return make_measure(
        actor_as(cast.secretary), office, kind="case", subject_id=case.id, source="handling", is_public=True
    )


def opens(account: Account, row: Measure) -> bool:
    """Whether this person finds it."""
    try:
        find_measure(row.reference, actor_as(account))
    except NotFound:
        return False
    return True


def test_who_does_not_see_the_case_does_not_see_its_measure(cast: Cast, secret: Measure) -> None:
    seeing = {name for name, account in cast.accounts().items() if name != "admin" and opens(account, secret)}
    assert seeing == {"secretary", "member", "handler", "leader"}


def test_a_leader_sees_it_after_the_release_only(db: SQLAlchemy, cast: Cast, secret: Measure, drive: Drive) -> None:
    case = find(drive.reference, actor=actor_as(cast.secretary))
    case.released_at = None
    db.session.flush()
    assert not opens(cast.leader, secret)
    assert opens(cast.secretary, secret)


def test_who_is_recused_loses_it_at_once_everywhere(
    cast: Cast, secret: Measure, drive: Drive, sign_in: Callable[[Account], Client]
) -> None:
    leader = sign_in(cast.leader)
    assert leader.get(f"/measures/{secret.reference}").status_code == 200
    respondents.recuse(drive.reference, cast.leader.id, "亲属关系", actor=actor_as(cast.secretary))
    missing, gone = leader.get("/measures/CS-2026-ZZZZZ"), leader.get(f"/measures/{secret.reference}")
    assert (missing.status_code, gone.status_code) == (404, 404)
    assert missing.words.replace("CS-2026-ZZZZZ", secret.reference) == gone.words
    assert set(missing.headers.keys()) == set(gone.headers.keys())
    actor = actor_as(cast.leader)
    assert listing.counts(actor, Chosen()).by_show[Show.OPEN] == 0
    for address in ("/measures/", "/measures/?q=%E7%A9%BA%E7%BD%AE", "/search?q=%E7%A9%BA%E7%BD%AE", "/", "/log"):
        answer = leader.get(address)
        assert secret.reference not in answer.words, address
        assert secret.title not in answer.words, address


def test_a_department_that_the_case_was_taken_from_loses_it_too(
    cast: Cast, secret: Measure, drive: Drive, db: SQLAlchemy
) -> None:
    third = make_department("综合执法队", make_account("third", "蒲承办", Role.HANDLER))
    routing.reassign(drive.reference, "职责不符", routing.Route(lead_id=third.id), actor=actor_as(cast.secretary))
    db.session.flush()
    assert not opens(cast.handler, secret)
    assert [line.is_gone for line in _lines(actor_as(cast.secretary))] == [True], "the secretariat is shown that"


def _lines(actor: Actor) -> list[listing.SeenLine]:
    return listing.home(actor).lines


def test_what_a_department_writes_is_for_itself_and_for_who_runs_the_case(
    db: SQLAlchemy, cast: Cast, secret: Measure
) -> None:
    doing.report(secret.reference, "已约谈瓯新阀门", [paper()], actor=actor_as(cast.handler))
    doing.finish(secret.reference, "瓯新阀门满意", actor=actor_as(cast.handler))
    row = db.session.get_one(Measure, secret.id)
    for account, reads in (
        (cast.secretary, True),
        (cast.handler, True),
        (cast.leader, False),
        (cast.member, False),
    ):
        seen = seen_by(actor_as(account), row)
        said = [seen.result, *(note.text for note in seen.notes)]
        assert any("瓯新" in text for text in said) is reads, account.username
        assert any(note.files for note in seen.notes) is reads, account.username


def test_the_order_names_nobody_and_has_no_paper(cast: Cast, drive: Drive, secret: Measure) -> None:
    secretary, case = actor_as(cast.secretary), find(drive.reference, actor=actor_as(cast.secretary))
    office, of = to_department(cast.department.id), {"kind": "case", "subject_id": case.id, "source": "handling"}
    with pytest.raises(DomainError, match="without names"):
        make_measure(secretary, office, title="到瓯新阀门核查", **of)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="without names"):
        make_measure(secretary, office, [paper()], **of)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="without names"):
        giving.drop(secret.reference, "瓯新阀门撤回", actor=secretary)


def test_only_departments_at_work_on_the_case_are_given_one(cast: Cast, drive: Drive, secret: Measure) -> None:
    case = find(drive.reference, actor=actor_as(cast.secretary))
    with pytest.raises(DomainError):
        giving.give(
            order(to_department(cast.other_department.id), source="handling"),
            kind="case",
            subject_id=case.id,
            actor=actor_as(cast.secretary),
        )


def test_a_link_to_a_new_measure_opens_for_nobody_who_does_not_run_the_case(
    cast: Cast, drive: Drive, secret: Measure, sign_in: Callable[[Account], Client]
) -> None:
    case = find(drive.reference, actor=actor_as(cast.secretary))
    address = f"/measures/new?about={giving.new_about('case', case.id)}"
    assert sign_in(cast.secretary).get(address).status_code == 200
    assert sign_in(cast.supervisor).get(address).status_code == 404


def test_the_message_names_no_words_of_it(cast: Cast, secret: Measure) -> None:
    told = [line.line for line in lines_of(cast.handler)]
    assert "measure.given:owner" in told


def test_nobody_reads_the_worlds_measures_who_may_not(world: World, sign_in: Callable[[Account], Client]) -> None:
    for name in ("rival", "other_handler", "president", "supervisor"):
        client = sign_in(world.account(name))
        words = client.get("/measures/").words + client.get("/").words
        for mark in TASKS.values():
            assert (mark in words) is (name in world.secrets[mark]), (name, mark)


def test_a_request_that_is_open_to_all_shows_its_measure_to_no_president(cast: Cast, drive: Drive) -> None:
    case = drive.submit(Kind.REQUEST)
    drive.accept()
    made = make_measure(
        actor_as(cast.secretary), to_department(cast.department.id), kind="case", subject_id=case.id, source="handling"
    )
    assert not opens(cast.president, made)
    assert not opens(cast.member, made), "it is not marked public"
