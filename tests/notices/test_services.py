"""Notices from draft to withdrawal: who may read and write them, and corrections."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber import clock as chamber_clock
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.notices import listing, services
from chamber.notices.answers import questions, receipts
from chamber.notices.models import Notice, NoticeVersion
from chamber.notices.writing import publishing
from chamber.notices.writing.audience import Audience
from chamber.notices.writing.details import Correction, differences
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.cases import paper, picture
from tests.factories.notices import details, make_notice, named
from tests.notices.reading import READERS, acts

Act = Callable[..., Actor]


OTHERS = ("member", "handler", "leader", "president", "supervisor", "admin")


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
            assert services.find(notice.id, person) is notice
        else:
            with pytest.raises(NotFound):
                services.find(notice.id, person)


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
        lambda: publishing.set_public_link(notice.id, True, actor=person),
        lambda: receipts.firms(notice, person),
        lambda: receipts.remind(notice.id, actor=person),
        lambda: receipts.workbook(notice, person),
        lambda: questions.answer(notice.id, question.id, "九点", is_shared=True, actor=person),
    ):
        with pytest.raises(Forbidden):
            act()


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
        lambda: publishing.set_public_link(notice.id, True, actor=staff),
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
        with pytest.raises(Conflict, match="restore it"):
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
        ("whom", "All member firms", "Selected firms, by name\n瓯新阀门有限公司"),
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
