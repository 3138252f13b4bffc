"""A form that is sent twice at the same moment makes one thing, on every database."""

import threading

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from chamber.events.models import Event
from chamber.notices.models import Notice
from tests.client import release
from tests.factories.accounts import Cast
from tests.server import Reply, Server

pytestmark = pytest.mark.server

EVENT = {"title": "座谈会", "kind": "forum", "starts_at": "2030-01-08T09:00", "ends_at": "2030-01-08T11:00"}
NOTICE = {"title": "通知", "body": "正文", "kind": "information", "receipt": "none", "whom": "all"}


@pytest.mark.parametrize(
    ("address", "values", "model"), [("/events/new", EVENT, Event), ("/notices/new", NOTICE, Notice)]
)
def test_two_equal_forms_at_once_make_one_thing(
    app: Flask, db: SQLAlchemy, cast: Cast, server: Server, address: str, values: dict[str, str], model: type
) -> None:
    visitor = server.visitor(cast.secretary)
    page = visitor.get(address)
    _method, path, data = page.page.form(*values).send(values, None)
    got: list[Reply] = []
    release()
    threads = [threading.Thread(target=lambda: got.append(visitor.send(path, data))) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.status for one in got} == {303}, [one.page.text[-300:] for one in got if one.status != 303]
    assert len({one.headers["Location"] for one in got}) == 1
    assert db.session.query(model).count() == 1
