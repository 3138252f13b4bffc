"""Nobody becomes the complainant by the roster: what was kept from others passes to whom the author named, alone."""

from collections.abc import Callable

import pytest
from flask import Flask

from chamber.accounts import linking
from chamber.accounts.joining import invitations
from chamber.accounts.models import Account, AccountRole
from chamber.cases.access import opening, receipts, respondents
from chamber.cases.authors import leaving
from chamber.cases.doing import releasing, sharing
from chamber.cases.models import CaseColleague, CaseRespondent
from chamber.cases.models_authors import CaseSuccession
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind
from chamber.errors import Conflict, DomainError, NotFound
from chamber.extensions import db
from chamber.members.record import contacts
from chamber.notifications import worker
from chamber.rights import Role
from tests.cases.reading import acts_of
from tests.cases.test_author_left import come_back, leave, name
from tests.cases.test_leaks import addresses, crawl, leaks
from tests.cases.test_taken_over import SECRETARIAT, come_in, contact_of, take_over, tell_tales
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import actor_as, make_contact, make_member, quick_for_some
from tests.factories.cases import Drive, with_paper

ONCE = "a secret of the form that was sent"


def is_authors(drive: Drive, who: str) -> bool:
    """Whether this person can do what the author alone may."""
    try:
        return Act.NAME_COLLEAGUE in acts_of(drive, who)
    except NotFound:
        return False


def test_a_colleague_whom_the_secretariat_named_on_behalf_of_the_author_takes_nothing_over(drive: Drive) -> None:
    drive.submit()
    colleague = contact_of(drive.cast.colleague)
    sharing.name_colleague(drive.reference, colleague.id, actor=drive.who("secretary"), behalf=with_paper())
    db.session.commit()
    leave(drive)
    assert not is_authors(drive, "colleague") and drive.case.author_due_at
    with pytest.raises(Conflict):
        leaving.hand_on(drive.reference, colleague.id, "已通话", actor=drive.who("secretary"))


def test_a_named_colleague_without_an_account_is_nobody_whom_the_secretariat_could_invite_itself_as(
    app: Flask, drive: Drive
) -> None:
    puppet = make_contact(drive.cast.firm, "尚无账号", None, "+8613800000077")
    drive.submit(respondents=SECRETARIAT)
    sharing.name_colleague(drive.reference, puppet.id, actor=drive.who("member"))
    db.session.commit()
    leave(drive)
    come_in(app, invitations.issue(actor=drive.who("secretary"), contact=puppet))
    come_back(drive)
    leave(drive)
    case = drive.case
    assert case.author_contact_id == contact_of(drive.cast.member).id and case.author_due_at
    assert db.session.query(CaseSuccession).count() == 0


def test_a_person_put_in_charge_becomes_the_author_of_nothing_that_the_supervisor_runs(drive: Drive) -> None:
    contact_of(drive.cast.colleague).duty = "principal"
    drive.submit(Kind.REQUEST, confidential=False)
    drive.case.supervisor_runs = True
    db.session.commit()
    leave(drive)
    assert not is_authors(drive, "colleague")


def test_a_named_colleague_in_whose_account_somebody_else_may_be_takes_nothing_over(app: Flask, drive: Drive) -> None:
    drive.submit(respondents=SECRETARIAT)
    name(drive)
    take_over(app, drive, "colleague")
    leave(drive)
    assert not is_authors(drive, "colleague") and drive.case.author_due_at


def test_nor_does_one_whose_account_was_entered_while_the_case_was_open(app: Flask, drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.COMPLAINT, confidential=False)
    name(drive)
    clock.advance(minutes=1)
    take_over(app, drive, "colleague")
    releasing.make_confidential(drive.reference, actor=drive.who("member"))
    db.session.commit()
    leave(drive)
    assert not is_authors(drive, "colleague") and drive.case.author_due_at


@pytest.mark.parametrize("confidential", [False, True])
def test_nor_does_an_account_that_the_administrator_links_to_the_named_contact(
    drive: Drive, clock: Clock, confidential: bool
) -> None:
    puppet = make_contact(drive.cast.firm, "尚无账号", None, "+8613800000077")
    drive.submit(Kind.COMPLAINT, confidential=confidential)
    sharing.name_colleague(drive.reference, puppet.id, actor=drive.who("member"))
    db.session.commit()
    clock.advance(minutes=1)
    linking.link(drive.cast.president.id, puppet.id, mobile="13800000077", actor=drive.who("admin"))
    if not confidential:
        releasing.make_confidential(drive.reference, actor=drive.who("member"))
    db.session.commit()
    leave(drive)
    assert drive.case.author_contact_id != puppet.id and drive.case.author_due_at


