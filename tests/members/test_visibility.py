import re

import pytest

from chamber import clock
from chamber.errors import Forbidden, NotFound
from chamber.extensions import db
from chamber.members import search, services
from chamber.members.models import Contact, Member
from chamber.members.record import contacts, editing, notes
from tests.english import english
from tests.factories.accounts import make_member
from tests.factories.members import enter, index, person

PHONE = "13955558000"
READERS = ("secretary", "member", "leader", "president", "supervisor")


@pytest.fixture
def other(cast, keeper):
    """A firm full of what not everybody may read."""
    member = enter(
        keeper,
        71,
        name="宏远泵阀有限公司",
        short_name="宏远",
        industry="C34",
        size="medium",
        community="江滨社区",
        address="瓯江路秘密地址",
        tags="重点 困难",
        legal_representative="盖德胜",
        introduction="我们做泵阀。",
        scope="秘密范围",
        employees="321",
    )
    person(keeper, member, "解秀英", PHONE, email="xie@example.com", wechat="xie-wechat", title="总经理")
    notes.add(member.id, "秘密的话", actor=keeper)
    index(cast.firm)
    index(cast.rival_firm)
    db.session.commit()
    return member


HIDDEN = [
    *("瓯江路秘密地址", "盖德胜", "秘密范围", "解秀英", "13955558000", "139 5555 8000", "139****8000", "8000"),
    *("xie@example.com", "xie-wechat", "江滨社区", "秘密的话", "重点", "困难", "321"),
]


@pytest.mark.parametrize("who", ["member", "supervisor"])
def test_the_directory_view_holds_nothing_but_what_is_public(cast, other, sign_in, who):
    client = english(sign_in(getattr(cast, who)))
    answer = client.get(f"/members/{other.id}")
    assert answer.status_code == 200
    for word in ("宏远泵阀有限公司", "我们做泵阀。", "Industry"):
        assert word in answer.words
    for word in [*HIDDEN, other.uscc, "Active", "Medium", "2024"]:
        assert word not in answer.get_data(as_text=True), word
    listed = client.get("/members/?q=宏远")
    assert "宏远泵阀有限公司" in listed.words
    for word in [*HIDDEN, other.uscc, "Medium"]:
        assert word not in listed.get_data(as_text=True), word


@pytest.mark.parametrize(
    "query",
    [
        "解秀英",
        "jiexiuying",
        "xiexiuying",
        "xxy",
        "8000",
        PHONE,
        "盖德胜",
        "gedesheng",
        "重点",
        "江滨",
        "秘密",
        "91330304",
    ],
)
@pytest.mark.parametrize("who", ["member", "supervisor"])
def test_the_directory_search_does_not_find_by_what_it_hides(cast, other, actor, who, query):
    reader = actor(getattr(cast, who))
    assert search.results(reader, search.Filters(q=query)).facets.total == 0
    staff = actor(cast.secretary)
    if query not in ("jiexiuying", "秘密", "江滨"):
        assert search.results(staff, search.Filters(q=query)).facets.total >= 1


def test_the_directory_view_cannot_be_filtered_by_what_it_hides(cast, other, sign_in):
    client = english(sign_in(cast.member))
    everything = client.get("/members/").words
    for filtered in ("status=suspended", "size=large", "community=江滨社区", "size=medium", "status=left"):
        answer = client.get(f"/members/?{filtered}")
        assert re.findall(r"\d+ members", answer.words) == re.findall(r"\d+ members", everything)
        assert "Medium" not in answer.words and "江滨" not in answer.words


@pytest.mark.parametrize("who", ["leader", "president"])
def test_leader_and_president_read_all_but_numbers_addresses_and_notes(cast, other, sign_in, who):
    client = english(sign_in(getattr(cast, who)))
    answer = client.get(f"/members/{other.id}")
    for word in ("瓯江路秘密地址", "盖德胜", "解秀英", "139****8000", "江滨社区"):
        assert word in answer.words
    for word in (PHONE, "139 5555 8000", "xie@example.com", "xie-wechat", "秘密的话", "tel:", "/edit"):
        assert word not in answer.get_data(as_text=True), word
    assert "宏远泵阀有限公司" in client.get("/members/?q=xiexiuying").words


def test_the_secretariat_sees_numbers_on_a_firms_page_and_in_its_list_and_paper_the_last_digits(cast, other, desk):
    page = desk.get(f"/members/{other.id}")
    for word in ("139 5555 8000", "xie@example.com", "xie-wechat", "秘密的话"):
        assert word in page.words
    listed = desk.get("/members/?q=宏远")
    assert listed.page.link("139 5555 8000") == "tel:13955558000" and "解秀英" in listed.words
    for answer in (page, listed):
        assert "139 5555 8000" in answer.page.texts("a.no-print")
        assert "139****8000" in answer.page.texts(".print-only")
    assert PHONE not in desk.get("/admin/log").words


