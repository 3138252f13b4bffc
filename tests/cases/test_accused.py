"""Whatever is answered or not answered: who is complained about gets the page of a missing case at every address."""

from collections.abc import Callable

import pytest
from flask import Flask

from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import answering
from chamber.cases.reading import whom
from chamber.extensions import db
from tests.cases.test_leaks import addresses
from tests.client import Client
from tests.factories.cases import Drive

ACCUSED = {"商会的小陈": "secretary", "街道周书记": "leader", "市监所夏科长": "other_handler", "任监事": "supervisor"}
ANSWERS = ("", "one of them", "some_department", "some_chamber", "some_street", "none")


def _as_missing(client: Client, address: str, reference: str) -> int:
    """The answer where there is no such case: 404, or 403 where the whole area is not for this role."""
    status = client.get(address.replace(reference, "WQ-2026-ZZZZ")).status_code
    assert status in (403, 404)
    return int(status)


def is_hidden(drive: Drive, app: Flask, account: Account) -> bool:
    """Whether no address of the case is there for this account, and no list knows of it."""
    client = Client(app).sign_in(account)
    client.inspect = False
    here = [one for one in addresses(app, [drive.reference], "GET") if drive.reference in one]
    assert len(here) > 20
    found = [one for one in here if client.get(one).status_code != _as_missing(client, one, drive.reference)]
    lists = [client.get(one).get_data(as_text=True) for one in ("/", "/cases/", f"/cases/?q={drive.mark('story')}")]
    return not found and not any(drive.reference in page for page in lists)


@pytest.mark.thorough
@pytest.mark.parametrize("said", ANSWERS)
@pytest.mark.parametrize("text", ACCUSED)
def test_who_is_named_in_own_words_sees_nothing_of_it(drive: Drive, app: Flask, text: str, said: str) -> None:
    account = getattr(drive.cast, ACCUSED[text])
    drive.submit(respondents=(Respondent("other", text=text),))
    offered = [whom.key_of(row) for row in whom.offered(drive.case, drive.who("member"))]
    if said and drive.case.question:
        answer = next(one for one in offered if _means(drive, one, account)) if said == "one of them" else said
        answering.name_respondent(drive.reference, answer, actor=drive.who("member"))
        db.session.commit()
    assert is_hidden(drive, app, account)


def _means(drive: Drive, key: str, account: Account) -> bool:
    units = {"secretary": "secretariat", "leader": "leader", "supervisor": "supervisor"}
    return key == units.get(account.username, f"department {drive.cast.other_department.id}")


@pytest.mark.parametrize("field", ["title", "story", "evidence"])
@pytest.mark.parametrize("text", ACCUSED)
def test_who_is_named_in_the_text_sees_nothing_before_the_author_says_that_it_is_about_another(
    drive: Drive, app: Flask, field: str, text: str
) -> None:
    drive.submit(respondents=(Respondent("other", text="某外地公司"),), **{field: f"{text}让我们交钱"})
    assert drive.case.question == "asked"
    assert is_hidden(drive, app, getattr(drive.cast, ACCUSED[text]))


def test_where_nobody_is_recognised_no_account_but_the_author_has_it(
    drive: Drive, app: Flask, sign_in: Callable[[Account], Client]
) -> None:
    drive.submit(respondents=(Respondent("other", text="穿制服的那个人"),))
    for name in ("secretary", "supervisor", "leader", "handler", "president", "admin", "colleague"):
        assert is_hidden(drive, app, getattr(drive.cast, name)), name
    assert sign_in(drive.cast.member).get(f"/cases/{drive.reference}").status_code == 200