def test_nor_does_one_that_is_closed_to_the_colleague_until_the_author_names_them_again(drive: Drive) -> None:
    drive.submit()
    name(drive)
    drive.cast.colleague.roles.append(AccountRole(role=Role.LEADER))
    colleague, admin = contact_of(drive.cast.colleague), drive.who("admin")
    db.session.commit()
    linking.unlink(drive.cast.colleague.id, colleague.id, actor=admin)
    linking.link(drive.cast.colleague.id, colleague.id, mobile="13800000003", actor=admin)
    leave(drive)
    assert drive.case.author_contact_id != colleague.id and drive.case.author_due_at


@pytest.mark.parametrize("how", ["recused", "concerned"])
def test_nobody_takes_over_from_whom_the_case_is_hidden(drive: Drive, how: str) -> None:
    drive.submit()
    name(drive)
    if how == "recused":
        respondents.recuse(drive.reference, drive.cast.colleague.id, "亲属", actor=drive.who("secretary"))
    else:
        drive.cast.colleague.roles.append(AccountRole(role=Role.LEADER))
        db.session.add(CaseRespondent(case_id=drive.case.id, kind="leader"))
    db.session.commit()
    leave(drive)
    assert not is_authors(drive, "colleague") and drive.case.author_due_at


def test_who_enters_the_account_of_whoever_went_on_finds_nothing_and_no_number_of_their_own_stored(
    app: Flask, drive: Drive
) -> None:
    drive.submit(respondents=SECRETARIAT)
    name(drive)
    colleague = contact_of(drive.cast.colleague)
    typed = {"mobile": "13900000099"}
    contacts.edit(colleague.member_id, colleague.id, typed, version=colleague.version, actor=drive.who("secretary"))
    leave(drive)
    assert is_authors(drive, "colleague")
    browser = take_over(app, drive, "colleague")
    assert not tell_tales(app, browser, drive.reference)
    opening.say_lost(actor=drive.who("colleague"))
    db.session.commit()
    assert opening.call(colleague.id, actor=drive.who("supervisor")).numbers == ("",)


def test_the_code_of_the_author_before_opens_nothing_and_the_new_one_gets_an_own(app: Flask, drive: Drive) -> None:
    drive.submit(respondents=SECRETARIAT)
    name(drive)
    (receipt,) = receipts.make(ONCE, "", actor=drive.who("member"))
    db.session.commit()
    other = make_member("第二家公司", 55)
    make_contact(other, "单会员", drive.cast.member, "+8613800000002")
    db.session.commit()
    leave(drive)
    with pytest.raises(DomainError):
        opening.open_again(receipt.code, actor=drive.who("member"), address="10.0.0.1")
    db.session.rollback()
    assert not tell_tales(app, Client(app).sign_in(drive.cast.member), drive.reference)
    (waiting,) = receipts.waiting(drive.who("colleague"))
    assert (waiting.reference, waiting.phone) == (drive.reference, "")


def test_a_mistake_in_the_roster_is_taken_back_where_nothing_was_done_since(drive: Drive) -> None:
    drive.submit()
    name(drive)
    was = drive.case.author_phone
    leave(drive)
    come_back(drive)
    assert is_authors(drive, "member") and drive.case.author_phone == was
    assert acts_of(drive, "colleague") == {Act.ADD}
    assert db.session.query(CaseColleague).one().by_author
    leave(drive)
    assert is_authors(drive, "colleague")


@pytest.mark.parametrize("does", ["adds", "takes a code"])
def test_what_somebody_has_begun_to_go_on_with_stays_theirs(drive: Drive, does: str) -> None:
    drive.submit()
    name(drive)
    leave(drive)
    if does == "adds":
        sharing.add(drive.reference, "接手", actor=drive.who("colleague"))
    else:
        receipts.make(ONCE, "", actor=drive.who("colleague"))
    db.session.commit()
    come_back(drive)
    assert is_authors(drive, "colleague") and not is_authors(drive, "member")


