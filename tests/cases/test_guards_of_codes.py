"""Codes open nothing to somebody whom the case is about by now, and none is made for a case that was just locked."""

from dataclasses import replace

import pytest
from flask import Flask

from chamber import clock
from chamber.accounts.models import Account
from chamber.cases.access import opening, receipts
from chamber.cases.access.locking import colleague_code
from chamber.cases.models import CaseColleague
from chamber.cases.models_authors import CaseReceipt
from chamber.errors import DomainError
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.rights import Actor
from tests.cases.test_shared_by_code import join, newcomer, share
from tests.factories.accounts import actor_as
from tests.factories.cases import Drive

__all__ = ["newcomer"]
ONCE = "once" * 6


def of_the_accused(drive: Drive, actor: Actor) -> Actor:
    """The same person, who works for the department that the case is about by now."""
    return replace(actor, department_ids=frozenset({drive.cast.other_department.id}))


def lock(drive: Drive) -> None:
    """Close the case to the account."""
    drive.case.locked_at = clock.now()
    db.session.commit()


def test_the_receipt_code_opens_nothing_to_an_author_whom_the_case_is_about_by_now(drive: Drive) -> None:
    drive.submit()
    author = drive.who("member")
    [receipt] = receipts.make(ONCE, "", actor=author)
    lock(drive)
    with pytest.raises(DomainError):
        opening.open_again(receipt.code, actor=of_the_accused(drive, author), address="")
    assert drive.case.locked_at
    opening.open_again(receipt.code, actor=author, address="")
    assert drive.case.locked_at is None


def test_an_author_whom_the_case_is_about_by_now_asks_for_no_call(drive: Drive) -> None:
    drive.submit()
    author = drive.who("member")
    lock(drive)
    opening.say_lost(actor=of_the_accused(drive, author))
    assert drive.case.code_lost_at is None
    opening.say_lost(actor=author)
    assert drive.case.code_lost_at


def test_the_code_of_a_colleague_opens_nothing_to_one_whom_the_case_is_about_by_now(
    app: Flask, drive: Drive, newcomer: Contact
) -> None:
    join(app, drive, newcomer)
    drive.submit()
    share(drive, newcomer)
    row = db.session.query(CaseColleague).one()
    colleague = actor_as(db.session.get_one(Account, db.session.get_one(Contact, newcomer.id).account_id))
    with pytest.raises(DomainError):
        opening.open_again(colleague_code(row), actor=of_the_accused(drive, colleague), address="")
    assert row.locked_at
    opening.open_again(colleague_code(row), actor=colleague, address="")
    assert row.locked_at is None


def test_no_code_is_made_for_a_case_that_was_locked_after_the_form_was_read(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive.submit()
    read = receipts.waiting(drive.who("member"))
    assert len(read) == 1
    lock(drive)
    monkeypatch.setattr(receipts, "waiting", lambda _actor: read)
    with pytest.raises(DomainError):
        receipts.make(ONCE, "", actor=drive.who("member"))
    assert not db.session.query(CaseReceipt).count()
