"""Numbers of papers: without gap, whoever takes them at once; a series for each kind and year of Shanghai."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from chamber import clock
from chamber.documents import numbers
from chamber.documents.models import IssuedPaper
from chamber.errors import Conflict, DomainError, Forbidden
from chamber.extensions import db as session_of
from chamber.extensions import unit_of_work

ANSWER = "case_answer"


def taken(subject="case:1"):
    return numbers.take(ANSWER, subject, actor=None).words


@pytest.mark.thorough
def test_twenty_at_once_get_twenty_numbers_and_those_that_roll_back_leave_no_gap(app, db):
    gate = threading.Barrier(20)

    def take(place):
        with app.app_context():
            gate.wait()
            try:
                with unit_of_work():
                    numbers.take(ANSWER, f"case:{place}", actor=None)
                    if place % 4 == 0:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass
            finally:
                session_of.session.remove()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(take, range(20)))
    rows = db.session.scalars(select(IssuedPaper.number)).all()
    assert sorted(rows) == list(range(1, 16))
    assert taken() == f"商答〔{clock.today().year}〕16号"


def test_a_number_is_of_its_kind_and_of_the_year_in_shanghai(db, clock):
    clock.set(datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    assert [taken(), taken()] == ["商答〔2026〕1号", "商答〔2026〕2号"]
    clock.set(datetime(2026, 12, 31, 16, 0, tzinfo=UTC))
    assert taken() == "商答〔2027〕1号"
    with pytest.raises(KeyError):
        numbers.take("nothing", "case:1", actor=None)


def test_a_number_says_of_what_it_is_and_of_which_part(db, keeper):
    first = numbers.take(ANSWER, "case:7", part="1", actor=keeper)
    numbers.take(ANSWER, "case:7", part="2", actor=keeper)
    numbers.take(ANSWER, "case:70", part="1", actor=keeper)
    assert numbers.issued(ANSWER, "case:7", "1") == [first]
    assert [row.part for row in numbers.issued(ANSWER, "case:7")] == ["1", "2"]
    assert first.issued_by_id == keeper.account_id


def test_another_prefix_counts_for_numbers_from_then_on(clock, db, keeper):
    before = numbers.take(ANSWER, "case:1", actor=keeper)
    assert numbers.set_prefix(ANSWER, " 梧商办 ", version=0, actor=keeper)
    assert (before.words, taken()) == ("商答〔2026〕1号", "梧商办〔2026〕2号")
    (line,) = [one for one in numbers.series(actor=keeper) if one.paper.kind == ANSWER]
    assert (line.prefix, line.last) == ("梧商办", "梧商办〔2026〕2号")
    assert not numbers.set_prefix(ANSWER, "梧商办", version=line.version, actor=keeper)
    with pytest.raises(Conflict):
        numbers.set_prefix(ANSWER, "别的", version=0, actor=keeper)


@pytest.mark.parametrize("typed", ["商〔2026〕", "商 答", "商/答", "长" * 21, "<b>", "商_答"])
def test_what_is_no_prefix_is_refused_at_its_field(db, keeper, typed):
    with pytest.raises(DomainError) as refused:
        numbers.set_prefix(ANSWER, typed, version=0, actor=keeper)
    assert refused.value.field == "prefix"


def test_only_the_secretariat_keeps_numbers(db, cast, actor):
    for account in (cast.member, cast.handler, cast.leader, cast.president, cast.supervisor, cast.admin):
        with pytest.raises(Forbidden):
            numbers.series(actor=actor(account))
        with pytest.raises(Forbidden):
            numbers.set_prefix(ANSWER, "商", version=0, actor=actor(account))
