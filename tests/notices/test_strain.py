"""A notice to very many firms: publication and receipts stay fast."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, insert, select, update

from chamber import clock as real_clock
from chamber.accounts.models import Account, AccountRole
from chamber.audit.models import AuditRow
from chamber.members.models import Contact, Member
from chamber.notices.answers import filling, receipts
from chamber.notices.models import NoticeAnswer, NoticeFirm
from chamber.notices.writing.fields import FieldDetails
from chamber.notifications.models import Delivery, Notification
from chamber.rights import Role
from tests.client import Client
from tests.conftest import Clock
from tests.database import queries
from tests.events.test_strain import Press, all_at_once, person
from tests.factories.accounts import Cast, actor_as
from tests.factories.events import give_accounts, make_crowd
from tests.factories.notices import make_form, make_notice
from tests.factories.worst import is_done_in
from tests.server import Server

FIRMS, PEOPLE = 2000, 3000
# Seconds are the processor's: those of a clock tell how busy the machine is with the tests beside. What PostgreSQL
# computes is measured by `make bench`.


def fill(db: SQLAlchemy, clock: Clock, number_of_firms: int = FIRMS) -> None:
    """So many firms and people with an address; committed."""
    now = {"created_at": clock.now}
    names = [f"众安第{number:04}有限公司" for number in range(number_of_firms)]
    firms = [{"name": name, "name_key": name, "bare_name": name, "updated_at": clock.now, **now} for name in names]
    db.session.execute(insert(Member), firms)
    accounts = [{"name": f"人{number}", "email": f"p{number}@example.com", **now} for number in range(PEOPLE)]
    db.session.execute(insert(Account), accounts)
    members = list(db.session.scalars(select(Member.id).where(Member.name.in_(names)).order_by(Member.id)))
    people = list(db.session.scalars(select(Account.id).where(Account.email.is_not(None)).order_by(Account.id)))
    db.session.execute(insert(AccountRole), [{"account_id": one, "role": Role.MEMBER} for one in people])
    contacts = [
        {"member_id": members[place % number_of_firms], "account_id": one, "name": f"人{place}"}
        for place, one in enumerate(people)
    ]
    db.session.execute(insert(Contact), contacts)
    db.session.commit()


@pytest.mark.thorough
def test_a_notice_reaches_two_thousand_firms_in_two_seconds(
    app: Flask,
    db: SQLAlchemy,
    cast: Cast,
    clock: Clock,
    sign_in: Callable[[Account], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1"))
    fill(db, clock)
    notice, secretary = make_notice(actor_as(cast.secretary), published=False), sign_in(cast.secretary)
    began = time.process_time()
    assert secretary.post(f"/notices/{notice.id}/publish").status_code == 303
    assert time.process_time() - began < 2
    assert receipts.tallies([notice.id], actor=actor_as(cast.secretary))[notice.id].firms == FIRMS + 2
    # The bells are set by then: they are part of the act, which no worker has to finish.
    assert db.session.scalar(select(func.count()).select_from(Notification)) == PEOPLE + 3
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == PEOPLE
    db.session.execute(update(NoticeFirm).values(opened_at=clock.now))
    db.session.commit()
    for path in (f"/notices/{notice.id}/receipts", f"/notices/{notice.id}/receipts?state=missing&q=众安", "/notices/"):
        with queries(db) as seen:
            assert secretary.get(path).status_code == 200
        assert len(seen) <= 12
        assert is_done_in(1, lambda path=path: secretary.get(path)), path


@pytest.mark.thorough
def test_three_thousand_receipts_and_replies_are_shown_and_taken_as_fast_as_a_few(
    db: SQLAlchemy, cast: Cast, clock: Clock, sign_in: Callable[[Account], Client]
) -> None:
    fill(db, clock, number_of_firms=PEOPLE)
    fields = [FieldDetails(f"第{number}项", "number") for number in range(8)]
    fields += [FieldDetails("午餐", "choice", choices="需要\n不需要"), FieldDetails("备注")]
    notice = make_form(actor_as(cast.secretary), fields=tuple(fields))
    firms = list(db.session.scalars(select(NoticeFirm.member_id).where(NoticeFirm.notice_id == notice.id)))
    rows = []
    for field in notice.fields:
        text = {"number": "12.5", "choice": "需要", "text": "好的"}[field.kind]
        hundredths = filling.hundredths(field, text)
        rows += [{"field_id": field.id, "member_id": one, "text": text, "hundredths": hundredths} for one in firms]
    db.session.execute(insert(NoticeAnswer), rows)
    who = {"opened_by_id": cast.member.id, "answered_by_id": cast.member.id}
    db.session.execute(update(NoticeFirm).values(opened_at=clock.now, answered_at=clock.now, **who))
    db.session.commit()
    secretary, path = sign_in(cast.secretary), f"/notices/{notice.id}/receipts"
    with queries(db) as seen:
        assert "37525" in secretary.get(path).page.one("#totals").text()
    assert len(seen) <= 12
    assert is_done_in(1, lambda: secretary.get(path))
    assert is_done_in(5, lambda: secretary.get(f"{path}.xlsx"))


def test_of_colleagues_who_answer_at_once_one_does_and_the_others_are_told(
    app: Flask, db: SQLAlchemy, cast: Cast, server: Server
) -> None:
    crowd, staff = make_crowd(1, 10), actor_as(cast.secretary)
    notice = make_form(
        staff, answer_until=real_clock.now() + timedelta(days=1), fields=(FieldDetails("人数", "number"),)
    )
    name = filling.input_name(notice.fields[0].id)
    presses = [
        Press(person(app, server, token), f"/notices/{notice.id}/fill-in", {name: str(place), "version": "0"})
        for place, token in enumerate(give_accounts(crowd))
    ]
    all_at_once(presses)
    assert Counter(one.reply.status for one in presses if one.reply) == {303: 1, 409: 9}
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(NoticeAnswer)) == 1
    assert receipts.tallies([notice.id], actor=staff)[notice.id] == receipts.Tally(3, 1, 0, 1)


def test_of_doubled_presses_and_colleagues_one_confirms(app: Flask, db: SQLAlchemy, cast: Cast, server: Server) -> None:
    crowd, staff = make_crowd(1, 10), actor_as(cast.secretary)
    notice = make_notice(staff)
    # They have come to the firm since: nobody of them has a row of the notice yet.
    presses = [
        Press(person(app, server, token), f"/notices/{notice.id}/confirm", {})
        for token in give_accounts(crowd)
        for _twice in range(2)
    ]
    all_at_once(presses)
    assert {one.reply.status for one in presses if one.reply} == {303}
    db.session.rollback()
    assert receipts.tallies([notice.id], actor=staff)[notice.id] == receipts.Tally(3, 1, 1)
    confirmed = select(func.count()).select_from(AuditRow).where(AuditRow.act == "notice.confirmed")
    assert db.session.scalar(confirmed) == 1
