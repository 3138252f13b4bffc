"""Who is notified of notices, and when mail may be sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber import registry
from chamber.clock import LOCAL
from chamber.members.models import Contact, MemberStatus
from chamber.messages import Manner, Outside
from chamber.notices import services, telling
from chamber.notices.answers import questions, receipts, receiving
from chamber.notices.writing import publishing
from chamber.notices.writing.details import Correction
from chamber.notifications import services as notifications
from chamber.notifications import worker
from chamber.notifications.models import Delivery, Notification, NotificationChoice
from chamber.rights import Actor
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.notices import details, make_form, make_notice, named
from tests.notifications.test_telling import told

Act = Callable[..., Actor]


def test_publication_reaches_the_people_of_its_firms_and_nobody_else(cast: Cast, staff: Actor) -> None:
    make_notice(staff, audience=named(cast.firm.name))
    assert told("notice.published") == {"member:recipients", "colleague:recipients"}
    make_notice(staff, kind="urgent", urgent_reason="台风", audience=named(cast.rival_firm.name))
    assert told("notice.published_urgently") == {"rival:recipients"}


def test_corrections_withdrawals_and_reminders_reach_whom_they_concern(
    db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor
) -> None:
    notice = make_notice(staff)
    receiving.confirm(notice.id, actor=actor(cast.member))
    receipts.remind(notice.id, actor=staff)
    db.session.commit()
    assert told("notice.reminded") == {"rival:missing"}
    correction = Correction(notice.title, "周一前。", None, "改了日期")
    publishing.correct(notice.id, correction, version=notice.version, actor=staff)
    publishing.withdraw(notice.id, reason="日期有误", actor=staff)
    db.session.commit()
    everybody = {"member:informed", "colleague:informed", "rival:informed"}
    assert told("notice.corrected") == told("notice.withdrawn") == everybody


def test_questions_reach_the_secretariat_and_answers_who_asked(
    db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor
) -> None:
    notice = make_notice(staff)
    question = questions.ask(notice.id, "几点？", actor=actor(cast.member))
    db.session.commit()
    assert told("notice.asked") == {"secretary:secretariat"}
    questions.answer(notice.id, question.id, "九点。", is_shared=True, actor=staff)
    db.session.commit()
    assert told("notice.answered") == {"member:asker"}


def test_the_worker_publishes_and_tells_in_one_pass(db: SQLAlchemy, cast: Cast, staff: Actor, clock: Clock) -> None:
    empty, fine = make_notice(staff, published=False), make_notice(staff, published=False)
    services.edit(empty.id, details(audience=named(cast.rival_firm.name)), version=1, actor=staff)
    for notice in (empty, fine):
        publishing.schedule(notice.id, clock.now + timedelta(minutes=5), actor=staff)
    cast.rival_firm.status = MemberStatus.LEFT
    db.session.commit()
    clock.advance(minutes=6)
    assert publishing.publish_due in registry.each_minute()
    for pass_time in registry.each_minute() * 2:
        worker._logging_errors(pass_time)
    assert told("notice.published") == {"member:recipients", "colleague:recipients"}
    assert told("notice.held_back") == {"secretary:secretariat"}


def test_who_left_the_firm_or_was_shut_out_hears_no_more_and_finds_no_words(
    db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor, clock: Clock
) -> None:
    notice, rival = make_notice(staff), actor(cast.rival)
    assert telling.can_see(cast.rival.id, telling.RECIPIENTS, notice.id)
    contact = db.session.scalars(select(Contact).where(Contact.account_id == cast.rival.id)).one()
    contact.left_at = clock.now
    db.session.commit()
    assert not telling.can_see(cast.rival.id, telling.RECIPIENTS, notice.id)
    assert receipts.missing_counts(notice, staff) == (2, 2)
    cast.colleague.disabled_at = clock.now
    db.session.commit()
    assert receipts.missing_counts(notice, staff) == (2, 1)
    assert set(db.session.scalars(receipts.people_of(notice))) == {cast.member.id}
    cast.rival_firm.status = MemberStatus.LEFT
    contact.left_at = None
    db.session.commit()
    row = db.session.scalars(notifications.query(rival)).first()
    assert notifications.lines([row], actor(cast.rival))[0].shown is None


def test_a_withdrawn_notice_is_not_announced_any_more(cast: Cast, db: SQLAlchemy, staff: Actor) -> None:
    notice = make_notice(staff)
    publishing.withdraw(notice.id, reason="日期有误", actor=staff)
    db.session.commit()
    assert not telling.can_see(cast.member.id, telling.RECIPIENTS, notice.id)
    assert telling.can_see(cast.member.id, telling.INFORMED, notice.id)
    assert not telling.can_see(cast.leader.id, telling.INFORMED, notice.id)
    assert not telling.can_see(cast.leader.id, telling.SECRETARIAT, notice.id)


@pytest.mark.parametrize(
    ("kind", "manner", "leaves"),
    [
        ("notice", Manner.AT_ONCE, "2026-09-16 08:00"),
        ("notice", Manner.DAILY, "2026-09-16 08:30"),
        ("urgent", Manner.AT_ONCE, "2026-09-15 22:00"),
        ("urgent", Manner.DAILY, "2026-09-15 22:00"),
        ("urgent", Manner.BELL, None),
    ],
)
def test_only_urgent_ones_leave_at_night(
    app: Flask,
    cast: Cast,
    staff: Actor,
    clock: Clock,
    db: SQLAlchemy,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    manner: Manner,
    leaves: str | None,
) -> None:
    clock.set(datetime(2026, 9, 15, 22, tzinfo=LOCAL))
    mail_works = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1")
    monkeypatch.setitem(app.config, "SETTINGS", mail_works)
    cast.member.email = "member@example.com"
    db.session.add(NotificationChoice(account_id=cast.member.id, kind="notices", manner=manner))
    db.session.commit()
    make_notice(staff, kind=kind, urgent_reason="台风")
    mine = select(Delivery.due_at).join(Notification, Notification.id == Delivery.notification_id)
    due = db.session.scalars(mine.where(Notification.account_id == cast.member.id)).one_or_none()
    assert (due and f"{due.astimezone(LOCAL):%Y-%m-%d %H:%M}") == leaves


def test_a_mail_names_the_notice(cast: Cast, staff: Actor) -> None:
    notice = make_notice(staff, title="停水通知 {{ 7*7 }}")
    assert telling.outside(notice.id) == Outside("停水通知 {{ 7*7 }}", f"/notices/{notice.id}")
    assert telling.outside(notice.id + 1) is None


def test_the_bell_leads_to_the_notice(cast: Cast, staff: Actor, sign_in: Callable[..., Client]) -> None:
    make_notice(staff)
    member = sign_in(cast.member)
    page = member.post_form("/notifications/", action="/open").page
    assert page.heading == "关于年度用工备案的通知"


def test_a_correction_says_what_it_corrected_and_a_moved_deadline_old_and_new(
    cast: Cast, actor: Act, staff: Actor, db: SQLAlchemy
) -> None:
    form = make_form(staff, title="用工情况调查")
    until = form.answer_until + timedelta(days=2) if form.answer_until else None
    moved = Correction("用工调查", form.body, None, "增加一项，并延期。", until)
    publishing.correct(form.id, moved, version=form.version, actor=staff)
    db.session.commit()
    publishing.correct(
        form.id, Correction("用工", form.body, None, "改了标题", until), version=form.version, actor=staff
    )
    db.session.commit()
    rows = db.session.scalars(notifications.query(actor(cast.member)).order_by(Notification.id)).all()
    assert [line.words for line in notifications.lines(rows, actor(cast.member))[1:]] == [
        "Corrected, please read it again: 用工调查; deadline for answers 9月18日 10:00 → 9月20日 10:00;"
        " correction: 增加一项，并延期.",
        "Corrected, please read it again: 用工; correction: 改了标题.",
    ]