def test_the_list_names_whom_to_call_first(db, cast, other, keeper, desk):
    boss = person(keeper, other, "盖德胜", "13700001111", duty="principal")
    contacts.leave(other.id, person(keeper, other, "走了", "13700002222", duty="principal").id, actor=keeper)
    called = services.whom_to_call([other.id, cast.firm.id], actor=keeper)
    assert (called[other.id].name, called[other.id].phone) == ("盖德胜", "137 0000 1111")
    contacts.leave(other.id, boss.id, actor=keeper)
    assert services.whom_to_call([other.id], actor=keeper)[other.id].name == "解秀英"


@pytest.mark.parametrize("who", ["leader", "president", "member", "supervisor"])
def test_nobody_but_the_secretariat_gets_numbers_in_the_list(cast, other, sign_in, actor, who):
    answer = english(sign_in(getattr(cast, who))).get("/members/?q=宏远")
    assert "宏远泵阀有限公司" in answer.words
    for word in ("139 5555 8000", PHONE, "8000", "Contact"):
        assert word not in answer.page.html.partition("<tbody")[2], word
    with pytest.raises(Forbidden):
        services.whom_to_call([other.id], actor=actor(getattr(cast, who)))


@pytest.mark.parametrize("who", ["member", "leader", "president", "supervisor", "handler", "admin"])
def test_nobody_else_reveals_invites_or_changes(cast, other, sign_in, who):
    client = sign_in(getattr(cast, who))
    contact = db.session.query(Contact).filter_by(member_id=other.id).one()
    page = f"/members/{other.id}"
    for path in (
        f"{page}/contacts/{contact.id}/invite",
        f"{page}/contacts/{contact.id}/leave",
        f"{page}/notes",
        f"{page}/edit",
        f"{page}/leave",
        f"{page}/come-back",
        f"{page}/admit",
        f"{page}/refuse",
        f"{page}/apply-again",
        f"{page}/offices/new",
        "/members/terms/new",
        "/members/terms/1/undo",
        "/members/import",
        "/members/import/1/confirm",
    ):
        answer = client.post(path, data={"text": "x", "name": "x"})
        assert answer.status_code == 403, path
        assert PHONE not in answer.get_data(as_text=True) and "宏远" not in answer.get_data(as_text=True)
    for path in ("/members/export.xlsx", "/members/import", "/members/new", f"{page}/edit", "/members/import/1"):
        assert client.get(path).status_code == 403, path
    assert db.session.get(Member, other.id).name == "宏远泵阀有限公司"


