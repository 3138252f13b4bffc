"""A long job in Chromium: on a phone, on a desk and without JavaScript, while its transaction holds the database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from chamber import registry
from chamber.extensions import db
from chamber.jobs import kinds, progress, running
from chamber.jobs.kinds import Advance, Result, Work
from chamber.members import jobs
from chamber.members.record import editing
from chamber.notifications import worker
from chamber.rights import Actor
from tests.browser import Tour
from tests.client import release
from tests.factories.accounts import Cast, actor_as
from tests.factories.addresses import address_of
from tests.factories.audit import history
from tests.factories.jobs import make_job
from tests.factories.members import code

pytestmark = pytest.mark.browser
KINDS = [(390, True, "zh_CN"), (1280, True, "en"), (1280, False, "en")]
WORDS = {
    "en": ("Waiting in the queue", "1 of 4 rows", "1 of your background jobs is running", "Export the roster"),
    "zh_CN": ("正在排队", "1 / 4 行", "您有 1 项后台任务正在进行", "导出会员名册"),
}


@pytest.fixture
def held(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    """held(): runs the waiting job as the worker would; its first of four rows is written and no more until the end."""
    begun, go_on = threading.Event(), threading.Event()

    def run(actor: Actor, _arguments: object, advance: Advance) -> Result:
        editing.create({"name": "在写有限公司", "uscc": code(1)}, actor=actor)
        db.session.flush()
        advance(1, 4)
        begun.set()
        assert go_on.wait(60)
        advance(4, 4)
        return Result("全部写完了。")

    known = kinds.work_of(jobs.EXPORT_ROSTER)
    monkeypatch.setitem(registry.works(), jobs.EXPORT_ROSTER, Work(known.title, run))
    monkeypatch.setattr(progress, "UPDATE_INTERVAL", 0)

    def work() -> None:
        with app.app_context():
            running.run_all()

    @contextmanager
    def hold() -> Iterator[None]:
        thread = threading.Thread(target=work)
        thread.start()
        assert begun.wait(30)
        try:
            yield
        finally:
            go_on.set()
            thread.join(30)

    return hold


@pytest.mark.parametrize(("width", "javascript", "language"), KINDS)
def test_the_bar_goes_on_when_the_page_is_left_and_comes_back(
    tour: Callable[..., Tour],
    cast: Cast,
    held: Callable[..., object],
    width: int,
    javascript: bool,
    language: str,
) -> None:
    waits, figures, under_way, title = WORDS[language]
    job_id = make_job(actor_as(cast.secretary))
    worker.write_heartbeat()
    release()
    person = tour(cast.secretary, width=width, javascript=javascript, language=language)
    person.go(address_of("jobs.job", job_id=job_id)).see(waits)
    with held():
        if not javascript:
            person.follow("Refresh the progress")
        person.see(figures)
        assert person.page.locator("progress").get_attribute("value") == "1"
        person.go("/").follow(under_way).follow(title).see(figures)
        person.check()
    if not javascript:
        person.follow("Refresh the progress")
    person.see("全部写完了。")
    person.settle()
    person.check()
    assert not person.page.locator("#job progress, #job[hx-trigger]").count()


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, False)])
def test_a_running_job_is_cancelled_from_its_page(
    tour: Callable[..., Tour], cast: Cast, held: Callable[..., object], width: int, javascript: bool
) -> None:
    job_id = make_job(actor_as(cast.secretary))
    worker.write_heartbeat()
    release()
    person = tour(cast.secretary, width=width, javascript=javascript, language="en")
    with held():
        person.go(address_of("jobs.job", job_id=job_id)).press("Cancel this job").see("It will stop shortly")
        person.check()
    if not javascript:
        person.follow("Refresh the progress")
    person.see("Cancelled. Nothing of it was kept.")
    assert [row.act for row in history("job", job_id)] == ["job.asked", "job.cancelled"]


def test_a_page_that_asks_again_takes_back_that_the_network_was_lost(tour: Callable[..., Tour], cast: Cast) -> None:
    job_id = make_job(actor_as(cast.secretary))
    worker.write_heartbeat()
    release()
    person = tour(cast.secretary, width=390, language="en")
    person.go(address_of("jobs.job", job_id=job_id)).see("Waiting in the queue")
    toast = person.page.locator("#toasts .toast")
    person.page.context.set_offline(True)
    toast.wait_for()
    person.page.context.set_offline(False)
    toast.wait_for(state="detached")
    # The browser says it in the console.
    person.faults.clear()
