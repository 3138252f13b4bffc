"""A category may carry questions with which the text of a case begins; what was typed stays."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.cases.lists import categories
from chamber.cases.models import Case
from chamber.cases.words import PATHS, Kind
from chamber.errors import DomainError, Forbidden, NotFound
from chamber.extensions import db
from tests.client import Client
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
ASKED = "从什么时候开始？\n试过什么办法？\n希望怎样解决？"
NEW = "/cases/new/request"
PRESS = f"Put these questions into the text {Kind.REQUEST} 类"


def asked(drive: Drive) -> int:
    """The category of requests with its questions."""
    [entry] = categories.maintained()[Kind.REQUEST]
    categories.ask_in(Kind.REQUEST, entry.id, ASKED, actor=drive.who("secretary"))
    db.session.commit()
    return entry.id


def story(page: object) -> str:
    """What stands in the text field."""
    return str(page.one("#story").text()).replace("\r\n", "\n").strip()  # type: ignore[attr-defined]


def test_a_press_puts_them_into_the_text_and_submits_nothing(drive: Drive, sign_in: SignIn) -> None:
    category = asked(drive)
    member = english(sign_in(drive.cast.member))
    assert "试过什么办法？" in member.get(NEW).words
    answer = member.post_form(NEW, {"title": "停水"}, press=PRESS)
    assert answer.status_code == 200 and story(answer.page) == ASKED
    assert answer.page.one("#title").attributes["value"] == "停水"
    assert answer.page.one("#category option[selected]").attributes["value"] == str(category)
    assert db.session.query(Case).count() == 0


def test_what_was_typed_stays_and_they_come_once(drive: Drive, sign_in: SignIn) -> None:
    asked(drive)
    member = english(sign_in(drive.cast.member))
    answer = member.post_form(NEW, {"story": "每天停水"}, press=PRESS)
    assert story(answer.page) == f"每天停水\n\n{ASKED}"
    again = member.post_form(answer, {"title": "停水"}, press=PRESS)
    assert story(again.page) == f"每天停水\n\n{ASKED}"


def test_the_secretariat_keeps_their_wording_and_the_log_what_it_was(drive: Drive, sign_in: SignIn) -> None:
    desk = english(sign_in(drive.cast.secretary))
    [entry] = categories.maintained()[Kind.REQUEST]
    desk.post_form("/cases/lists", {"questions": ASKED}, action=f"/lists/request/{entry.id}/questions")
    desk.post_form("/cases/lists", {"questions": ASKED}, action=f"/lists/request/{entry.id}/questions")
    assert categories.maintained()[Kind.REQUEST][0].questions == ASKED
    assert db.session.query(AuditRow).filter_by(act="case.list_changed").count() == 1
    desk.post_form("/cases/lists", {"questions": ""}, action=f"/lists/request/{entry.id}/questions")
    assert "试过什么办法？" not in english(sign_in(drive.cast.member)).get(NEW).words


def test_another_path_has_none_and_others_change_none(drive: Drive) -> None:
    secretary = drive.who("secretary")
    [entry] = categories.maintained()[Kind.REQUEST]
    with pytest.raises(NotFound):
        categories.ask_in(PATHS, 1, ASKED, actor=secretary)
    with pytest.raises(NotFound):
        categories.ask_in(Kind.COMPLAINT, entry.id, ASKED, actor=secretary)
    with pytest.raises(DomainError):
        categories.ask_in(Kind.REQUEST, entry.id, "问" * 601, actor=secretary)
    with pytest.raises(Forbidden):
        categories.ask_in(Kind.REQUEST, entry.id, ASKED, actor=drive.who("member"))