@pytest.mark.parametrize("who", ["member", "leader", "handler", "admin"])
def test_the_services_refuse_who_does_not_keep_the_roster(cast, other, actor, who):
    reader = actor(getattr(cast, who))
    contact = db.session.query(Contact).filter_by(member_id=other.id).one()
    for act in (
        lambda: editing.create({"name": "新企业"}, actor=reader),
        lambda: editing.edit(other.id, {"name": "别的"}, version=other.version, actor=reader),
        lambda: editing.leave(other.id, status="left", on="2026-01-01", reason="x", actor=reader),
        lambda: contacts.add(other.id, {"name": "某人"}, actor=reader),
        lambda: contacts.invite(other.id, contact.id, actor=reader),
        lambda: notes.add(other.id, "话", actor=reader),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("who", ["handler", "admin"])
def test_the_area_is_closed_to_handlers_and_administrators(cast, other, sign_in, who):
    client = sign_in(getattr(cast, who))
    for path in ("/members/", f"/members/{other.id}", "/members/?q=宏远"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "宏远" not in answer.words


def test_a_member_reads_its_own_firm_in_full_but_no_notes(cast, keeper, sign_in):
    person(keeper, cast.firm, "同事乙", "13877776666", wechat="tongshi")
    notes.add(cast.firm.id, "秘密的话", actor=keeper)
    editing.edit(cast.firm.id, {"address": "本厂地址"}, version=cast.firm.version, actor=keeper)
    db.session.commit()
    client = english(sign_in(cast.member))
    answer = client.get(client.get("/members/").page.link("My firm"))
    for word in ("同事乙", "138 7777 6666", "tongshi", "本厂地址", cast.firm.uscc, "Active"):
        assert word in answer.words
    for word in ("秘密的话", "Edit", "Invite"):
        assert word not in answer.words


def test_members_that_left_or_apply_are_in_nobodys_directory(cast, other, keeper, sign_in, actor):
    for status in ("left", "applicant"):
        other.status = status
        db.session.commit()
        client = sign_in(cast.member)
        assert client.get(f"/members/{other.id}").status_code == 404
        assert "宏远" not in client.get("/members/?q=hongyuan").words
        with pytest.raises(NotFound):
            services.seen_by(actor(cast.supervisor), other.id)
        assert services.seen_by(actor(cast.leader), other.id).name == "宏远泵阀有限公司"


def test_a_contact_of_a_firm_that_left_has_no_directory_any_more(cast, other, keeper, sign_in, actor):
    client = sign_in(cast.member)
    assert client.get("/members/").status_code == 200
    editing.leave(cast.firm.id, status="left", on=clock.today(), reason="搬走", actor=keeper)
    assert client.get("/members/").status_code == 403
    for number in (cast.firm.id, other.id):
        answer = client.get(f"/members/{number}")
        assert answer.status_code == 403
        assert "宏远" not in answer.words and cast.firm.name not in answer.words
        with pytest.raises(NotFound):
            services.seen_by(actor(cast.member), number)


@pytest.mark.parametrize("number", ["0", "99999", "2147483647", "2147483648", "1099511627776", "-1", "abc", "1e3"])
@pytest.mark.parametrize("who", ["secretary", "member"])
def test_a_number_that_is_none_is_not_found(cast, sign_in, who, number):
    client = sign_in(getattr(cast, who))
    assert client.get(f"/members/{number}").status_code == 404
    if who == "secretary":
        for path in ("edit", "leave", "offices/new", "contacts/new", "contacts/1/edit", f"contacts/{number}/edit"):
            assert client.get(f"/members/{number}/{path}").status_code == 404, path
        for path in (f"import/{number}", f"import/{number}/marked.xlsx"):
            assert client.get(f"/members/{path}").status_code == 404, path
        for path in ("notes", "come-back", "contacts/1/invite", f"contacts/{number}/leave"):
            assert client.post(f"/members/{number}/{path}", data={"text": "x"}).status_code == 404, path


def test_a_contact_of_another_firm_cannot_be_reached_through_this_one(cast, other, desk):
    contact = db.session.query(Contact).filter_by(member_id=other.id).one()
    for path in ("invite", "leave"):
        answer = desk.post(f"/members/{cast.firm.id}/contacts/{contact.id}/{path}")
        assert answer.status_code == 404 and "8000" not in answer.words
    assert desk.get(f"/members/{cast.firm.id}/contacts/{contact.id}/edit").status_code == 404


@pytest.mark.parametrize("who", READERS)
def test_the_list_has_few_queries_however_long_it_is(cast, keeper, sign_in, queries, who):
    for number in range(100, 140):
        enter(keeper, number, community=f"社区{number % 7}", industry="C18", size="small")
    db.session.commit()
    client = sign_in(getattr(cast, who))
    client.get("/members/")
    for address in ("/members/", "/members/?q=hengxin&office=member", "/members/?q=he", "/members/3"):
        queries.clear()
        assert client.get(address).status_code == 200
        assert len(queries) <= 9, queries


@pytest.mark.parametrize("who", ["leader", "president"])
def test_what_is_not_theirs_is_not_even_handed_to_the_page(cast, other, keeper, actor, who):
    gone = person(keeper, other, "走了的人", "13700137000")
    contacts.leave(other.id, gone.id, actor=keeper)
    seen = services.seen_by(actor(getattr(cast, who)), other.id)
    assert seen.notes == () and [contact.name for contact in seen.contacts] == ["解秀英"]
    assert [(one.phone, one.email, one.wechat) for one in seen.contacts] == [("139****8000", "", "")]
    full = services.seen_by(keeper, other.id)
    assert len(full.notes) == 1 and len(full.contacts) == 2


@pytest.mark.parametrize("who", ["member", "supervisor"])
def test_the_directory_view_is_handed_nothing_else(cast, other, actor, who):
    seen = services.seen_by(actor(getattr(cast, who)), other.id)
    assert (seen.facts, seen.contacts, seen.positions, seen.notes, seen.status) == ({}, (), (), (), "")
    row = db.session.execute(search.results(actor(getattr(cast, who)), search.Filters(q="宏远")).rows).one()
    assert set(row._mapping) == {"id", "name", "short_name", "office", "industry"}


def test_the_list_says_how_many_of_the_members_are_suspended_but_not_which(cast, sign_in):
    make_member("暂停的有限公司", 60, status="suspended")
    db.session.commit()
    for who in (cast.member, cast.president):
        visitor = english(sign_in(who))
        assert re.search(r"\d+ members \(1 of them suspended\)", visitor.get("/members/").page.texts("#count")[0])
    assert "suspended" not in english(sign_in(cast.member)).get("/members/?q=暂停").words
