"""Contacts, offices and departures in a roster."""

from datetime import date

from sqlalchemy import func, select

from chamber import clock
from chamber.accounts.models import Account
from chamber.members import positions
from chamber.members.models import Member, Position
from chamber.members.record import contacts
from tests.factories.audit import history
from tests.factories.members import code, enter, person, term
from tests.members.roster import counts, firm, send


def test_a_new_number_in_the_roster_is_the_one_to_sign_in_with_where_it_was_the_old_one(db, cast, keeper, desk):
    for number, (account, mobile) in enumerate(
        ((cast.member, "13700000001"), (cast.colleague, "13700000002"), (cast.rival, "13700000003")), 1
    ):
        member = enter(keeper, number)
        person(keeper, member, "单明", mobile).account_id = account.id
        account.mobile = f"+86{mobile}"
    cast.rival.mobile = "+8613899990000"
    cast.leader.mobile = "+8613800130002"
    db.session.commit()
    done = desk.post_form(send(desk, firm(1), firm(2), firm(3)), press="Confirm and import")
    assert "1 person signs in with a new number from now on." in done.page.html
    assert "2 people sign in as before, although their number has changed." in done.page.html
    assert [one.mobile for one in (cast.member, cast.colleague, cast.rival)] == [
        "+8613800130001",
        "+8613700000002",
        "+8613899990000",
    ]
    assert history("account", cast.member.id, ("account.mobile_followed",))
    assert "sign" not in desk.post_form(send(desk, firm(4)), press="Confirm and import").page.text


def test_several_contacts_of_a_firm_come_in_one_row(db, cast, desk):
    header = ["名称", "信用代码", "联系人", "手机", "联系人2", "手机2", "联系人3", "手机3"]
    row = ["恒信1号门窗有限公司", code(1), "单明", "13800130001", "曾敏", "13800130002", "", "13800130003"]
    assert "Whose is it" in send(desk, row, header=header).words
    row[6] = "解伟"
    desk.post_form(send(desk, row, header=header), press="Confirm and import")
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert [one.name for one in member.contacts] == ["单明", "曾敏", "解伟"]


def test_a_phone_without_a_name_belongs_to_the_legal_representative(db, cast, desk):
    row = ["恒信1号门窗有限公司", code(1), "盖德胜", "13800130001"]
    looked = send(desk, row, header=["公司名称", "信用代码", "法定代表人", "电话"])
    desk.post_form(looked, press="Confirm and import")
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert [(one.name, one.mobile) for one in member.contacts] == [("盖德胜", "+8613800130001")]


def test_former_contacts_are_not_brought_back_and_numbers_find_their_person(db, cast, keeper, desk):
    member = enter(keeper, 1)
    gone = person(keeper, member, "单明", "13800130001")
    contacts.leave(member.id, gone.id, actor=keeper)
    there = person(keeper, member, "曾小敏", "13800130002")
    db.session.commit()
    header = ["名称", "信用代码", "联系人", "手机", "联系人2", "手机2"]
    row = ["恒信1号门窗有限公司", code(1), "单明", "13800130001", "曾敏", "13800130002"]
    desk.post_form(send(desk, row, header=header), press="Confirm and import")
    assert [(one.name, one.left_at is None) for one in member.contacts] == [
        ("单明", False),
        ("曾敏", True),
        ("单明", True),
    ]
    assert there.name == "曾敏"


OFFICES = ["名称", "信用代码", "商会职务", "会籍状态", "退会日期", "退会原因"]


def test_offices_come_in_with_their_term(db, cast, keeper, desk):
    row = ["恒信1号门窗有限公司", code(1), "会长单位", "", "", ""]
    assert "enter it first, under Terms" in send(desk, row, header=OFFICES).words
    running = term(keeper)
    member = enter(keeper, 2)
    positions.appoint(member.id, office="council", term_id=running.id, began_on="2025-04-01", actor=keeper)
    db.session.commit()
    second = ["恒信2号门窗有限公司", code(2), "副会长", "", "", ""]
    desk.post_form(send(desk, row, second, header=OFFICES), press="Confirm and import")
    first = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert (first.office, member.office) == ("president", "vice_president")
    held = db.session.scalars(select(Position).where(Position.member_id == member.id).order_by(Position.id)).all()
    assert [(row.office, row.ended_on is None) for row in held] == [("council", False), ("vice_president", True)]
    looked = send(desk, ["恒信3号门窗有限公司", code(3), "会长", "", "", ""], header=OFFICES)
    assert "there is one already" in looked.words
    stands_down = ["恒信1号门窗有限公司", code(1), "会员", "", "", ""]
    follows = ["恒信3号门窗有限公司", code(3), "会长", "", "", ""]
    looked = send(desk, stands_down, follows, header=OFFICES)
    assert (counts(looked)["changed"], counts(looked)["new"], counts(looked)["wrong"]) == (1, 1, 0)
    desk.post_form(looked, press="Confirm and import")
    assert first.office == "member"


def test_leaving_by_table_needs_day_and_reason_and_ends_offices(db, cast, keeper, desk):
    from chamber.members.signals import member_left

    member = enter(keeper, 1)
    positions.appoint(member.id, office="council", term_id=term(keeper).id, began_on="2025-04-01", actor=keeper)
    db.session.commit()
    row = [member.name, code(1), "", "已退会", "", ""]
    assert "fill in the leaving date and reason" in send(desk, row, header=OFFICES).words
    heard = []

    def listen(_sender, **what):
        heard.append(what["member_id"])

    with member_left.connected_to(listen):
        looked = send(desk, [*row[:4], "2026-01-02", "搬迁"], header=OFFICES)
        assert "Left on empty → 2026-01-02" in looked.words and "Reason for leaving empty → 搬迁" in looked.words
        desk.post_form(looked, press="Confirm and import")
    assert heard == [member.id]
    assert (member.status, member.left_on, member.left_reason) == ("left", date(2026, 1, 2), "搬迁")
    assert member.office == "member"
    desk.post_form(send(desk, [*row[:3], "在册", "", ""], header=OFFICES), press="Confirm and import")
    assert (member.status, member.left_on, member.left_reason) == ("active", None, "")


def test_a_roster_tells_once_whose_names_and_numbers_it_changed(db, cast, desk):
    from chamber.members.signals import names_changed

    desk.post_form(send(desk, firm(1), firm(2), firm(3)), press="Confirm and import")
    ids = {number: db.session.scalar(select(Member.id).where(Member.uscc == code(number))) for number in (1, 2, 3)}
    heard = []

    def listen(_sender, **what):
        heard.append(what["member_ids"])

    with names_changed.connected_to(listen):
        changed = (firm(1, 手机="13800139999"), firm(2, 企业名称="瓯江鞋材有限公司"), firm(3, 地址="瓯江路9号"))
        desk.post_form(send(desk, *changed), press="Confirm and import")
    assert heard == [[ids[1], ids[2]]]


def test_accounts_are_not_touched_by_a_roster(db, cast, desk):
    before = db.session.scalar(select(func.count()).select_from(Account))
    desk.post_form(send(desk, firm(1)), press="Confirm and import")
    assert db.session.scalar(select(func.count()).select_from(Account)) == before
    assert clock.today()
