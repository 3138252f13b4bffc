"""One place commits: a GET cannot write, and what failed leaves nothing."""

import pytest
from flask import Flask
from sqlalchemy import update

from chamber.accounts.models import Account
from chamber.cases.models import CaseFile
from chamber.errors import Conflict, DomainError
from chamber.extensions import db as database
from chamber.isolated import process
from tests.client import Client
from tests.factories.accounts import Cast
from tests.factories.cases import Drive, key, paper
from tests.factories.worst import packed


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


def test_what_is_looked_into_is_looked_into_before_the_transaction(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = Drive(cast)
    drive.submit(files=(paper("说明.txt"),))
    drive.accept()
    [row] = database.session.query(CaseFile)
    copy = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"})
    forms = {
        f"/cases/{drive.reference}/files/{key(row)}/release": {"copy": ("copy.docx", copy)},
        "/members/import": {"file": ("名册.csv", "名称,手机\n".encode())},
    }
    held: list[bool] = []
    run = process.run

    def watched(*args: object, **named: object) -> bytes:
        held.append(database.session().in_transaction())
        return run(*args, **named)

    monkeypatch.setattr(process, "run", watched)
    client = Client(app).sign_in(cast.secretary)
    for address, files in forms.items():
        client.post_form(address, files, action=address)
    assert held == [False, False]
