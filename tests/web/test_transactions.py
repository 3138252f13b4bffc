"""One place commits: a GET cannot write, and what failed leaves nothing."""

from sqlalchemy import update

from chamber.accounts.models import Account
from chamber.errors import Conflict, DomainError
from chamber.extensions import db as database


def test_a_get_cannot_write_however_it_tries(app, db, cast, sign_in, monkeypatch):
    browser = sign_in(cast.secretary)
    browser.inspect = False

    def by_query() -> str:
        database.session.execute(update(Account).values(name="written"))
        database.session.commit()
        return "done"

    def by_object() -> str:
        database.session.get_one(Account, cast.leader.id).name = "written"
        database.session.commit()
        return "done"

    def by_a_second_transaction() -> str:
        database.session.rollback()
        return by_query()

    numbers = cast.leader.id
    for view in (by_query, by_object, by_a_second_transaction):
        monkeypatch.setitem(app.view_functions, "directory.index", view)
        for method in (browser.get, browser.head):
            assert method("/directory/").status_code == 500
        db.session.expire_all()
        assert db.session.get_one(Account, numbers).name == "周领导"


def test_an_error_after_a_write_leaves_nothing(app, db, cast, sign_in, monkeypatch):
    browser = sign_in(cast.secretary)
    browser.inspect = False
    number = cast.leader.id

    def answer(outcome: object) -> object:
        def view() -> object:
            database.session.execute(update(Account).where(Account.id == number).values(name="written"))
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        return view

    for outcome in (ValueError("x"), Conflict("x"), DomainError("x"), ("invalid", 422), ("error", 500)):
        monkeypatch.setitem(app.view_functions, "accounts.large_text", answer(outcome))
        assert browser.post("/account/large-text").status_code >= 400
        db.session.expire_all()
        assert db.session.get_one(Account, number).name == "周领导", outcome
    monkeypatch.setitem(app.view_functions, "accounts.large_text", answer("fine"))
    assert browser.post("/account/large-text").status_code == 200
    db.session.expire_all()
    assert db.session.get_one(Account, number).name == "written"


def test_a_lost_transaction_leaves_neither_flash_nor_sign_in(app, cast, client, monkeypatch):
    from flask import flash, session

    def view() -> str:
        session["_user_id"] = "somebody"
        flash("saved")
        raise ValueError("the commit failed")

    monkeypatch.setitem(app.view_functions, "accounts.login", view)
    client.inspect = False
    assert client.post("/login", data={}).status_code == 500
    with client.session_transaction() as session_:
        assert "_user_id" not in session_ and "_flashes" not in session_
