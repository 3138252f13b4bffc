"""The same matter at 12345 or elsewhere: its number and limit beside ours, its reply, the ledger; our help goes on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from chamber.accounts.models import Account
from chamber.cases.outside import recording
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, Sender, State
from chamber.errors import DomainError, Forbidden
from chamber.extensions import db
from tests.cases.ledgers import rows_of
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
NUMBER = "12345-2026-0915"


def noted(drive: Drive, kind: str = Kind.REQUEST, days: int = 10) -> date:
    """A case that 12345 forwarded, with its number; until when 12345 wants a reply."""
    drive.submit(kind)
    drive.accept()
    until = drive.case.submitted_at.date() + timedelta(days=days)
    recording.note_outside(drive.reference, Sender.HOTLINE, NUMBER, until, actor=drive.who("secretary"))
    db.session.commit()
    return until


def test_it_stands_beside_our_limit_for_the_member_and_who_runs_it_alone(drive: Drive, sign_in: SignIn) -> None:
    noted(drive)
    assert drive.case.state == State.ASSIGNED
    for name, reads in (("member", True), ("secretary", True), ("handler", False), ("leader", False)):
        page = english(sign_in(getattr(drive.cast, name))).get(f"/cases/{drive.reference}").words
        assert (NUMBER in page) == reads, name
        assert ("no reply yet" in page) == reads, name


def test_its_reply_is_kept_and_waits_on_the_list_until_then(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    noted(drive)
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}/reply-outside"
    assert here not in desk.get("/").page.html
    clock.advance(days=8)
    assert here in desk.get("/").page.html
    desk.post_form(here, {"text": "已办理并答复企业"}, action=here)
    assert "replied on" in desk.get(f"/cases/{drive.reference}").words
    assert here not in desk.get("/").page.html
    assert Act.REPLY_OUTSIDE not in acts_of(drive, "secretary")


def test_the_ledger_of_who_runs_it_has_number_limit_and_reply(drive: Drive) -> None:
    until = noted(drive)
    recording.reply_outside(drive.reference, "已答复", actor=drive.who("secretary"))
    db.session.commit()
    [row] = rows_of(drive.who("secretary"))
    assert row["Number with another body"] == NUMBER and row["Limit there"].date() == until
    assert "Replied there on" in row
    [row] = rows_of(drive.who("leader"))
    assert "Number with another body" not in row


def test_a_body_and_a_number_are_needed_and_only_who_runs_it_records_them(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    for sender, number in (("nobody", NUMBER), (Sender.LETTER, " "), (Sender.LETTER, "1" * 61)):
        with pytest.raises(DomainError):
            recording.note_outside(drive.reference, sender, number, None, actor=drive.who("secretary"))
        db.session.rollback()
    with pytest.raises(Forbidden):
        recording.note_outside(drive.reference, Sender.LETTER, NUMBER, None, actor=drive.who("member"))
