"""Lists page by keys: no row twice, none left out, whatever the keys are."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.directory.models import Department
from chamber.extensions import db as database
from chamber.web.paging import PAGE_ROWS, keyset
from tests.factories.accounts import make_account

KEYS = {
    "number": [Account.id],
    "name": [Account.name, Account.id],
    "time": [Account.created_at, Account.id],
    "time that may be missing": [Account.disabled_at, Account.id],
    "yes or no": [Account.large_text, Account.id],
}


@pytest.fixture
def many(db, cast, clock):
    for number in range(2 * PAGE_ROWS):
        account = make_account(f"person{number}", f"名~{number % 7}", "leader")
        account.large_text = bool(number % 3)
        if number % 4:
            account.disabled_at = clock.now
        if number % 5 == 0:
            clock.advance(seconds=1)
    db.session.commit()


def walk(app, query, keys, descending=False) -> list[int]:
    seen, address = [], "/"
    while address and len(seen) < 500:
        with app.test_request_context(address):
            page = keyset(query, keys, descending=descending)
            seen += [row.id for row in page.rows]
            address = page.more_url
            database.session.rollback()
    return seen


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("name", KEYS)
def test_every_row_comes_once(app, many, name, descending):
    seen = walk(app, select(Account), KEYS[name], descending)
    assert len(seen) == len(set(seen)) == 2 * PAGE_ROWS + 10


def test_days_page_too(app, db, cast):
    for number in range(40):
        db.session.add(Department(name=f"部门{number}", verified_on=date(2026, 1, 1) + timedelta(days=number % 3)))
    db.session.commit()
    seen = walk(app, select(Department), [Department.verified_on, Department.id])
    assert len(seen) == len(set(seen)) == 42


@pytest.mark.parametrize("after", ["", "x", "~", "1~2~3", "2026-01-01~1", "2026-01-01T00:00:00~1", "\ud800~1", "\0~1"])
def test_a_made_up_place_is_the_beginning(app, many, after):
    with app.test_request_context("/", query_string={"after": after.encode("utf-8", "surrogatepass")}):
        page = keyset(select(Account), [Account.created_at, Account.id])
        assert len(page.rows) == PAGE_ROWS
