"""Long jobs: once each, whole or not at all, for their owner alone."""

import io
from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from chamber.accounts.models import Account, AccountRole
from chamber.audit import services as audit
from chamber.audit.models import AuditRow
from chamber.errors import Conflict, DomainError, NotFound
from chamber.files import services as files
from chamber.files.models import StoredFile
from chamber.jobs import kinds, progress, running, services
from chamber.jobs.kinds import Advance, Result, Work
from chamber.jobs.models import Job
from chamber.jobs.words import State
from chamber.members import editing
from chamber.members import jobs as members
from chamber.members.models import Member, MemberImport
from chamber.notifications import services as notifications
from chamber.notifications import worker
from chamber.permissions import Actor, Role
from tests.client import Answer, Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive
from tests.factories.jobs import make_job
from tests.factories.members import code, table

SignIn = Callable[[Account], Client]
HEADER = ["企业名称", "统一社会信用代码"]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are many."""
    monkeypatch.setattr("chamber.members.jobs.LARGE", 2)
    monkeypatch.setattr("chamber.members.views.roster.LARGE", 1)
    monkeypatch.setattr("chamber.cases.views.LARGE", 0)


@pytest.fixture
def looked(desk: Client, large: None) -> Answer:
    """A large roster that was sent and looked at."""
    rows = [[f"恒信{number}号门窗有限公司", code(number)] for number in range(1, 6)]
    return desk.post_form("/members/import", {"file": ("名册.xlsx", table(HEADER, *rows))}, press="Look at the table")


def work(monkeypatch: pytest.MonkeyPatch, run: Callable[[Actor, object, Advance], Result]) -> None:
    """Have the jobs of the roster do something else."""
    known = kinds.work_of(members.ROSTER_OUT)
    monkeypatch.setitem(kinds._works, members.ROSTER_OUT, Work(known.title, run))


def state_of(db: SQLAlchemy, job_id: int) -> tuple[str, str]:
    job = db.session.get_one(Job, job_id)
    return job.state, job.said


def number_of_members(db: SQLAlchemy) -> int:
    return db.session.scalar(select(func.count()).select_from(Member)) or 0


def test_a_large_roster_is_written_by_the_worker_and_the_log_names_who_confirmed(
    db: SQLAlchemy, cast: Cast, desk: Client, looked: Answer
) -> None:
    asked = desk.post_form(looked, press="Confirm and write")
    assert asked.request.path == "/jobs/1" and "0 of 5 rows" in asked.words and "It waits for its turn" in asked.words
    assert number_of_members(db) == 2, "nothing is written by asking"
    again = desk.post_form(looked, press="Confirm and write")
    assert again.request.path == "/jobs/1", "two presses make one job"
    assert desk.get("/members/import/1", follow=True).request.path == "/jobs/1", "one comes back to how far it is"
    assert "1 long job of yours is under way" in desk.get("/").words
    assert running.run_all() == 1
    done = desk.get("/jobs/1")
    assert "The roster is in: 5 members were written." in done.words and not done.page.css("[hx-trigger]")
    assert done.page.link("To the members") == "/members/"
    assert number_of_members(db) == 7
    created = db.session.scalars(select(AuditRow).where(AuditRow.act == "member.created")).all()
    assert {(row.actor_id, row.role) for row in created} == {(cast.secretary.id, "secretariat")} and len(created) == 5
    assert len(audit.history("import", 1, ("import.confirmed",))) == 1
    lines = notifications.lines(
        db.session.scalars(notifications.query(actor_as(cast.secretary))).all(), actor_as(cast.secretary)
    )
    assert [line.words for line in lines] == ["The roster was taken in: 5 new, 0 changed."], "once, not twice"
    assert "under way" not in desk.get("/").words
    assert running.run_all() == 0


def test_data_that_changed_since_the_look_are_not_written(
    db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client, looked: Answer
) -> None:
    asked = desk.post_form(looked, press="Confirm and write")
    editing.create({"name": "恒信1号门窗有限公司", "uscc": code(1)}, actor=keeper)
    db.session.commit()
    running.run_all()
    page = desk.get(asked.request.path)
    assert "Members have changed since you looked" in page.words
    assert page.page.link("Look at it again") == "/members/import/1"
    assert number_of_members(db) == 3
    assert db.session.scalars(select(MemberImport)).one().confirmed_at is None
    told = db.session.scalars(notifications.query(keeper)).one()
    assert notifications.lines([told], keeper)[0].words == "Not done, please see why: Taking a roster in."


@pytest.mark.parametrize("how", ["disabled", "robbed"])
def test_who_lost_the_account_or_the_role_meanwhile_writes_nothing(
    db: SQLAlchemy, cast: Cast, desk: Client, looked: Answer, how: str
) -> None:
    desk.post_form(looked, press="Confirm and write")
    if how == "disabled":
        cast.secretary.disabled_at = cast.secretary.created_at
    else:
        db.session.delete(db.session.get(AccountRole, (cast.secretary.id, "secretariat")))
    db.session.commit()
    running.run_all()
    assert state_of(db, 1) == (State.FAILED, "You cannot act in this role.")
    assert number_of_members(db) == 2


def test_a_right_that_is_lost_while_the_job_runs_undoes_it(
    db: SQLAlchemy, cast: Cast, keeper: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(actor: Actor, _arguments: object, _advance: Advance) -> Result:
        editing.create({"name": "半途有限公司", "uscc": code(1)}, actor=actor)
        cast.secretary.disabled_at = cast.secretary.created_at
        return Result("done")

    work(monkeypatch, run)
    job_id = make_job(keeper)
    running.run_all()
    assert state_of(db, job_id)[0] == State.FAILED
    assert number_of_members(db) == 2


def test_an_export_is_the_same_table_and_its_reading_and_fetching_are_logged(
    db: SQLAlchemy, cast: Cast, desk: Client, large: None
) -> None:
    asked = desk.get("/members/export.xlsx?status=active")
    assert "This table has 2 rows" in asked.words
    running_page = desk.post_form(asked, press="Make the table")
    running.run_all()
    page = desk.get(running_page.request.path)
    assert "The table is ready." in page.words
    assert page.page.link("Back to where you asked for it") == "/members/?status=active"
    fetched = desk.get(page.page.link("Fetch the table"))
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    names = {row[0] for row in load_workbook(io.BytesIO(fetched.data)).active.iter_rows(min_row=2, values_only=True)}
    assert names == {cast.firm.name, cast.rival_firm.name}
    for act in ("member.exported", "job.asked", "job.finished", "job.fetched"):
        row = db.session.scalars(select(AuditRow).where(AuditRow.act == act)).one()
        assert row.actor_id == cast.secretary.id, act
    told = notifications.lines(
        db.session.scalars(notifications.query(actor_as(cast.secretary))).all(), actor_as(cast.secretary)
    )
    assert [line.words for line in told] == ["Ready to be fetched: Roster as a table."]
    assert db.session.get_one(Job, 1).arguments == {}, "what was searched for is not kept"


def test_the_ledger_comes_as_a_job_too_and_holds_what_its_asker_sees(
    db: SQLAlchemy, cast: Cast, sign_in: SignIn, drive: Drive, large: None
) -> None:
    drive.submit("complaint")
    leader = english(sign_in(cast.leader))
    page = leader.post_form(leader.get("/cases/ledger.xlsx?do=all"), press="Make the table")
    running.run_all()
    data = leader.get(leader.get(page.request.path).page.link("Fetch the table")).data
    at_once = rows_of(leader.get("/cases/ledger.xlsx", query_string={"do": "all", "state": "closed"}).data)
    rows = rows_of(data)
    assert len(rows) == 2 and rows[0] == at_once[0]
    assert drive.mark("title") not in str(rows), "the leader gets no more than the list shows"


def rows_of(data: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def test_a_job_and_its_table_are_nobody_elses(db: SQLAlchemy, cast: Cast, keeper: Actor, sign_in: SignIn) -> None:
    job_id = make_job(keeper)
    running.run_all()
    db.session.add(AccountRole(account_id=cast.leader.id, role="secretariat"))
    db.session.commit()
    colleague = actor_as(cast.leader, Role.SECRETARIAT)
    for look in (services.seen, services.result, services.cancel):
        with pytest.raises(NotFound):
            look(job_id, actor=colleague)
    assert services.recent(colleague) == []
    other = sign_in(cast.leader)
    for path in (f"/jobs/{job_id}", f"/jobs/{job_id}/table.xlsx"):
        assert other.get(path).status_code == 404
    assert other.post(f"/jobs/{job_id}/cancel").status_code == 404


def test_a_job_belongs_to_the_role_in_which_it_was_asked_for(db: SQLAlchemy, cast: Cast, keeper: Actor) -> None:
    job_id = make_job(keeper)
    running.run_all()
    db.session.add(AccountRole(account_id=cast.secretary.id, role="admin"))
    db.session.commit()
    with pytest.raises(NotFound):
        services.result(job_id, actor=actor_as(cast.secretary, Role.ADMIN))


def test_cancelled_before_it_begins_it_never_runs(db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client) -> None:
    job_id = make_job(keeper)
    page = desk.post_form(f"/jobs/{job_id}", press="Cancel this job")
    assert "Cancelled. Nothing was written." in page.page.html and not page.page.css("[hx-trigger]")
    assert running.run_all() == 0
    assert audit.history("job", job_id)[-1].act == "job.cancelled"
    assert make_job(keeper) != job_id, "it can be asked for anew"


def test_cancelled_while_it_runs_nothing_of_it_stays(
    db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client, looked: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.post_form(looked, press="Confirm and write")
    monkeypatch.setattr("chamber.members.roster_writing.SLICE", 2)
    monkeypatch.setattr(progress, "OFTEN", 0)
    real, told = progress.Progress.__call__, []

    def pressed(self: progress.Progress, done: int, total: int) -> None:
        told.append(done)
        if done == 4:
            progress.cancel(1)
        real(self, done, total)

    monkeypatch.setattr(progress.Progress, "__call__", pressed)
    running.run_all()
    assert state_of(db, 1)[0] == State.CANCELLED and told[-1] == 4, "it stops before the next rows"
    assert number_of_members(db) == 2
    row = audit.history("job", 1)[-1]
    assert (row.act, row.actor_id) == ("job.cancelled", cast.secretary.id)
    monkeypatch.undo()
    assert "Confirm and write" in desk.get("/members/import/1").words, "the table can be taken in after all"


def test_after_the_end_it_is_too_late_to_cancel_and_that_is_said(
    db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = make_job(keeper)
    page = desk.get(f"/jobs/{job_id}")
    running.run_all()
    assert "has ended already" in desk.post_form(page, press="Cancel this job").page.html
    with pytest.raises(Conflict):
        services.cancel(job_id, actor=keeper)
    late = make_job(keeper)
    real = running.files.store

    def store(*args: object, **kwargs: object) -> StoredFile:
        progress.cancel(late)
        return real(*args, **kwargs)

    monkeypatch.setattr(running.files, "store", store)
    running.run_all()
    assert state_of(db, late) == (State.DONE, "It was finished already when it was cancelled.")
    assert not progress.is_unwanted(late)


def test_how_far_it_is_shows_while_the_transaction_is_open(
    db: SQLAlchemy, cast: Cast, keeper: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def run(actor: Actor, _arguments: object, advance: Advance) -> Result:
        editing.create({"name": "在写有限公司", "uscc": code(1)}, actor=actor)
        for done in (1, 312, 1612):
            advance(done, 1612)
            seen.append(progress.figures(job_id))
        return Result("done")

    work(monkeypatch, run)
    monkeypatch.setattr(progress, "OFTEN", 0)
    job_id = make_job(keeper)
    running.run_all()
    assert [(one.done, one.total) for one in seen] == [(1, 1612), (312, 1612), (1612, 1612)]
    assert progress.figures(job_id) == progress.Figures(), "swept up after the end"


FAULTS = [
    (RuntimeError("secret trace"), "A fault in the program stopped it."),
    (DomainError("So geht es nicht."), "So geht es nicht."),
]


@pytest.mark.parametrize(("fault", "sentence"), FAULTS)
def test_what_fails_says_so_in_a_sentence_and_keeps_nothing(
    db: SQLAlchemy,
    cast: Cast,
    keeper: Actor,
    desk: Client,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    sentence: str,
) -> None:
    def run(actor: Actor, _arguments: object, _advance: Advance) -> Result:
        editing.create({"name": "半途有限公司", "uscc": code(1)}, actor=actor)
        raise fault

    work(monkeypatch, run)
    job_id = make_job(keeper)
    running.run_all()
    page = desk.get(f"/jobs/{job_id}")
    assert sentence in page.words and "secret trace" not in page.words
    assert number_of_members(db) == 2
    monkeypatch.undo()
    assert make_job(keeper) == job_id + 1, "one failure does not hold up the next try"


def test_what_the_database_holds_up_is_tried_again(
    db: SQLAlchemy, cast: Cast, keeper: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def run(_actor: Actor, _arguments: object, _advance: Advance) -> Result:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))
        return Result()

    work(monkeypatch, run)
    job_id = make_job(keeper)
    running.run_all()
    assert len(tries) == 3 and state_of(db, job_id)[0] == State.DONE


def test_a_job_whose_worker_dies_again_and_again_is_given_up(db: SQLAlchemy, cast: Cast, keeper: Actor) -> None:
    job_id = make_job(keeper)
    db.session.get_one(Job, job_id).attempts = running.MOST_ATTEMPTS
    db.session.get_one(Job, job_id).state = State.RUNNING
    db.session.commit()
    assert running.run_all() == 1
    assert state_of(db, job_id)[0] == State.FAILED


def test_one_process_runs_jobs_at_a_time(db: SQLAlchemy, cast: Cast, keeper: Actor) -> None:
    make_job(keeper)
    with progress.only_runner() as mine:
        assert mine
        assert running.run_all() == 0
    assert running.run_all() == 1


def test_the_page_says_when_nobody_does_the_work(db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client) -> None:
    job_id = make_job(keeper)
    assert "silent" in desk.get(f"/jobs/{job_id}").words
    worker.beat()
    assert "silent" not in desk.get(f"/jobs/{job_id}").words


def test_a_table_is_kept_for_a_week(db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client, clock: Clock) -> None:
    job_id = make_job(keeper)
    running.run_all()
    place = files.path(db.session.scalars(select(StoredFile)).one())
    clock.advance(days=6, hours=23)
    desk.sign_in(cast.secretary)
    assert desk.get(f"/jobs/{job_id}/table.xlsx").status_code == 200
    clock.advance(hours=2)
    assert desk.get(f"/jobs/{job_id}/table.xlsx").status_code == 404
    assert "Fetch the table" not in desk.get(f"/jobs/{job_id}").words
    assert place.exists()
    assert services.expire() == 1 and services.expire() == 0
    db.session.commit()
    assert db.session.scalars(select(StoredFile)).all() == [] and not place.exists()


def test_the_list_shows_own_jobs_in_few_queries_and_an_empty_one_says_what_it_is_for(
    db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client, queries: list[str]
) -> None:
    assert "more than 2,000 rows" in desk.get("/jobs/").words
    for status in ("active", "left", "suspended"):
        make_job(keeper, status=status)
    running.run_all()
    make_job(keeper)
    queries.clear()
    page = desk.get("/jobs/").page
    assert len(queries) <= 5
    assert page.texts(".badge") == ["Waiting", "Finished", "Finished", "Finished"]
