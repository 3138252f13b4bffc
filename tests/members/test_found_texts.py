"""Each text on the page of a firm finds it for exactly those whose page shows it, until it is changed or gone."""

import pytest
from sqlalchemy import select

from chamber import clock
from chamber.members import positions, search
from chamber.members.joining import admission
from chamber.members.models import Member
from chamber.members.record import contacts, corrections, editing, indexed, notes
from chamber.members.terms import changing
from tests.english import english
from tests.factories.accounts import actor_as
from tests.factories.finds import found_by
from tests.factories.members import code, enter, person, term
from tests.members.handover import appoint
from tests.members.roster import HEADER, firm, send

WHO = ("secretary", "member", "colleague", "rival", "handler", "leader", "president", "supervisor", "admin")
STAFF = {"secretary", "leader", "president"}
OWN = {"member", "colleague"}
OPEN, FULL = {"secretary", *OWN}, {*STAFF, *OWN}


class Asked:
    """Asks everybody for words of a firm."""

    def __init__(self, db, cast, sign_in):
        self.db, self.accounts = db, {who: getattr(cast, who) for who in WHO}
        self.sign_in, self.firm, self.browsers = sign_in, cast.firm, {}

    def finders(self, mark):
        """Who finds the firm by this."""
        query = select(Member.id).where(Member.id == self.firm.id)
        found = {who: query.where(search.found(actor_as(one), mark)) for who, one in self.accounts.items()}
        return {who for who, query in found.items() if self.db.session.scalars(query).all()}

    def __call__(self, mark):
        """The same, and that it is they whose page of the firm shows it."""
        self.db.session.commit()
        for who, account in self.accounts.items():
            self.browsers.setdefault(who, english(self.sign_in(account)))
        pages = {who: browser.get(f"/members/{self.firm.id}") for who, browser in self.browsers.items()}
        found = self.finders(mark)
        assert found == {who for who, one in pages.items() if one.status_code == 200 and mark in one.page.text}
        return found

    def in_pickers(self, mark):
        """Whether a box that asks for the name of a firm offers it."""
        query = select(Member.id).where(Member.id == self.firm.id, search.found_by_staff(mark))
        return bool(self.db.session.scalars(query).all())


@pytest.fixture
def who(db, cast, sign_in):
    """Asks who finds the firm."""
    return Asked(db, cast, sign_in)


def change(keeper, firm, **values):
    return editing.edit(firm.id, values, version=firm.version, actor=keeper)


def test_since_when_there_is_a_party_organisation_or_a_union_is_found_by_who_reads_the_facts(cast, keeper, who):
    change(keeper, cast.firm, party_since="琥珀纪年", union_since="玛瑙纪年")
    assert (who("琥珀"), who("玛瑙"), who.in_pickers("琥珀")) == (FULL, FULL, False)
    change(keeper, cast.firm, party_since="")
    assert who("琥珀") == set()


def test_mail_addresses_and_wechat_names_are_found_by_who_reads_them_whole_while_the_person_is_there(cast, keeper, who):
    one = person(keeper, cast.firm, "单明", email="amber@agate.example", wechat="feicui_66")
    assert (who("amber@agate"), who("feicui"), who.in_pickers("feicui")) == (OPEN, OPEN, False)
    contacts.edit(cast.firm.id, one.id, {"email": "jade@agate.example"}, version=one.version, actor=keeper)
    assert (who("amber"), who("jade")) == (set(), OPEN)
    contacts.leave(cast.firm.id, one.id, actor=keeper)
    assert (who("jade"), who("feicui")) == (set(), set())


def test_who_left_a_firm_is_found_by_the_secretariat_alone_and_an_officer_by_who_reads_the_offices(cast, keeper, who):
    one = person(keeper, cast.firm, "单石绿", title="朱砂员")
    other = person(keeper, cast.firm, "单辰砂")
    position = appoint(keeper, cast.firm, "council", term(keeper), contact_id=one.id)
    for left in (one, other):
        contacts.leave(cast.firm.id, left.id, actor=keeper)
    assert (who("朱砂员"), who("单辰砂"), who("单石绿")) == ({"secretary"}, {"secretary"}, FULL)
    assert not who.in_pickers("单石绿")
    positions.take_away(cast.firm.id, position.id, version=positions.mark_of(position), actor=keeper)
    assert who("单石绿") == {"secretary"}
    contacts.come_back(cast.firm.id, one.id, actor=keeper)
    assert (who("单石绿"), who("朱砂员")) == (FULL, FULL)


