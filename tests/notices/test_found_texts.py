"""Each text on the page of a notice finds it for exactly those whose page shows it, until it is changed or gone."""

import pytest
from sqlalchemy import select

from chamber.extensions import db
from chamber.files.services import PreparedFile
from chamber.notices import listing, services
from chamber.notices.answers import filling, questions
from chamber.notices.models import Notice
from chamber.notices.writing import publishing
from chamber.notices.writing.details import Correction
from chamber.notices.writing.fields import FieldDetails
from tests.english import english
from tests.factories.accounts import Cast, actor_as
from tests.factories.notices import details, make_form, make_notice, named, reply

WHO = ("secretary", "member", "colleague", "rival", "handler", "leader", "president", "supervisor", "admin")
OFFICE, WIDE = {"secretary"}, {"secretary", "leader", "president", "supervisor"}
OUT = {*WIDE, "member", "colleague"}
ALL = {*OUT, "rival"}


class Asked:
    """Asks everybody for words of a notice."""

    def __init__(self, cast, sign_in):
        self.accounts, self.sign_in, self.browsers = {who: getattr(cast, who) for who in WHO}, sign_in, {}
        self.notice = None

    def finders(self, mark):
        """Who finds the notice by this; their lists count it, too."""
        query = select(Notice.id).where(Notice.id == self.notice.id)
        actors = {who: actor_as(account) for who, account in self.accounts.items()}
        found = {who: query.where(listing.found(actor, mark)) for who, actor in actors.items()}
        return {who for who, query in found.items() if db.session.scalars(query).all()}

    def __call__(self, mark):
        """The same, and that it is they whose page of the notice shows it."""
        db.session.commit()
        for who, account in self.accounts.items():
            self.browsers.setdefault(who, english(self.sign_in(account)))
        pages = {who: browser.get(f"/notices/{self.notice.id}") for who, browser in self.browsers.items()}
        found = self.finders(mark)
        assert found == {who for who, one in pages.items() if one.status_code == 200 and mark in one.page.html}
        return found


@pytest.fixture
def who(cast: Cast, sign_in, clock):
    """Asks who finds the notice."""
    return Asked(cast, sign_in)


def test_files_are_found_by_their_names_while_they_are_there(cast, staff, who):
    papers = [PreparedFile(f"{name}.txt", "text/plain", b"1", name * 32) for name in ("琥珀", "玛瑙")]
    who.notice = services.create(details(audience=named(cast.firm.name)), papers, actor=staff)
    assert who("琥珀") == OFFICE
    publishing.publish(who.notice.id, actor=staff)
    assert (who("琥珀"), who("玛瑙")) == (OUT, OUT)
    correction = Correction(who.notice.title, who.notice.body, None, "换了附件")
    gone = [who.notice.files[0].id]
    publishing.correct(who.notice.id, correction, removed=gone, version=who.notice.version, actor=staff)
    assert (who("琥珀"), who("玛瑙"), who("换了附件")) == (set(), OUT, OUT)


def test_what_a_form_asks_is_found_with_its_choices(cast, staff, who):
    fields = (FieldDetails("翡翠几件", "number"), FieldDetails("午餐", "choice", choices="珍珠饭\n水晶面"))
    who.notice = make_form(staff, fields=fields, audience=named(cast.firm.name))
    assert [who(mark) for mark in ("翡翠", "珍珠饭", "水晶面")] == [OUT] * 3
    draft = who.notice = make_form(staff, published=False, fields=fields)
    assert who("翡翠") == OFFICE
    services.edit(draft.id, details(), version=draft.version, actor=staff)
    assert who("翡翠") == set()


def test_a_corrected_notice_is_found_by_what_it_said_before_and_by_what_changed(cast, staff, who):
    who.notice = make_notice(staff, title="砗磲通知", body="琉璃要点", audience=named(cast.firm.name))
    correction = Correction("青瓷通知", "紫砂要点", None, "白玉改期")
    publishing.correct(who.notice.id, correction, version=who.notice.version, actor=staff)
    assert [who(mark) for mark in ("砗磲", "琉璃", "青瓷", "紫砂", "白玉")] == [OUT] * 5


def test_why_a_notice_was_withdrawn_is_found_by_its_readers(staff, who):
    who.notice = make_notice(staff)
    publishing.withdraw(who.notice.id, reason="墨晶有误", actor=staff)
    assert who("墨晶") == ALL


def test_why_a_notice_cannot_wait_is_found_by_the_secretariat_alone_and_not_once_it_is_deleted(staff, who):
    who.notice = make_notice(staff, kind="urgent", urgent_reason="孔雀当晚")
    assert who("孔雀") == OFFICE
    draft = who.notice = make_notice(staff, published=False, kind="urgent", urgent_reason="石绿当晚")
    assert who("石绿") == OFFICE
    publishing.discard(draft.id, actor=staff)
    assert listing.counts(staff, "石绿")["discarded"] == 0
    assert listing.counts(staff, draft.title)["discarded"] == 1


def test_a_question_is_found_by_who_asked_it_and_the_secretariat_until_it_is_shown_to_all(cast, staff, who):
    who.notice = make_notice(staff, title="砗磲通知")
    questions.ask(who.notice.id, "别的事情", actor=actor_as(cast.rival))
    asked = questions.ask(who.notice.id, "朱砂怎么填", actor=actor_as(cast.member))
    assert who("朱砂") == {*OFFICE, "member"}
    assert who.finders("朱砂 砗磲") == {*OFFICE, "member"}, "also beside what all read"
    assert who.finders("朱砂 琥珀") == set()
    questions.answer(who.notice.id, asked.id, "雄黄即可", is_shared=False, actor=staff)
    assert (who("朱砂"), who("雄黄")) == ({*OFFICE, "member"}, {*OFFICE, "member"})
    questions.answer(who.notice.id, asked.id, "辰砂即可", is_shared=True, actor=staff)
    assert (who("朱砂"), who("雄黄"), who("辰砂")) == (ALL, set(), ALL)
    questions.answer(who.notice.id, asked.id, "辰砂即可", is_shared=False, actor=staff)
    assert (who("朱砂"), who("辰砂")) == ({*OFFICE, "member"}, {*OFFICE, "member"})


def test_what_another_firm_asked_changes_no_count(cast, staff, who):
    who.notice = make_notice(staff, title="砗磲通知")
    before = {who: listing.counts(actor_as(getattr(cast, who)), "朱砂") for who in ("rival", "leader")}
    questions.ask(who.notice.id, "朱砂怎么填", actor=actor_as(cast.member))
    assert {who: listing.counts(actor_as(getattr(cast, who)), "朱砂") for who in before} == before
    assert [listing.counts(actor_as(one), "朱砂")[""] for one in (cast.secretary, cast.member)] == [1, 1]


def test_what_a_firm_wrote_into_a_form_is_found_by_its_people_alone(cast, staff, who):
    who.notice = make_form(staff)
    paper = PreparedFile("贝叶回执.txt", "text/plain", b"1", "0" * 64)
    filling.fill_in(
        who.notice.id, reply(who.notice, "3", "需要", "", "螺钿忌口", upload=paper), actor=actor_as(cast.member)
    )
    assert (who("螺钿"), who("贝叶回执")) == ({"member", "colleague"}, {"member", "colleague"})