def test_a_locked_case_does_not_come_back_open_to_whoever_sits_in_the_account(
    app: Flask, drive: Drive, clock: Clock
) -> None:
    drive.submit(respondents=SECRETARIAT)
    name(drive)
    browser = take_over(app, drive)
    clock.advance(minutes=1)
    leave(drive)
    assert is_authors(drive, "colleague")
    come_back(drive)
    assert not is_authors(drive, "member")
    assert browser.get(f"/cases/{drive.reference}").status_code != 200


def test_nor_one_into_whose_account_somebody_came_while_it_was_noted_as_left(app: Flask, drive: Drive) -> None:
    drive.submit(respondents=SECRETARIAT)
    name(drive)
    second = make_contact(make_member("第二家公司", 55), "单会员", drive.cast.member, "+8613800000002")
    db.session.commit()
    leave(drive)
    come_in(app, invitations.issue(actor=drive.who("secretary"), contact=second))
    come_back(drive)
    actor = actor_as(drive.cast.member)
    assert actor.contact_id == contact_of(drive.cast.member).id and not is_authors(drive, "member")


def test_a_contact_that_was_given_to_another_account_meanwhile_gets_nothing_back(drive: Drive) -> None:
    drive.submit()
    name(drive)
    leave(drive)
    contact = contact_of(drive.cast.member)
    drive.cast.member.roles.append(AccountRole(role=Role.LEADER))
    db.session.commit()
    linking.unlink(drive.cast.member.id, contact.id, actor=drive.who("admin"))
    db.session.commit()
    contacts.come_back(contact.member_id, contact.id, actor=drive.who("secretary"))
    db.session.commit()
    assert is_authors(drive, "colleague")


def test_a_forged_form_hands_nothing_on(drive: Drive, sign_in: Callable[[Account], Client]) -> None:
    drive.submit(Kind.COMPLAINT, confidential=False)
    leave(drive)
    rival = contact_of(drive.cast.rival).id
    desk = sign_in(drive.cast.secretary)
    form = {"contact": str(rival), "reason": "已通话"}
    assert desk.post(f"/cases/{drive.reference}/hand-on", data=form).status_code == 422
    with pytest.raises(DomainError):
        leaving.hand_on(drive.reference, rival, "已通话", actor=drive.who("secretary"))
    db.session.rollback()
    for who in ("handler", "leader"):
        drive.accept() if who == "handler" else None
        answer = sign_in(getattr(drive.cast, who)).post(f"/cases/{drive.reference}/hand-on", data=form)
        assert answer.status_code == 403, who
    assert not is_authors(drive, "rival")


def test_who_was_told_the_authors_name_is_not_told_that_of_whoever_goes_on(
    drive: Drive, sign_in: Callable[[Account], Client]
) -> None:
    drive.submit()
    drive.accept()
    department, purpose = drive.cast.department.id, "核实合同"
    sharing.ask_consent(
        drive.reference, "", purpose, actor=drive.who("secretary"), department_id=department, legal_duty="仲裁法"
    )
    name(drive)
    handler = sign_in(drive.cast.handler)
    assert "单会员" in handler.get(f"/cases/{drive.reference}").words
    leave(drive)
    words = handler.get(f"/cases/{drive.reference}").words
    assert drive.cast.firm.name in words and "仇同事" not in words and "单会员" not in words


@pytest.mark.parametrize("who", quick_for_some(("handler", "leader", "other_handler", "president", "rival")))
def test_no_address_tells_others_who_goes_on_or_why(app: Flask, drive: Drive, clock: Clock, who: str) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    name(drive)
    drive.cast.colleague.disabled_at = clock.now
    db.session.commit()
    leave(drive)
    drive.cast.colleague.disabled_at = None
    leaving.hand_on(drive.reference, contact_of(drive.cast.colleague).id, "丁香商定记号", actor=drive.who("secretary"))
    db.session.commit()
    browser, found = Client(app).sign_in(getattr(drive.cast, who)), set()
    browser.inspect = False
    worker.write_heartbeat()
    for address, answer in crawl(browser, addresses(app, [drive.reference], "GET")):
        names = {"单会员", "仇同事"} if address.startswith("/cases/") else set()
        found |= {(address, word) for word in leaks(answer, {"丁香商定记号", *names})}
    assert not found
