"""Receipts of firms: confirming, lists, reminders, questions, unread notices."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.notices import listing
from chamber.notices.answers import questions, receipts, receiving
from chamber.notices.models import NoticeRecipient
from chamber.notices.writing import publishing
from chamber.notices.writing.audience import Reach
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast, make_contact
from tests.factories.notices import make_notice
from tests.notices.reading import READERS, acts

Act = Callable[..., Actor]


@pytest.mark.parametrize("name", ["secretary", *READERS])
def test_only_people_of_firms_give_receipts(cast: Cast, actor: Act, staff: Actor, name: str) -> None:
    person, notice = actor(getattr(cast, name)), make_notice(staff)
    for act in (receiving.open_notice, receiving.confirm):
        with pytest.raises(Forbidden):
            act(notice.id, actor=person)
    with pytest.raises(Forbidden):
        questions.ask(notice.id, "几点？", actor=person)
    assert receiving.own_receipt(notice, person) is None


def test_the_first_who_confirms_counts_for_the_firm(
    db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor, clock: Clock
) -> None:
    notice, first = make_notice(staff), clock.now
    mine, colleague = actor(cast.member), actor(cast.colleague)
    assert receiving.own_receipt(notice, mine) == receiving.OwnReceipt(has_opened=False)
    for _again in range(2):
        receiving.confirm(notice.id, actor=mine)
        clock.advance(minutes=5)
    receiving.confirm(notice.id, actor=colleague)
    db.session.commit()
    assert receiving.own_receipt(notice, colleague) == receiving.OwnReceipt(True, first, cast.member.name)
    assert receipts.tallies([notice.id], actor=staff) == {notice.id: receipts.Tally(2, 1, 1)}
    assert acts(db).count("notice.confirmed") == 1


@pytest.mark.parametrize("receipt", ["none", "read"])
def test_nothing_is_confirmed_that_was_not_asked_for(cast: Cast, actor: Act, staff: Actor, receipt: str) -> None:
    notice = make_notice(staff, receipt=receipt)
    with pytest.raises(Conflict):
        receiving.confirm(notice.id, actor=actor(cast.member))
    receiving.open_notice(notice.id, actor=actor(cast.member))
    assert receipts.tallies([notice.id], actor=staff)[notice.id].opened == 1


def test_receipts_are_listed_firm_by_firm(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor) -> None:
    notice = make_notice(staff)
    receiving.confirm(notice.id, actor=actor(cast.member))
    receiving.open_notice(notice.id, actor=actor(cast.rival))
    db.session.commit()

    def names(**terms: str) -> list[str]:
        rows = db.session.execute(receipts.firms(notice, staff, **terms).order_by(*receipts.PAGE_KEYS)).all()
        return [one.name for one in receipts.with_people(notice, rows)]

    both = {cast.firm.name, cast.rival_firm.name}
    assert set(names()) == set(names(state="opened")) == both
    assert names(state="missing") == names(search="永宁") == [cast.rival_firm.name]
    assert names(state="confirmed") == [cast.firm.name]
    rows = db.session.execute(receipts.firms(notice, staff, state="confirmed")).all()
    (one,) = receipts.with_people(notice, rows)
    assert (one.confirmed_by, one.opened_by) == ("单会员", "单会员")
    assert set(one.people) == {"单会员", "仇同事"}
    assert receipts.workbook(notice, staff).startswith(b"PK")


def test_the_rest_is_reminded_once_a_day(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor, clock: Clock) -> None:
    notice = make_notice(staff)
    receiving.confirm(notice.id, actor=actor(cast.member))
    assert receipts.missing_counts(notice, staff) == (1, 1)
    assert receipts.remind(notice.id, actor=staff) == 1
    db.session.commit()
    clock.advance(hours=13)
    with pytest.raises(Conflict):
        receipts.remind(notice.id, actor=staff)
    clock.advance(hours=2)
    assert receipts.remind(notice.id, actor=staff) == 1
    receiving.confirm(notice.id, actor=actor(cast.rival))
    clock.advance(days=1)
    assert receipts.remind(notice.id, actor=staff) == 0
    db.session.commit()
    assert acts(db).count("notice.reminded") == 2
    for other in (make_notice(staff, receipt="none"), make_notice(staff, published=False)):
        with pytest.raises(Conflict):
            receipts.remind(other.id, actor=staff)


def test_a_question_is_seen_by_who_asked_until_it_is_answered_for_all(
    db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor
) -> None:
    notice, mine = make_notice(staff), actor(cast.member)
    first = questions.ask(notice.id, "几点开门？", actor=mine)
    assert questions.ask(notice.id, " 几点开门？ ", actor=mine) is first
    assert listing.counts(staff)["questions"] == 1

    def seen(name: str) -> list[tuple[str, str]]:
        return [(one.text, one.asker) for one in questions.seen(notice, actor(getattr(cast, name)))]

    named_ = [("几点开门？", f"单会员 · {cast.firm.name}")]
    assert seen("member") == seen("secretary") == named_
    assert seen("colleague") == seen("rival") == seen("leader") == []
    questions.answer(notice.id, first.id, "九点。", is_shared=False, actor=staff)
    assert seen("rival") == []
    for _again in range(2):
        questions.answer(notice.id, first.id, "九点。", is_shared=True, actor=staff)
    assert seen("rival") == seen("colleague") == [("几点开门？", "")]
    db.session.commit()
    assert listing.counts(staff)["questions"] == 0
    assert acts(db).count("notice.answered") == 2
    for text in ("", "长" * 1001):
        with pytest.raises(DomainError):
            questions.ask(notice.id, text, actor=mine)
    with pytest.raises(NotFound):
        questions.answer(make_notice(staff).id, first.id, "错处", is_shared=False, actor=staff)
    publishing.withdraw(notice.id, reason="日期有误", actor=staff)
    with pytest.raises(Conflict):
        questions.ask(notice.id, "还有效吗？", actor=mine)


def test_lists_put_unread_and_pinned_ones_first(
    db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor, clock: Clock
) -> None:
    mine = actor(cast.member)
    made = {}
    for title, pinned in (("旧", None), ("旧钉", clock.now.date()), ("新", None), ("新钉", clock.now.date())):
        made[title] = make_notice(staff, title=title, pinned_until=pinned)
        clock.advance(minutes=1)
    make_notice(staff, title="草稿", published=False)
    for title in ("新", "新钉"):
        receiving.open_notice(made[title].id, actor=mine)
    receiving.confirm(made["新"].id, actor=mine)
    db.session.commit()

    def found(person: Actor, **terms: str) -> list[str]:
        order = [key.desc() for key in listing.page_keys(person)]
        rows = db.session.execute(listing.notices(person, **terms).order_by(*order)).all()
        return [line.notice.title for line in listing.lines(rows, person)]

    assert found(mine) == ["旧钉", "旧", "新钉", "新"]
    assert found(mine, only="unread") == ["旧钉", "旧"]
    assert found(mine, only="to_confirm") == ["旧钉", "旧", "新钉"]
    assert found(mine, search="xinding") == ["新钉"]
    assert listing.counts(mine) == {"": 4, "unread": 2, "to_confirm": 3, "to_fill_in": 0}
    assert found(staff) == ["新钉", "旧钉", "草稿", "新", "旧"]
    assert found(staff, only="draft") == ["草稿"]
    counted = {"": 5, "draft": 1, "scheduled": 0, "published": 4, "withdrawn": 0, "discarded": 0, "questions": 0}
    assert listing.counts(staff) == counted
    lines, number = listing.waiting(mine, limit=2)
    assert ([line.notice.title for line in lines], number) == (["旧钉", "旧"], 3)
    clock.advance(days=1)
    assert found(actor(cast.leader)) == ["新钉", "新", "旧钉", "旧"]


def test_one_account_of_two_firms_has_a_receipt_for_each(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor) -> None:
    make_contact(cast.rival_firm, cast.member.name, cast.member)
    db.session.commit()
    notice = make_notice(staff)
    assert publishing.reach(notice) == Reach(2, 3, 0)
    receiving.confirm(notice.id, actor=actor(cast.member))
    db.session.commit()
    opened = select(NoticeRecipient.member_id).where(NoticeRecipient.opened_at.is_not(None))
    assert list(db.session.scalars(opened)) == [cast.firm.id]
    assert receipts.tallies([notice.id], actor=staff)[notice.id].confirmed == 1


@pytest.mark.parametrize("name", READERS)
def test_how_many_receipts_are_missing_is_for_the_secretariat_only(
    cast: Cast, actor: Act, staff: Actor, name: str
) -> None:
    notice = make_notice(staff)
    with pytest.raises(Forbidden):
        receipts.missing_counts(notice, actor(getattr(cast, name)))
