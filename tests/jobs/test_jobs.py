"""Long jobs: once each, for their owner alone, and what is kept of them."""

import io
from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook
from sqlalchemy import select

from chamber.accounts.models import Account, AccountRole
from chamber.audit.models import AuditRow
from chamber.errors import NotFound
from chamber.files import services as files
from chamber.files.models import StoredFile
from chamber.jobs import running, services
from chamber.jobs.models import Job
from chamber.notifications import services as notifications
from chamber.notifications import worker
from chamber.rights import Actor, Role
from tests.client import Answer, Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import Cast, actor_as
from tests.factories.addresses import address_of
from tests.factories.audit import history
from tests.factories.cases import Drive
from tests.factories.jobs import make_job
from tests.jobs.state import number_of_members

SignIn = Callable[[Account], Client]


def test_a_large_roster_is_written_by_the_worker_and_the_log_names_who_confirmed(
    db: SQLAlchemy, cast: Cast, desk: Client, looked: Answer
) -> None:
    first = address_of("jobs.job", job_id=1)
    asked = desk.post_form(looked, press="Confirm and import")
    assert asked.request.path == first and "0 of 5 rows" in asked.words and "Waiting in the queue" in asked.words
    assert number_of_members(db) == 2, "nothing is written by asking"
    again = desk.post_form(looked, press="Confirm and import")
    assert again.request.path == first, "two presses make one job"
    assert desk.get("/members/import/1", follow=True).request.path == first, "one comes back to how far it is"
    assert "1 of your background jobs is running" in desk.get("/").words
    assert running.run_all() == 1
    done = desk.get(first)
    assert "The roster is imported: 5 members." in done.words and not done.page.css("[hx-trigger]")
    assert done.page.link("To the members") == "/members/"
    assert number_of_members(db) == 7
    created = db.session.scalars(select(AuditRow).where(AuditRow.act == "member.created")).all()
    assert {(row.actor_id, row.role) for row in created} == {(cast.secretary.id, "secretariat")} and len(created) == 5
    assert len(history("import", 1, ("import.confirmed",))) == 1
    lines = notifications.lines(
        db.session.scalars(notifications.query(actor_as(cast.secretary))).all(), actor_as(cast.secretary)
    )
    assert [line.words for line in lines] == ["The roster was imported: 5 new, 0 changed."], "once, not twice"
    assert "under way" not in desk.get("/").words
    assert running.run_all() == 0


def test_an_export_is_the_same_table_and_its_reading_and_fetching_are_logged(
    db: SQLAlchemy, cast: Cast, desk: Client, large: None
) -> None:
    asked = desk.get("/members/export.xlsx?status=active")
    assert "This table has 2 rows" in asked.words
    running_page = desk.post_form(asked, press="Create the table")
    running.run_all()
    page = desk.get(running_page.request.path)
    assert "The table is ready." in page.words
    assert page.page.link("Back to the previous page") == "/members/?status=active"
    fetched = desk.get(page.page.link("Download the table"))
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    names = {row[0] for row in load_workbook(io.BytesIO(fetched.data)).active.iter_rows(min_row=2, values_only=True)}
    assert names == {cast.firm.name, cast.rival_firm.name}
    for act in ("member.exported", "job.asked", "job.finished", "job.fetched"):
        row = db.session.scalars(select(AuditRow).where(AuditRow.act == act)).one()
        assert row.actor_id == cast.secretary.id, act
    told = notifications.lines(
        db.session.scalars(notifications.query(actor_as(cast.secretary))).all(), actor_as(cast.secretary)
    )
    assert [line.words for line in told] == ["Ready to download: Export the roster."]
    assert db.session.get_one(Job, 1).arguments == {}, "what was searched for is not kept"


def test_the_ledger_comes_as_a_job_too_and_holds_what_its_asker_sees(
    db: SQLAlchemy, cast: Cast, sign_in: SignIn, drive: Drive, large: None
) -> None:
    drive.submit("complaint")
    leader = english(sign_in(cast.leader))
    page = leader.post_form(leader.get("/cases/ledger.xlsx?do=all"), press="Create the table")
    running.run_all()
    data = leader.get(leader.get(page.request.path).page.link("Download the table")).data
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
    for path in (address_of("jobs.job", job_id=job_id), address_of("jobs.result", job_id=job_id)):
        assert other.get(path).status_code == 404
    assert other.post(address_of("jobs.cancel", job_id=job_id)).status_code == 404


def test_a_job_belongs_to_the_role_in_which_it_was_asked_for(db: SQLAlchemy, cast: Cast, keeper: Actor) -> None:
    job_id = make_job(keeper)
    running.run_all()
    db.session.add(AccountRole(account_id=cast.secretary.id, role="admin"))
    db.session.commit()
    with pytest.raises(NotFound):
        services.result(job_id, actor=actor_as(cast.secretary, Role.ADMIN))


def test_the_page_says_when_nobody_does_the_work(db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client) -> None:
    job_id = make_job(keeper)
    assert "is not running" in desk.get(address_of("jobs.job", job_id=job_id)).words
    worker.write_heartbeat()
    assert "is not running" not in desk.get(address_of("jobs.job", job_id=job_id)).words


def test_a_table_is_kept_for_a_week(db: SQLAlchemy, cast: Cast, keeper: Actor, desk: Client, clock: Clock) -> None:
    job_id = make_job(keeper)
    running.run_all()
    place = files.path(db.session.scalars(select(StoredFile)).one())
    clock.advance(days=6, hours=23)
    desk.sign_in(cast.secretary)
    assert desk.get(address_of("jobs.result", job_id=job_id)).status_code == 200
    clock.advance(hours=2)
    assert desk.get(address_of("jobs.result", job_id=job_id)).status_code == 404
    answer = desk.get(address_of("jobs.job", job_id=job_id))
    assert "Download the table" not in answer.words
    assert "no longer kept" in answer.words and "is ready" not in answer.words
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
