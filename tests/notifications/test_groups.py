"""Messages of bots to groups: what concerns all firms, once, by day, and never anything of a case."""

from datetime import datetime, timedelta

import pytest

from chamber import registry
from chamber.cases import addressees
from chamber.cases.words import Kind as CaseKind
from chamber.clock import LOCAL
from chamber.events import services as events
from chamber.extensions import db
from chamber.members.audience.choosing import Audience
from chamber.messages import Happened, Line, To
from chamber.notices.writing import publishing
from chamber.notices.writing.details import Correction
from chamber.notifications import services as notifications
from chamber.notifications.models import Bot, BotMessage
from chamber.notifications.sending import groups, outbox
from chamber.notifications.sending.dispatch import State
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.cases import MARKS, Drive
from tests.factories.events import details, make_event
from tests.factories.notices import make_notice, named
from tests.factories.notifications import bot_states
from tests.notifications.group_services import SECRETS, Groups


def test_an_event_is_told_in_each_group_once_by_title_and_link(chats: Groups, staff: Actor) -> None:
    event = make_event(staff, title="惠企政策学习会", place="三楼会议室")
    for _again in range(2):
        outbox.send_due()
    texts = {one.service: one.text for one in chats.received}
    assert len(chats.received) == 3 and set(texts) == set(SECRETS)
    for text in texts.values():
        first, link = text.split("\n")
        assert first.startswith("梧桐街道商会: A new event: 惠企政策学习会")
        assert link == f"https://chamber.example.cn/events/{event.id}"
        assert "三楼" not in text
    assert bot_states() == [State.SENT] * 3


def test_an_event_for_a_chosen_circle_is_never_told_in_a_group(chats: Groups, staff: Actor, cast: Cast) -> None:
    event = make_event(staff, title="理事会", audience=Audience("firms", firms=cast.firm.name))
    outbox.send_due()
    events.call_off(event.id, reason="台风", actor=staff)
    db.session.commit()
    outbox.send_due()
    assert not chats.received


def test_a_change_of_time_and_a_cancellation_are_told_but_not_a_change_of_words(
    chats: Groups, staff: Actor, clock: Clock
) -> None:
    event = make_event(staff)
    outbox.send_due()
    events.edit(event.id, details(agenda="新的议程"), version=event.version, actor=staff)
    db.session.commit()
    outbox.send_due()
    assert len(chats.of("wecom")) == 1
    events.edit(event.id, details(agenda="新的议程", place="五楼"), version=event.version, actor=staff)
    db.session.commit()
    events.call_off(event.id, reason="台风", actor=staff)
    db.session.commit()
    outbox.send_due()
    told = chats.of("wecom")
    assert ["Called off" in text for text in told] == [False, True], "the change is no news once all is called off"
    assert "台风" not in told[-1]


def test_a_notice_to_all_is_told_with_its_corrections_and_one_to_some_never(
    chats: Groups, staff: Actor, cast: Cast
) -> None:
    make_notice(staff, title="只给一家企业的通知", audience=named(cast.firm.name))
    notice = make_notice(staff, title="年度备案")
    outbox.send_due()
    publishing.correct(notice.id, Correction("年度备案", "周一前。", None, "日期"), version=notice.version, actor=staff)
    db.session.commit()
    outbox.send_due()
    publishing.withdraw(notice.id, reason="有误", actor=staff)
    db.session.commit()
    outbox.send_due()
    told = chats.of("feishu")
    assert [text.split(": ")[1].split(",")[0] for text in told] == ["A new notice", "Corrected", "Withdrawn"]
    assert all(f"https://chamber.example.cn/notices/{notice.id}" in text for text in told)
    assert "只给一家" not in "".join(one.text for one in chats.received)


def test_nothing_of_a_case_ever_reaches_a_group(drive: Drive, chats: Groups) -> None:
    drive.submit(CaseKind.COMPLAINT)
    drive.answered()
    outbox.send_due()
    assert db.session.query(BotMessage).count() == 0
    assert chats.calls == 0


def test_not_even_a_line_put_into_the_table_by_mistake_tells_a_group_of_a_case(
    drive: Drive, chats: Groups, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {line.topic for line in registry.lines().values() if line.to == To.GROUPS} == {"events", "notices"}
    sources = {kind: subject.source for kind, subject in registry.subjects().items()}
    assert {kind for kind, source in sources.items() if source and source.public} == {"event", "notice"}
    right = registry.lines_of()["case.submit"]
    mistake = Line("case.submit", To.GROUPS, addressees.WORK, right[0].words)
    monkeypatch.setitem(registry.lines_of(), "case.submit", (*right, mistake))
    case = drive.submit(CaseKind.COMPLAINT)
    assert db.session.query(BotMessage).count() == 0
    monkeypatch.setitem(registry.lines(), mistake.name, mistake)
    db.session.add(_row(db.session.query(Bot).first(), line=mistake.name, subject=f"case:{case.id}"))
    db.session.commit()
    outbox.send_due()
    assert (chats.calls, bot_states()) == (0, [State.DROPPED])
    assert not [mark for mark in MARKS.values() if mark in str(chats.received)]


def _row(bot: Bot | None, **fields: object) -> BotMessage:
    now = datetime(2026, 9, 15, 2, tzinfo=groups.clock.UTC)
    values = {"key": "case", "state": State.WAITING, "due_at": now, "give_up_at": now + timedelta(days=1), **fields}
    return BotMessage(bot_id=bot.id if bot else 0, **values)


def test_the_same_happening_told_twice_is_said_once(chats: Groups, staff: Actor, clock: Clock) -> None:
    event = make_event(staff)
    happened = Happened("event.published", event.id, "again", clock.now)
    for _again in range(2):
        notifications.notify("event", happened)
    db.session.commit()
    outbox.send_due()
    assert len(chats.of("wecom")) == 2, "of the publication, and of what was told twice"


def test_what_happens_in_the_evening_is_said_on_the_next_working_morning_unless_it_is_urgent(
    chats: Groups, staff: Actor, clock: Clock
) -> None:
    clock.set(datetime(2026, 9, 30, 20, 30, tzinfo=LOCAL))
    make_notice(staff, title="节后再说")
    make_notice(staff, title="今晚台风", kind="urgent", urgent_reason="台风")
    outbox.send_due()
    assert ["今晚台风" in text for text in chats.of("dingtalk")] == [True]
    clock.set(datetime(2026, 10, 8, 7, 59, tzinfo=LOCAL))
    outbox.send_due()
    assert len(chats.of("dingtalk")) == 1
    clock.set(datetime(2026, 10, 8, 8, 0, tzinfo=LOCAL))
    outbox.send_due()
    assert "节后再说" in chats.of("dingtalk")[1]


def test_a_title_rings_nobody_and_is_no_template(chats: Groups, staff: Actor) -> None:
    make_event(staff, title='{{ 7*7 }} <at user_id="all">所有人</at>')
    outbox.send_due()
    assert all("{{ 7*7 }}" in one.text for one in chats.received)
    assert "<at" not in chats.of("feishu")[0]
