"""Notices from draft to withdrawal: whom they reach, what is fixed, and what stays readable."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber import clock as chamber_clock
from chamber.audit.models import AuditRow
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.events import registration
from chamber.members.models import MemberStatus
from chamber.notices import audience, listing, publishing, questions, receipts, receiving, services, sharing
from chamber.notices.audience import Audience, Reach
from chamber.notices.details import Correction, differences
from chamber.notices.models import Notice, NoticeRecipient, NoticeVersion
from chamber.permissions import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast, make_contact, make_member, make_member_account
from tests.factories.cases import paper, picture
from tests.factories.events import make_event
from tests.factories.notices import details, make_notice, named

Act = Callable[..., Actor]
READERS = ("leader", "president", "supervisor")
OTHERS = ("member", "handler", "leader", "president", "supervisor", "admin")


def acts(db: SQLAlchemy) -> list[str]:
    """What the log has of notices."""
    query = select(AuditRow.act).where(AuditRow.kind == "notice").order_by(AuditRow.id)
    return list(db.session.scalars(query))


def correction(notice: Notice, **fields: object) -> Correction:
    """A correction that changes only these fields."""
    return replace(Correction(notice.title, notice.body, notice.pinned_until, "改了时间"), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [*OTHERS, "secretary"])
def test_who_reads_which(cast: Cast, actor: Act, staff: Actor, name: str) -> None:
    draft, to_all = make_notice(staff, published=False), make_notice(staff)
    to_rival = make_notice(staff, audience=named(cast.rival_firm.name))
    expected = {"secretary": {draft, to_all, to_rival}, "member": {to_all}}
    expected |= {reader: {to_all, to_rival} for reader in READERS}
    person = actor(getattr(cast, name))
    for notice in (draft, to_all, to_rival):
        if notice in expected.get(name, ()):
            assert services.get(notice.id, person) is notice
        else:
            with pytest.raises(NotFound):
                services.get(notice.id, person)


@pytest.mark.parametrize("name", OTHERS)
def test_only_the_secretariat_acts(cast: Cast, actor: Act, staff: Actor, name: str) -> None:
    person, notice = actor(getattr(cast, name)), make_notice(staff)
    question = questions.ask(notice.id, "几点？", actor=actor(cast.member))
    soon = chamber_clock.now() + timedelta(hours=1)
    for act in (
        lambda: services.create(details(), actor=person),
        lambda: services.edit(notice.id, details(), version=1, actor=person),
        lambda: publishing.publish(notice.id, actor=person),
        lambda: publishing.schedule(notice.id, soon, actor=person),
        lambda: publishing.unschedule(notice.id, actor=person),
        lambda: publishing.correct(notice.id, correction(notice), version=1, actor=person),
        lambda: publishing.withdraw(notice.id, reason="x", actor=person),
        lambda: publishing.open_link(notice.id, True, actor=person),
        lambda: receipts.firms(notice, person),
        lambda: receipts.remind(notice.id, actor=person),
        lambda: receipts.workbook(notice, person),
        lambda: questions.answer(notice.id, question.id, "九点", is_shared=True, actor=person),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("name", ["secretary", *READERS])
def test_only_people_of_firms_give_receipts(cast: Cast, actor: Act, staff: Actor, name: str) -> None:
    person, notice = actor(getattr(cast, name)), make_notice(staff)
    for act in (receiving.open_notice, receiving.confirm):
        with pytest.raises(Forbidden):
            act(notice.id, actor=person)
    with pytest.raises(Forbidden):
        questions.ask(notice.id, "几点？", actor=person)
    assert receiving.own(notice, person) is None


WRONG = [
    ({"title": " 　"}, "title"),
    ({"title": "长" * 121}, "title"),
    ({"body": "　\n"}, "body"),
    ({"body": "长" * 20_001}, "body"),
    ({"kind": "letter"}, "kind"),
    ({"kind": "urgent"}, "urgent_reason"),
    ({"kind": "urgent", "urgent_reason": "长" * 201}, "urgent_reason"),
    ({"receipt": "sworn"}, "receipt"),
    ({"pinned_until": date(9999, 12, 31)}, "pinned_until"),
    ({"pinned_until": date(1, 1, 1)}, "pinned_until"),
    ({"audience": Audience("everybody")}, "whom"),
    ({"audience": Audience("features")}, "whom"),
    ({"audience": Audience("features", office=("emperor",))}, "office"),
    ({"audience": Audience("features", section=("Z",))}, "section"),
    ({"audience": Audience("features", size=("huge",))}, "size"),
    ({"audience": Audience("event")}, "event"),
    ({"audience": Audience("event", event="7" * 40)}, "event"),
    ({"audience": Audience("firms")}, "firms"),
    ({"audience": Audience("firms", firms="不存在的企业")}, "firms"),
    ({"audience": Audience("firms", firms="\n".join(map(str, range(501))))}, "firms"),
]


@pytest.mark.parametrize(("wrong", "at"), WRONG)
def test_what_is_wrong_is_said_at_its_field(staff: Actor, wrong: dict[str, object], at: str) -> None:
    with pytest.raises(DomainError) as refused:
        services.create(details(**wrong), actor=staff)
    assert refused.value.field == at
    assert str(refused.value)


def test_texts_are_cleaned_and_a_reason_goes_with_urgency_only(staff: Actor) -> None:
    notice = make_notice(staff, title=" 台\0风\u202e \ud800 <script> ", body="一\r\n\0二", urgent_reason="没有理由")
    assert (notice.title, notice.body, notice.urgent_reason) == ("台风 <script>", "一\n二", "")


def test_a_form_sent_twice_makes_one_notice(staff: Actor) -> None:
    first = services.create(details(), actor=staff, form_key="a" * 32)
    assert services.create(details(), actor=staff, form_key="a" * 32) is first
    assert services.create(details(), actor=staff, form_key="b" * 32) is not first


def test_the_life_of_a_notice(db: SQLAlchemy, staff: Actor, clock: Clock) -> None:
    notice = make_notice(staff, published=False)
    services.edit(notice.id, details(title="改过的题目"), version=notice.version, actor=staff)
    services.edit(notice.id, details(title="改过的题目"), version=notice.version, actor=staff)
    for _again in range(2):
        publishing.publish(notice.id, actor=staff)
    assert notice.published_at == clock.now
    for _again in range(2):
        publishing.withdraw(notice.id, reason="日期有误", actor=staff)
    db.session.commit()
    assert acts(db) == ["notice.created", "notice.edited", "notice.published", "notice.withdrawn"]
    for refused in (
        lambda: publishing.publish(notice.id, actor=staff),
        lambda: services.edit(notice.id, details(), version=notice.version, actor=staff),
        lambda: publishing.correct(notice.id, correction(notice), version=notice.version, actor=staff),
        lambda: publishing.schedule(notice.id, clock.now + timedelta(days=1), actor=staff),
        lambda: publishing.open_link(notice.id, True, actor=staff),
    ):
        with pytest.raises(Conflict):
            refused()


def test_a_deleted_draft_is_out_of_the_way_until_it_is_brought_back(db: SQLAlchemy, staff: Actor, clock: Clock) -> None:
    draft = make_notice(staff, published=False, title="草稿")
    publishing.schedule(draft.id, chamber_clock.now() + timedelta(hours=1), actor=staff)
    for _press in range(2):
        publishing.discard(draft.id, actor=staff)
    assert listing.counts(staff)[""] == 0 and listing.counts(staff)["discarded"] == 1
    assert not db.session.execute(listing.notices(staff)).all()
    clock.advance(hours=2)
    assert publishing.publish_due() == 0
    for act in (
        lambda: publishing.publish(draft.id, actor=staff),
        lambda: publishing.schedule(draft.id, chamber_clock.now() + timedelta(hours=1), actor=staff),
        lambda: services.edit(draft.id, details(), version=draft.version, actor=staff),
    ):
        with pytest.raises(Conflict, match="bring it back"):
            act()
    for _press in range(2):
        publishing.restore(draft.id, actor=staff)
    assert draft.state == "draft" and draft.publish_at is None
    db.session.commit()
    assert acts(db)[-2:] == ["notice.discarded", "notice.restored"]


def test_what_is_out_cannot_be_deleted(staff: Actor) -> None:
    notice = make_notice(staff)
    with pytest.raises(Conflict):
        publishing.discard(notice.id, actor=staff)
    assert publishing.restore(notice.id, actor=staff).state == "published"


def test_a_draft_is_not_withdrawn_and_withdrawing_needs_a_reason(staff: Actor) -> None:
    with pytest.raises(Conflict):
        publishing.withdraw(make_notice(staff, published=False).id, reason="日期有误", actor=staff)
    for reason in ("", "　 ", "x" * 501):
        with pytest.raises(DomainError):
            publishing.withdraw(make_notice(staff).id, reason=reason, actor=staff)


def test_a_stale_form_changes_nothing_and_shows_what_differs(staff: Actor) -> None:
    notice = make_notice(staff, published=False)
    services.edit(notice.id, details(title="他人的题目"), version=1, actor=staff)
    mine = details(title="我的题目", audience=named("瓯新阀门有限公司"))
    with pytest.raises(Conflict):
        services.edit(notice.id, mine, version=1, actor=staff)
    assert differences(notice, mine) == [
        ("title", "他人的题目", "我的题目"),
        ("whom", "All member firms", "Certain firms, by name\n瓯新阀门有限公司"),
    ]


def test_correcting_keeps_the_old_text_and_says_what_changed(db: SQLAlchemy, staff: Actor, clock: Clock) -> None:
    notice = make_notice(staff)
    old = notice.body
    clock.advance(hours=1)
    with pytest.raises(DomainError) as refused:
        publishing.correct(notice.id, correction(notice, note=" "), version=notice.version, actor=staff)
    assert refused.value.field == "note"
    publishing.correct(notice.id, correction(notice, body="周一前。"), version=notice.version, actor=staff)
    publishing.correct(notice.id, correction(notice), version=notice.version, actor=staff)
    with pytest.raises(Conflict):
        publishing.correct(notice.id, correction(notice, body="周二前。"), version=1, actor=staff)
    db.session.commit()
    rows = db.session.scalars(select(NoticeVersion).order_by(NoticeVersion.number)).all()
    assert [(row.body, row.note) for row in rows] == [(old, ""), ("周一前。", "改了时间")]
    assert acts(db)[-1] == "notice.corrected"


def test_files_come_and_go_and_belong_to_their_notice(staff: Actor) -> None:
    notice, other = services.create(details(), [paper(), picture("图.png")], actor=staff), make_notice(staff)
    first, second = notice.files
    assert (first.is_picture, second.is_picture) == (False, True)
    assert services.file_of(notice, first.id).name == first.name
    with pytest.raises(NotFound):
        services.file_of(other, first.id)
    seen = notice.version
    services.edit(notice.id, details(), [paper("新.txt")], [first.id], version=seen, actor=staff)
    assert [file.name for file in notice.files] == ["图.png", "新.txt"]
    assert notice.version > seen
    with pytest.raises(DomainError) as refused:
        services.edit(notice.id, details(), [paper()] * 9, version=notice.version, actor=staff)
    assert refused.value.field == "files"


def test_each_choice_reaches_its_firms(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor) -> None:
    cast.firm.office, cast.firm.industry, cast.firm.tags = "council", "C34", "外贸 专精特新"
    cast.firm.community, cast.rival_firm.community, cast.rival_firm.size = "江滨社区", "望江社区", "small"
    gone = make_member("退会有限公司", 7, status=MemberStatus.LEFT)
    make_contact(gone, "旧人")
    event = make_event(staff)
    registration.register(event.id, actor=actor(cast.colleague))
    db.session.commit()
    whom = {
        Reach(2, 3, 0): [Audience(), Audience("features", community=("江滨社区", "望江社区"))],
        Reach(1, 2, 0): [
            Audience("features", office=("council",)),
            Audience("features", section=("C",), tag=("外贸", "内贸")),
            named(cast.firm.name, "瓯新阀门"),
        ],
        Reach(1, 1, 0): [Audience("features", size=("small", "micro")), Audience("event", event=str(event.id))],
        Reach(0, 0, 0): [Audience("features", tag=("外",)), Audience("features", office=("council",), size=("small",))],
    }
    for reach, chosen in whom.items():
        for one in chosen:
            assert audience.reach(audience.stored(one, staff)) == reach, one
            kept = audience.chosen(audience.stored(one, staff))
            assert audience.stored(kept, staff) == audience.stored(one, staff)
            assert audience.described(audience.stored(one, staff))


def test_a_name_that_fits_two_firms_is_asked_for_in_full(cast: Cast, staff: Actor) -> None:
    make_member("宏达贸易有限公司", 7, short_name="宏达")
    make_member("宏达物流有限公司", 8, short_name="宏达")
    with pytest.raises(DomainError, match="whole name"):
        audience.stored(named("宏达"), staff)
    assert len(audience.stored(named("宏达物流有限公司"), staff)["members"]) == 1


def test_what_would_reach_nobody_is_not_published(staff: Actor, clock: Clock) -> None:
    notice = make_notice(staff, published=False, audience=Audience("features", tag=("没有",)))
    with pytest.raises(DomainError):
        publishing.publish(notice.id, actor=staff)
    with pytest.raises(DomainError):
        publishing.schedule(notice.id, clock.now + timedelta(days=1), actor=staff)


def test_whom_it_reaches_is_fixed_by_publication(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor) -> None:
    silent = make_member("无人有限公司", 7)
    make_contact(silent, "无账号")
    notice = make_notice(staff)
    later = make_member("后来有限公司", 8)
    stranger = make_member_account("later", "后来人", later, "+8613800000077")
    newcomer = make_member_account("newcomer", "新同事", cast.firm, "+8613800000078")
    db.session.commit()
    assert publishing.reach(notice) == Reach(3, 3, 1)
    with pytest.raises(NotFound):
        services.get(notice.id, actor(stranger))
    receiving.open_notice(notice.id, actor=actor(newcomer))
    db.session.commit()
    assert receipts.tallies([notice.id])[notice.id] == receipts.Tally(3, 1, 0)


def test_the_worker_brings_out_what_is_scheduled_once(db: SQLAlchemy, staff: Actor, clock: Clock) -> None:
    notice = make_notice(staff, published=False)
    at = clock.now + timedelta(hours=3)
    with pytest.raises(DomainError):
        publishing.schedule(notice.id, clock.now, actor=staff)
    with pytest.raises(DomainError):
        publishing.schedule(notice.id, clock.now + timedelta(days=2000), actor=staff)
    for _again in range(2):
        publishing.schedule(notice.id, at, actor=staff)
    db.session.commit()
    assert publishing.publish_due() == 0
    clock.advance(hours=3)
    assert [publishing.publish_due(), publishing.publish_due()] == [1, 0]
    db.session.commit()
    assert (notice.state, notice.published_at) == ("published", at)
    assert acts(db) == ["notice.created", "notice.scheduled", "notice.published"]


def test_a_scheduled_notice_can_be_held_and_one_that_reaches_nobody_holds_up_no_other(
    db: SQLAlchemy, cast: Cast, staff: Actor, clock: Clock
) -> None:
    held, empty, fine = (make_notice(staff, published=False) for _number in range(3))
    services.edit(empty.id, details(audience=named(cast.rival_firm.name)), version=1, actor=staff)
    for notice in (held, empty, fine):
        publishing.schedule(notice.id, clock.now + timedelta(hours=1), actor=staff)
    for _again in range(2):
        publishing.unschedule(held.id, actor=staff)
    cast.rival_firm.status = MemberStatus.LEFT
    db.session.commit()
    clock.advance(hours=1)
    assert publishing.publish_due() == 1
    db.session.commit()
    assert [notice.state for notice in (held, empty, fine)] == ["draft", "draft", "published"]
    assert "notice.held_back" in acts(db)
    with pytest.raises(Conflict):
        publishing.unschedule(fine.id, actor=staff)


def test_the_first_who_confirms_counts_for_the_firm(
    db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor, clock: Clock
) -> None:
    notice, first = make_notice(staff), clock.now
    mine, colleague = actor(cast.member), actor(cast.colleague)
    assert receiving.own(notice, mine) == receiving.Own(has_opened=False)
    for _again in range(2):
        receiving.confirm(notice.id, actor=mine)
        clock.advance(minutes=5)
    receiving.confirm(notice.id, actor=colleague)
    db.session.commit()
    assert receiving.own(notice, colleague) == receiving.Own(True, first, cast.member.name)
    assert receipts.tallies([notice.id]) == {notice.id: receipts.Tally(2, 1, 1)}
    assert acts(db).count("notice.confirmed") == 1


@pytest.mark.parametrize("receipt", ["none", "read"])
def test_nothing_is_confirmed_that_was_not_asked_for(cast: Cast, actor: Act, staff: Actor, receipt: str) -> None:
    notice = make_notice(staff, receipt=receipt)
    with pytest.raises(Conflict):
        receiving.confirm(notice.id, actor=actor(cast.member))
    receiving.open_notice(notice.id, actor=actor(cast.member))
    assert receipts.tallies([notice.id])[notice.id].opened == 1


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
    assert receipts.rest(notice) == (1, 1)
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
        assert [line.notice for line in listing.lines(rows, person)] == [row[0] for row in rows]
        return [row[0].title for row in rows]

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


def test_the_text_for_a_group_is_plain_short_and_ends_with_the_link(cast: Cast, actor: Act, staff: Actor) -> None:
    notice = make_notice(
        staff, kind="urgent", urgent_reason="台风", body="# 停工\n\n**立即**[停工](https://a.cn)。\n\n" + "长" * 400
    )
    text = sharing.message(notice)
    assert text.startswith("[Urgent] 关于年度用工备案的通知\n\n停工\n立即停工。\n长长")
    assert text.endswith(f"/notices/{notice.id}")
    assert "…" in text and "**" not in text
    assert cast.firm.name in sharing.reminder(notice, staff, 1)
    for account in (cast.member, cast.rival):
        receiving.confirm(notice.id, actor=actor(account))
    assert sharing.reminder(notice, staff, 0) == ""


def test_a_public_link_works_until_it_is_closed_and_never_again(db: SQLAlchemy, staff: Actor) -> None:
    notice = make_notice(staff)
    for _again in range(2):
        publishing.open_link(notice.id, True, actor=staff)
    token = notice.public_token or ""
    assert publishing.by_link(token) is notice
    assert token in sharing.message(notice)
    publishing.open_link(notice.id, False, actor=staff)
    assert publishing.by_link(token) is None
    publishing.open_link(notice.id, True, actor=staff)
    assert notice.public_token not in (None, token)
    db.session.commit()
    assert acts(db).count("notice.link_opened") == 2
    with pytest.raises(Conflict):
        publishing.open_link(make_notice(staff, published=False).id, True, actor=staff)


def test_one_account_of_two_firms_has_a_receipt_for_each(db: SQLAlchemy, cast: Cast, actor: Act, staff: Actor) -> None:
    make_contact(cast.rival_firm, cast.member.name, cast.member)
    db.session.commit()
    notice = make_notice(staff)
    assert publishing.reach(notice) == Reach(2, 3, 0)
    receiving.confirm(notice.id, actor=actor(cast.member))
    db.session.commit()
    opened = select(NoticeRecipient.member_id).where(NoticeRecipient.opened_at.is_not(None))
    assert list(db.session.scalars(opened)) == [cast.firm.id]
    assert receipts.tallies([notice.id])[notice.id].confirmed == 1
