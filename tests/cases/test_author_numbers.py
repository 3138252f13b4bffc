"""Where the author's number shows to who runs the case, and who else learns that somebody looked."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.cases.words import Kind
from chamber.extensions import db
from tests.client import Client
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
NUMBER, MASKED = "138 0000 0002", "138****0002"


@pytest.mark.parametrize("page", ["", "/accept", "/contact"])
def test_an_open_case_shows_the_secretariat_firm_contact_and_number_where_it_works_on_it(
    drive: Drive, sign_in: SignIn, page: str
) -> None:
    drive.submit(Kind.REQUEST)
    words = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}{page}").words
    assert drive.cast.firm.name in words and NUMBER in words
    assert "Show the number" not in words


@pytest.mark.parametrize("page", ["", "/accept", "/contact"])
def test_a_confidential_case_masks_the_number_on_each_page_until_a_press_that_the_log_notes(
    drive: Drive, sign_in: SignIn, page: str
) -> None:
    drive.submit()
    desk = sign_in(drive.cast.secretary)
    answer = desk.get(f"/cases/{drive.reference}{page}")
    assert MASKED in answer.words and NUMBER not in answer.words
    assert NUMBER in desk.post_form(answer, action="/reveal").words
    assert db.session.query(AuditRow).filter_by(act="case.author_revealed").count() == 1


@pytest.mark.parametrize("who", ["handler", "leader", "president"])
def test_nobody_but_who_runs_an_open_case_gets_its_authors_number(drive: Drive, sign_in: SignIn, who: str) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    words = sign_in(getattr(drive.cast, who)).get(f"/cases/{drive.reference}").words
    assert NUMBER not in words and MASKED not in words


def test_who_has_just_revealed_the_number_stands_in_the_list_of_readers(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    desk = sign_in(drive.cast.secretary)
    page = desk.get(f"/cases/{drive.reference}")
    assert "Nobody but the author has opened it yet." in page.words
    answer = desk.post_form(page, action="/reveal", htmx=True)
    [readers] = answer.page.texts("#readers")
    assert "1 person" in readers and drive.cast.secretary.name in readers
    assert "viewed the author's phone number (1)" in readers
    [again] = desk.get(f"/cases/{drive.reference}").page.texts("#readers")
    assert "viewed the author's phone number (1)" in again


def test_the_page_of_a_contact_shows_what_the_member_wrote(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    assert drive.mark("story") in sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/contact").words


def test_who_publishes_an_answer_reads_who_drafted_it(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    drive.draft()
    words = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}/publish").words
    assert f"Answer drafted · {drive.cast.department.name} {drive.cast.handler.name}" in words