def test_a_note_is_found_by_the_secretariat_alone_and_not_where_one_looks_for_a_firm_by_name(cast, keeper, who):
    notes.add(cast.firm.id, "珍珠来电", actor=keeper)
    assert (who("珍珠"), who.in_pickers("珍珠")) == ({"secretary"}, False)


def test_what_a_firm_says_is_wrong_is_found_by_it_and_by_the_secretariat_until_it_is_settled(cast, keeper, who, actor):
    said = corrections.ask(cast.firm.id, "砗磲已换", actor=actor(cast.member))
    assert (who("砗磲"), who.in_pickers("砗磲")) == (OPEN, False)
    corrections.settle(said.id, "水晶照办", actor=keeper)
    assert (who("砗磲"), who("水晶")) == (OWN, OWN)
    for turn in range(5):
        corrections.ask(cast.firm.id, f"又一处 {turn}", actor=actor(cast.member))
    assert (who("砗磲"), who("水晶"), who("又一处")) == (set(), set(), OPEN)


def test_why_a_firm_left_is_found_while_it_is_gone(cast, keeper, who):
    editing.leave(cast.firm.id, status="left", on=clock.today(), reason="青瓷外迁", actor=keeper)
    assert who("青瓷") == STAFF
    editing.come_back(cast.firm.id, actor=keeper)
    assert who("青瓷") == set()
    cast.firm.left_reason = "青瓷旧表"
    indexed.put([cast.firm.id])
    assert who("青瓷") == set(), "as a table may have brought it"


def test_why_a_firm_was_not_admitted_is_found_until_it_is(keeper, who):
    who.firm = enter(keeper, 5, status="applicant")
    admission.refuse(who.firm.id, "琉璃不足", actor=keeper)
    assert who("琉璃") == STAFF
    admission.apply_again(who.firm.id, actor=keeper)
    assert who("琉璃") == STAFF
    admission.admit(who.firm.id, actor=keeper)
    assert who("琉璃") == set()


def test_the_terms_in_which_a_firm_holds_offices_find_it_also_after_they_go_on_or_are_taken_back(cast, keeper, who):
    first = term(keeper, "碧玺届")
    position = appoint(keeper, cast.firm, "council", first)
    assert who("碧玺") == FULL
    positions.end(cast.firm.id, position.id, clock.today(), actor=keeper)
    assert who("碧玺") == FULL
    appoint(keeper, cast.firm, "supervisor", first, clock.today())
    second = changing.begin("绿松届", clock.today(), going_on="all", actor=keeper)
    assert who("绿松") == FULL
    last = changing.undo_of(second, actor=keeper)
    changing.undo(second.id, last.at, actor=keeper)
    assert (who("绿松"), who("碧玺")) == (set(), FULL)
    change(keeper, cast.firm, status="applicant")
    assert who("碧玺") == set(), "whose page has no offices"


def test_an_office_taken_away_or_corrected_is_not_found_by_what_it_was(cast, keeper, who):
    one, other = person(keeper, cast.firm, "单石绿"), person(keeper, cast.firm, "单辰砂")
    position = appoint(keeper, cast.firm, "council", term(keeper, "碧玺届"), contact_id=one.id)
    contacts.leave(cast.firm.id, one.id, actor=keeper)
    marked = {"began_on": "2025-04-01", "actor": keeper}
    positions.correct(
        *(cast.firm.id, position.id),
        office="council",
        contact_id=other.id,
        version=positions.mark_of(position),
        **marked,
    )
    assert (who("单石绿"), who("碧玺")) == ({"secretary"}, FULL)
    positions.take_away(cast.firm.id, position.id, version=positions.mark_of(position), actor=keeper)
    assert who("碧玺") == set()


def test_a_roster_brings_terms_addresses_and_reasons_for_new_firms_and_for_known_ones(db, cast, keeper, desk, who):
    term(keeper, "碧玺届")
    known = enter(keeper, 2, address="旧址螺钿")
    db.session.commit()
    header = [*HEADER, "商会职务", "邮箱", "党组织"]
    rows = [[*firm(number), "理事", f"amber{number}@agate.example", "贝叶纪年"] for number in (1, 2)]
    desk.post_form(send(desk, *rows, header=header), press="Confirm and import")
    new = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    for who.firm, mail in ((new, "amber1"), (known, "amber2")):
        assert [who.finders(mark) for mark in ("碧玺", "贝叶", mail)] == [STAFF, STAFF, {"secretary"}]
        assert "mfw碧玺" in found_by("member", who.firm.id)
    assert who.finders("螺钿") == set()
