"""A department is renamed in the very moment in which somebody writes to one of its measures: neither is lost."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from flask import Flask

from chamber.directory import services as directory
from chamber.extensions import db, unit_of_work
from chamber.measures import doing, indexed
from tests.factories.accounts import Cast, actor_as
from tests.factories.finds import found_by
from tests.factories.measures import make_measure, to_department

Work = Callable[[], object]


def at_once(app: Flask, first: Work, second: Work) -> None:
    """Both, each in its own transaction; the second begins before the first ends."""
    begun, may_end = Event(), Event()

    def hold() -> None:
        with app.app_context(), unit_of_work():
            first()
            db.session.flush()
            begun.set()
            may_end.wait(20)

    def follow() -> None:
        with app.app_context(), unit_of_work():
            second()

    one, other = Thread(target=hold), Thread(target=follow)
    one.start()
    assert begun.wait(20)
    other.start()
    other.join(0.5)
    assert other.is_alive(), "it waits for the first"
    may_end.set()
    one.join(20)
    other.join(20)


@pytest.mark.parametrize("renamed_first", [True, False])
def test_a_name_and_a_note_that_come_together_are_both_found(app: Flask, cast: Cast, renamed_first: bool) -> None:
    secretary, handler, department = actor_as(cast.secretary), actor_as(cast.handler), cast.department
    number, version = department.id, department.version
    row = make_measure(secretary, to_department(number))
    measure, reference = row.id, row.reference
    db.session.rollback()

    def rename() -> None:
        directory.edit(number, directory.Details(name="鸢尾中心"), version=version, actor=secretary)

    def report() -> None:
        doing.report(reference, "木槿进展", actor=handler)

    at_once(app, *((rename, report) if renamed_first else (report, rename)))
    words = found_by("measure", measure)
    assert {"maw鸢尾", "mow木槿"} <= words == set(indexed.docs([measure])[measure].split())
