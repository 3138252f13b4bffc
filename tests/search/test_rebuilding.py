"""The index is made anew by one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from flask import Flask

from chamber.extensions import db, set_stamp
from chamber.search import rebuilding
from tests.factories.accounts import Cast
from tests.factories.finds import unlike_anew
from tests.factories.world import World


@contextmanager
def another_is_at_it(app: Flask) -> Iterator[None]:
    """Somebody else makes the index anew, and has done so when the block ends."""
    begun, may_end = Event(), Event()

    def work() -> None:
        with app.app_context(), rebuilding._alone():
            begun.set()
            may_end.wait(20)
            rebuilding._rebuild(lambda *_line: None)

    other = Thread(target=work)
    other.start()
    assert begun.wait(20)
    try:
        yield
    finally:
        may_end.set()
        other.join()


def test_of_two_that_start_at_once_the_second_waits_and_finds_the_index_made(app: Flask, cast: Cast) -> None:
    set_stamp(rebuilding.AREA, "an older rule")
    db.session.commit()
    told: list[tuple[str, int, int]] = []

    def start() -> None:
        with app.app_context():
            rebuilding.rebuild(lambda *line: told.append(line), if_due=True)

    second = Thread(target=start)
    with another_is_at_it(app):
        assert rebuilding.is_due()
        second.start()
        second.join(0.5)
        assert second.is_alive() and not told
    second.join(20)
    assert not second.is_alive() and not told and not rebuilding.is_due()


def test_what_acts_have_put_in_is_what_the_index_made_anew_has(world: World) -> None:
    assert not unlike_anew()
