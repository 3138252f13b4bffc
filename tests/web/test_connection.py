"""How a transaction ends on the database's connection, whichever database it is."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text, update

from chamber.accounts.models import Account
from chamber.extensions import reading, unit_of_work, writing
from tests.client import Client
from tests.factories.accounts import Cast


def test_postgres_plans_a_page_s_queries_once_not_at_each_request(
    cast: Cast, db: SQLAlchemy, sign_in: Callable[[Account], Client]
) -> None:
    browser = sign_in(cast.secretary)
    if db.engine.dialect.name == "sqlite":
        return
    # Threads of an earlier test may have left several connections: requests would take them in turn, and each counts
    # for itself.
    db.session.rollback()
    db.engine.dispose()
    for _time in range(8):
        browser.get("/directory/")
    with reading():
        kept = set(db.session.scalars(text("SELECT statement FROM pg_prepared_statements")))
    assert any("FROM departments" in statement for statement in kept)


def test_processes_that_begin_as_copies_of_one_have_no_connection_of_it(app: Flask, db: SQLAlchemy) -> None:
    with reading():
        db.session.scalar(text("SELECT 1"))
    db.session.rollback()
    assert db.engine.pool.checkedin()
    app.preload()
    assert not db.engine.pool.checkedin()


def test_a_reader_s_transaction_can_not_write_and_the_next_can(cast: Cast, db: SQLAlchemy) -> None:
    with pytest.raises(Exception, match=r"read.?only"), reading():
        db.session.execute(update(Account).values(name="written"))
    with unit_of_work():
        db.session.execute(update(Account).values(name="written"))
    assert set(db.session.scalars(select(Account.name))) == {"written"}


def test_what_a_writer_did_is_undone_by_a_rollback_even_where_reading_follows(cast: Cast, db: SQLAlchemy) -> None:
    names = set(db.session.scalars(select(Account.name)))
    db.session.rollback()
    db.session.execute(update(Account).values(name="written"))
    token = writing.set(False)
    try:
        db.session.rollback()
        assert set(db.session.scalars(select(Account.name))) == names
    finally:
        db.session.rollback()
        writing.reset(token)
