"""A job under way: whole or not at all, cancelled, failed, tried again, given up."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from chamber.accounts.models import AccountRole
from chamber.errors import Conflict, DomainError
from chamber.files.models import StoredFile
from chamber.jobs import progress, running, services
from chamber.jobs.kinds import Advance, Result
from chamber.jobs.models import Job
from chamber.jobs.words import State
from chamber.members.models import MemberImport
from chamber.members.record import editing
from chamber.notifications import services as notifications
from chamber.rights import Actor
from tests.client import Answer, Client
from tests.factories.accounts import Cast
from tests.factories.addresses import address_of
from tests.factories.audit import history
from tests.factories.jobs import make_job
from tests.factories.members import code
from tests.jobs.state import number_of_members, state_of, work


def test_data_that_changed_since_the_look_are_not_written(
    db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client, looked: Answer
) -> None:
    asked = desk.post_form(looked, press="Confirm and import")
    editing.create({"name": "恒信1号门窗有限公司", "uscc": code(1)}, actor=keeper)
    db.session.commit()
    running.run_all()
    page = desk.get(asked.request.path)
    assert "Members have changed since you checked" in page.words
    assert page.page.link("View it again") == "/members/import/1"
    assert number_of_members(db) == 3
    assert db.session.scalars(select(MemberImport)).one().confirmed_at is None
    told = db.session.scalars(notifications.query(keeper)).one()
    assert notifications.lines([told], keeper)[0].words == "Not done, please see why: Importing the roster."


@pytest.mark.parametrize("how", ["disabled", "robbed"])
def test_who_lost_the_account_or_the_role_meanwhile_writes_nothing(
    db: SQLAlchemy, cast: Cast, desk: Client, looked: Answer, how: str
) -> None:
    desk.post_form(looked, press="Confirm and import")
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


def test_cancelled_before_it_begins_it_never_runs(db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client) -> None:
    job_id = make_job(keeper)
    page = desk.post_form(address_of("jobs.job", job_id=job_id), press="Cancel this job")
    assert "Cancelled. Nothing was written." in page.page.html and not page.page.css("[hx-trigger]")
    assert running.run_all() == 0
    assert history("job", job_id)[-1].act == "job.cancelled"
    assert make_job(keeper) != job_id, "it can be asked for anew"


def test_cancelled_while_it_runs_nothing_of_it_stays(
    db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client, looked: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.post_form(looked, press="Confirm and import")
    monkeypatch.setattr("chamber.members.roster.saving.BATCH", 2)
    monkeypatch.setattr(progress, "UPDATE_INTERVAL", 0)
    real, told = progress.Progress.__call__, []

    def pressed(self: progress.Progress, done: int, total: int) -> None:
        told.append(done)
        if done == 4:
            progress.request_cancel(1)
        real(self, done, total)

    monkeypatch.setattr(progress.Progress, "__call__", pressed)
    running.run_all()
    assert state_of(db, 1)[0] == State.CANCELLED and told[-1] == 4, "it stops before the next rows"
    assert number_of_members(db) == 2
    row = history("job", 1)[-1]
    assert (row.act, row.actor_id) == ("job.cancelled", cast.secretary.id)
    monkeypatch.undo()
    assert "Confirm and import" in desk.get("/members/import/1").words, "the table can be taken in after all"


def test_after_the_end_it_is_too_late_to_cancel_and_that_is_said(
    db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = make_job(keeper)
    page = desk.get(address_of("jobs.job", job_id=job_id))
    running.run_all()
    assert "has ended already" in desk.post_form(page, press="Cancel this job").page.html
    with pytest.raises(Conflict):
        services.cancel(job_id, actor=keeper)
    late = make_job(keeper)
    real = running.files.store

    def store(*args: object, **kwargs: object) -> StoredFile:
        progress.request_cancel(late)
        return real(*args, **kwargs)

    monkeypatch.setattr(running.files, "store", store)
    running.run_all()
    assert state_of(db, late) == (State.DONE, "It was finished already when it was cancelled.")
    assert not progress.is_cancel_requested(late)


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
    monkeypatch.setattr(progress, "UPDATE_INTERVAL", 0)
    job_id = make_job(keeper)
    running.run_all()
    assert [(one.done, one.total) for one in seen] == [(1, 1612), (312, 1612), (1612, 1612)]
    assert progress.figures(job_id) == progress.Figures(), "swept up after the end"


FAULTS = [
    (RuntimeError("secret trace"), "The job stopped because of a program error."),
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
    page = desk.get(address_of("jobs.job", job_id=job_id))
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
    db.session.get_one(Job, job_id).attempts = running.MAX_ATTEMPTS
    db.session.get_one(Job, job_id).state = State.RUNNING
    db.session.commit()
    assert running.run_all() == 1
    assert state_of(db, job_id)[0] == State.FAILED


def test_one_process_runs_jobs_at_a_time(db: SQLAlchemy, cast: Cast, keeper: Actor) -> None:
    make_job(keeper)
    with progress.runner_lock() as mine:
        assert mine
        assert running.run_all() == 0
    assert running.run_all() == 1
