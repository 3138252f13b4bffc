import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from chamber import clock
from chamber.accounts.models import Account
from chamber.audit import services as audit
from chamber.audit.models import AuditValue
from chamber.errors import Conflict
from chamber.files.models import StoredFile
from chamber.members import contacts, editing, positions, roster_in, roster_writing, search
from chamber.members.models import Contact, Member, MemberImport, Position
from tests.factories.members import code, enter, person, table, term

HEADER = ["企业名称", "统一社会信用代码", "法人", "联系人", "职务", "手机", "地址", "行业", "规模", "入会时间"]


def send(desk, *rows, header=HEADER, name="名册.xlsx", data=None):
    """Upload a table and come to the page that says what it would change."""
    return desk.post_form("/members/import", {"file": (name, data or table(header, *rows))}, press="Look at the table")


def counts(answer):
    labels, numbers = answer.page.texts(".facts dt"), answer.page.texts(".facts dd")
    found = dict(zip(labels, (int(number) for number in numbers), strict=True))
    assert found.pop("rows") == sum(found.values())
    return found


def firm(number, **more):
    row = {
        "企业名称": f"恒信{number}号门窗有限公司",
        "统一社会信用代码": code(number),
        "法人": "盖德胜",
        "联系人": "单明",
        "职务": "总经理",
        "手机": f"1380013{number:04}",
        "地址": f"瓯江路{number}号",
        "行业": "C18",
        "规模": "小型",
        "入会时间": "2024年5月6日",
        **more,
    }
    return [row[label] for label in HEADER]


def members(db):
    return db.session.scalar(select(func.count()).select_from(Member))


def test_a_roster_goes_in_after_a_look_and_a_confirmation(db, cast, desk):
    looked = send(desk, firm(1), firm(2))
    assert counts(looked) == {"wrong": 0, "possible duplicates": 0, "new": 2, "changed": 0, "unchanged": 0}
    assert members(db) == 2, "nothing is written by looking"
    done = desk.post_form(looked, press="Confirm and write")
    assert "2 members were written" in done.page.html
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert (member.name, member.industry, member.size) == ("恒信1号门窗有限公司", "C18", "small")
    assert (member.joined_on, member.status, member.version) == (date(2024, 5, 6), "active", 1)
    assert [(one.name, one.title, one.mobile) for one in member.contacts] == [("单明", "总经理", "+8613800130001")]
    assert "shanming" in member.search_staff and "0001" in member.search_staff
    assert "shanming" not in member.search_directory
    assert member.contacts[0].search_door
    row = audit.history("member", member.id)[0]
    record = db.session.scalars(select(MemberImport)).one()
    assert (row.act, row.reason, row.actor_id) == ("member.created", f"import:{record.id}", cast.secretary.id)
    assert record.counts["new"] == 2 and record.confirmed_at
    assert counts(send(desk, firm(1), firm(2)))["unchanged"] == 2


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
    done = desk.post_form(send(desk, firm(1), firm(2), firm(3)), press="Confirm and write")
    assert "1 person signs in with a new number from now on." in done.page.html
    assert "2 people sign in as before, although their number has changed." in done.page.html
    assert [one.mobile for one in (cast.member, cast.colleague, cast.rival)] == [
        "+8613800130001",
        "+8613700000002",
        "+8613899990000",
    ]
    assert audit.history("account", cast.member.id, ("account.mobile_followed",))
    assert "sign" not in desk.post_form(send(desk, firm(4)), press="Confirm and write").page.text


def test_what_is_written_in_bulk_equals_what_is_entered_by_hand(db, cast, keeper, desk):
    by_hand = enter(keeper, 1, legal_representative="盖德胜", address="瓯江路1号", industry="C18", size="small")
    person(keeper, by_hand, "单明", "13800130001", title="总经理")
    row = firm(2, 企业名称="恒信2号门窗有限公司")
    desk.post_form(send(desk, row), press="Confirm and write")
    bulk = db.session.scalars(select(Member).where(Member.uscc == code(2))).one()
    for name in ("name_key", "bare_name", "search_directory", "search_staff"):
        plain = getattr(by_hand, name).replace("1号", "2号").replace("1hao", "2hao").replace("1h", "2h")
        plain = plain.replace(code(1).lower(), code(2).lower()).replace("hx1", "hx2").replace("0001", "0002")
        assert plain == getattr(bulk, name), name
    assert by_hand.contacts[0].search_door.replace("1", "2") == bulk.contacts[0].search_door.replace("1", "2")


def test_old_and_new_are_shown_before_anything_changes(db, cast, keeper, desk):
    member = enter(keeper, 1, address="旧地址", industry="C18", size="small", legal_representative="盖德胜")
    person(keeper, member, "单明", "13711119999", title="经理")
    db.session.commit()
    looked = send(desk, firm(1, 地址="新地址"))
    assert "1111" not in looked.get_data(as_text=True), "a stored number is shown only after asking"
    assert counts(looked)["changed"] == 1
    text = looked.page.texts("#rows td")[1]
    assert "Address of the firm 旧地址 → 新地址" in text and "Title of the contact 经理 → 总经理" in text
    assert "Phone of the contact 137****9999 → 138 0013 0001" in text
    assert "E-mail of the contact" not in text
    assert (member.address, member.contacts[0].title) == ("旧地址", "经理")
    before = member.version
    desk.post_form(looked, press="Confirm and write")
    assert (member.address, member.contacts[0].title) == ("新地址", "总经理")
    assert member.version > before
    assert search.look(keeper, search.Filters(q="shanming")).facets.total == 1
    row = audit.history("member", member.id)[-1]
    values = db.session.get(AuditValue, row.id).values
    assert row.act == "member.edited" and values["before"]["address"] == "旧地址"
    assert values["before"]["contact1.mobile"] == "137****9999" and values["after"]["contact1.mobile"] == "138****0001"


def test_an_empty_cell_and_an_absent_row_change_nothing(db, cast, keeper, desk):
    member = enter(keeper, 1, address="旧地址", tags="外贸")
    person(keeper, member, "曾敏", "13800139999")
    db.session.commit()
    looked = send(desk, ["恒信1号门窗有限公司", code(1), None, "", "　", "-", " ", "/", "无", None])
    assert counts(looked) == {"wrong": 0, "possible duplicates": 0, "new": 0, "changed": 0, "unchanged": 1}
    assert "there is nothing to write" in looked.words
    assert desk.post(f"{looked.request.path}/confirm").status_code == 409


PROBLEMS = [
    ("统一社会信用代码", "12345", "18 characters"),
    ("统一社会信用代码", code(1)[:-1] + "O", "letter O"),
    ("统一社会信用代码", 913303021450793387, "damaged"),
    ("统一社会信用代码", None, "18-character"),
    ("企业名称", "", "write the name"),
    ("企业名称", "字" * 121, "At most 120"),
    ("手机", "12345", "11 digits"),
    ("手机", "13800138000/13900139000", "one"),
    ("联系人", "", "Whose is it"),
    ("行业", "航天飞船", "GB/T 4754"),
    ("规模", "巨型", "none of"),
    ("入会时间", "2024-02-31", "calendar"),
    ("入会时间", "9999-01-01", "the year must lie"),
    ("入会时间", "2999-01-01", "the year must lie"),
    ("地址", "x" * 10_000, "At most 200"),
]


@pytest.mark.parametrize(("label", "value", "sentence"), PROBLEMS)
def test_one_wrong_cell_keeps_the_whole_table_out(db, cast, desk, label, value, sentence):
    # Without a name the phone would be the legal representative's.
    boss = {"法人": ""} if label == "联系人" else {}
    looked = send(desk, firm(1, **{**boss, label: value}), firm(2))
    assert counts(looked)["wrong"] == 1 and counts(looked)["new"] == 1
    assert sentence.lower() in looked.words.lower()
    assert not [form for form in looked.page.forms() if form.action.endswith("/confirm")]
    assert "a table goes in as a whole" in looked.words
    answer = desk.post(f"{looked.request.path}/confirm")
    assert answer.status_code == 409 and "Rows are wrong" in answer.words
    assert members(db) == 2


def test_every_problem_of_every_row_is_said_at_once_and_marked_in_a_table(db, cast, desk):
    rows = [firm(number, 手机="12", 规模="巨型", 入会时间="gestern") for number in range(1, 4)]
    looked = send(desk, ["××街道商会名册"], HEADER, *rows, firm(9), header=["说明"])
    assert counts(looked)["wrong"] == 3
    assert len(looked.page.css("#rows li")) == 9
    answer = desk.get(looked.page.link("Table with the bad cells marked"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    noted = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert noted == {f"{column}{row}" for row in (4, 5, 6) for column in "FIJ"}
    assert sheet["A4"].value == "恒信1号门窗有限公司"


def test_thousands_of_problems_come_in_pages(cast, desk):
    looked = send(desk, *(firm(number, 手机="12") for number in range(1, 131)))
    seen, address = [], looked.request.path + "?show=wrong"
    while address:
        page = desk.get(address).page
        seen += page.texts("#rows tr td:first-child")
        address = next((url for label, url in page.links() if label == "Show more"), "")
    assert seen == [str(number) for number in range(2, 132)]


@pytest.mark.parametrize("after", ["x", "-1", "999999999999999999999", "\0", "1~2"])
def test_an_address_that_continues_nowhere_is_no_error(cast, desk, after):
    looked = send(desk, firm(1))
    assert desk.get(looked.request.path, query_string={"after": after, "show": "nonsense"}).status_code == 200


def test_the_same_firm_twice_in_a_table_is_wrong(cast, keeper, desk):
    enter(keeper, 5)
    looked = send(desk, firm(1), firm(1), firm(5), firm(6, 统一社会信用代码="", 企业名称="恒信5号门窗有限公司"))
    words = looked.words
    assert counts(looked)["wrong"] == 2
    assert "Row 2 has the same code." in words and "Row 4 is the same member." in words


def test_the_same_wrong_code_twice_is_said_to_be_both(cast, desk):
    wrong, cut = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1"), "913303000000000000"
    looked = send(
        desk, *(firm(number, 统一社会信用代码=typed) for number, typed in enumerate((wrong, wrong, cut, cut), 1))
    )
    assert counts(looked)["wrong"] == 4
    assert "character by character. Row 2 has the same code." in looked.words
    assert looked.words.count("has the same code") == 1, "what Excel has cut may be the code of many firms"


def test_likely_duplicates_stay_out_unless_somebody_says_otherwise(db, cast, keeper, desk):
    enter(keeper, 1)
    db.session.commit()
    rows = firm(8, 企业名称="恒信１号门窗（有限公司）"), firm(9)
    looked = send(desk, *rows)
    assert counts(looked) == {"wrong": 0, "possible duplicates": 1, "new": 1, "changed": 0, "unchanged": 0}
    assert "恒信1号门窗有限公司" in looked.page.texts("#rows td")[1]
    desk.post_form(looked, press="Confirm and write")
    assert members(db) == 4
    looked = send(desk, *rows)
    desk.post_form(looked, {"take_likely": True}, press="Confirm and write")
    assert members(db) == 5


def test_the_same_name_without_a_code_is_the_same_member(db, cast, keeper, desk):
    editing.create({"name": "梧桐联谊会", "kind": "organization"}, actor=keeper)
    db.session.commit()
    looked = send(desk, ["梧桐联谊会", code(7), "新地址"], header=["名称", "信用代码", "地址"])
    assert counts(looked)["changed"] == 1
    looked = send(desk, ["瓯新阀门有限公司", "新地址"], header=["名称", "地址"])
    assert counts(looked)["changed"] == 1


def test_a_roster_that_moved_since_the_look_is_shown_again(db, cast, keeper, desk):
    member = enter(keeper, 1, address="旧地址")
    db.session.commit()
    looked = send(desk, firm(1))
    editing.edit(member.id, {"address": "同事写的"}, version=member.version, actor=keeper)
    db.session.commit()
    answer = desk.post_form(looked, press="Confirm and write")
    assert answer.status_code == 409 and "Members have changed since you looked" in answer.words
    assert "同事写的" in answer.words
    assert member.address == "同事写的"
    again = desk.post_form(answer, press="Confirm and write")
    assert again.status_code == 200 and member.address == "瓯江路1号"


def test_confirming_twice_writes_once(db, cast, keeper, desk):
    looked = send(desk, firm(1))
    for _time in range(2):
        assert desk.post_form(looked, press="Confirm and write").status_code == 200
    with pytest.raises(Conflict, match=r"已经导入过|taken in already"):
        roster_in.confirm(1, fingerprint="", take_likely=False, actor=keeper)
    assert members(db) == 3
    assert len(audit.history("import", 1, ("import.confirmed",))) == 1


def test_a_table_goes_in_whole_or_not_at_all(db, cast, desk, monkeypatch):
    looked = send(desk, firm(1), firm(2), firm(3))
    real, calls = roster_writing.audit.record, []

    def fails(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise RuntimeError("the power is gone")
        real(*args, **kwargs)

    monkeypatch.setattr(roster_writing.audit, "record", fails)
    assert desk.post_form(looked, press="Confirm and write").status_code == 500
    monkeypatch.undo()
    assert members(db) == 2
    assert db.session.scalar(select(func.count()).select_from(Contact).where(Contact.name == "单明")) == 0
    assert db.session.scalars(select(MemberImport)).one().confirmed_at is None
    assert desk.post_form(looked, press="Confirm and write").status_code == 200
    assert members(db) == 5


def test_a_code_taken_between_look_and_write_is_a_conflict(db, cast, keeper, desk, monkeypatch):
    looked = send(desk, firm(1))
    plan, calls = roster_in.plan, []

    def late(roster):
        made = plan(roster)
        calls.append(roster)
        if len(calls) == 2 and not db.session.scalar(select(Member.id).where(Member.uscc == code(1))):
            enter(keeper, 1, name="抢先一步有限公司")
        return made

    monkeypatch.setattr(roster_in, "plan", late)
    answer = desk.post_form(looked, press="Confirm and write")
    assert answer.status_code == 409 and "Members have changed" in answer.words
    assert members(db) == 2


def test_titles_merged_headers_and_unknown_columns_do_no_harm(db, cast, desk):
    rows = [
        ["××街道商会会员名册（截至2026年）"],
        ["序号", "名称", "税号", "注册资金", "联系电话", "联系人"],
        [1, "  恒信1号门窗有限公司 ", code(1).lower(), "100万", "１３８００１３８０００", "单  明"],
        ["小计", "1家"],
    ]
    looked = send(desk, data=table(*rows))
    assert counts(looked)["new"] == 1
    assert "Nothing is done with these columns: 序号, 注册资金." in looked.words
    desk.post_form(looked, press="Confirm and write")
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert (member.name, member.contacts[0].mobile) == ("恒信1号门窗有限公司", "+8613800138000")


@pytest.mark.parametrize(
    "text",
    [
        f"企业名称,统一社会信用代码,行业\n恒信1号门窗有限公司,{code(1)},C18\n".encode(),
        f"企业名称,统一社会信用代码,行业\n恒信1号门窗有限公司,{code(1)},C18\n".encode("gb18030"),
        f"\ufeff企业名称;统一社会信用代码;行业\n恒信1号门窗有限公司;{code(1)};C18\n".encode(),
    ],
)
def test_csv_of_either_office_is_read(db, cast, desk, text):
    looked = send(desk, data=text, name="名册.csv")
    assert counts(looked)["new"] == 1, looked.words


def test_several_contacts_of_a_firm_come_in_one_row(db, cast, desk):
    header = ["名称", "信用代码", "联系人", "手机", "联系人2", "手机2", "联系人3", "手机3"]
    row = ["恒信1号门窗有限公司", code(1), "单明", "13800130001", "曾敏", "13800130002", "", "13800130003"]
    assert "Whose is it" in send(desk, row, header=header).words
    row[6] = "解伟"
    desk.post_form(send(desk, row, header=header), press="Confirm and write")
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert [one.name for one in member.contacts] == ["单明", "曾敏", "解伟"]


def test_a_phone_without_a_name_belongs_to_the_legal_representative(db, cast, desk):
    row = ["恒信1号门窗有限公司", code(1), "盖德胜", "13800130001"]
    looked = send(desk, row, header=["公司名称", "信用代码", "法定代表人", "电话"])
    desk.post_form(looked, press="Confirm and write")
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
    desk.post_form(send(desk, row, header=header), press="Confirm and write")
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
    desk.post_form(send(desk, row, second, header=OFFICES), press="Confirm and write")
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
    desk.post_form(looked, press="Confirm and write")
    assert first.office == "member"


def test_leaving_by_table_needs_day_and_reason_and_ends_offices(db, cast, keeper, desk):
    from chamber.members.signals import member_left

    member = enter(keeper, 1)
    positions.appoint(member.id, office="council", term_id=term(keeper).id, began_on="2025-04-01", actor=keeper)
    db.session.commit()
    row = [member.name, code(1), "", "已退会", "", ""]
    assert "needs the day and the reason" in send(desk, row, header=OFFICES).words
    heard = []

    def listen(_sender, **what):
        heard.append(what["member_id"])

    with member_left.connected_to(listen):
        looked = send(desk, [*row[:4], "2026-01-02", "搬迁"], header=OFFICES)
        desk.post_form(looked, press="Confirm and write")
    assert heard == [member.id]
    assert (member.status, member.left_on, member.left_reason) == ("left", date(2026, 1, 2), "搬迁")
    assert member.office == "member"
    desk.post_form(send(desk, [*row[:3], "在册", "", ""], header=OFFICES), press="Confirm and write")
    assert (member.status, member.left_on, member.left_reason) == ("active", None, "")


def test_a_roster_tells_once_whose_names_and_numbers_it_changed(db, cast, desk):
    from chamber.members.signals import names_changed

    desk.post_form(send(desk, firm(1), firm(2), firm(3)), press="Confirm and write")
    ids = {number: db.session.scalar(select(Member.id).where(Member.uscc == code(number))) for number in (1, 2, 3)}
    heard = []

    def listen(_sender, **what):
        heard.append(what["member_ids"])

    with names_changed.connected_to(listen):
        changed = (firm(1, 手机="13800139999"), firm(2, 企业名称="瓯江鞋材有限公司"), firm(3, 地址="瓯江路9号"))
        desk.post_form(send(desk, *changed), press="Confirm and write")
    assert heard == [[ids[1], ids[2]]]


def test_the_page_and_the_refusal_name_the_same_kinds_of_files(db, cast, desk):
    assert "XLSX, XLS, ODS, CSV, as it is" in desk.get("/members/import").words
    refused = send(desk, name="名册.pdf", data=b"%PDF-1.4 %EOF")
    assert "These can: XLSX, XLS, ODS, CSV." in refused.words


def page(*rows, head="<meta http-equiv=Content-Type content='text/html; charset=gb2312'>", before=""):
    """A table as many office systems in China export it and call it .xls."""
    cells = ["".join(f"<td style='mso-number-format:\"\\@\"'>{value}</td>" for value in row) for row in rows]
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    opening = "<html xmlns:x='urn:schemas-microsoft-com:office:excel'>"
    return f"{before}{opening}<head>{head}</head><body><table border=1>{body}</table>"


PAGES = [
    page(HEADER, firm(1)).encode("gb18030"),
    page(HEADER, firm(1), head="").encode("gbk"),
    page(HEADER, firm(1), head="<meta charset=utf-8>").encode(),
    b"\xef\xbb\xbf" + page(HEADER, firm(1), head="").encode(),
    page(HEADER, firm(1), head="").encode("utf-16"),
]


@pytest.mark.parametrize("data", PAGES, ids=("gbk said", "gbk", "utf-8 said", "utf-8 marked", "utf-16"))
def test_a_web_page_that_a_system_calls_xls_is_a_roster_too(db, cast, desk, data):
    looked = send(desk, data=data, name="会员名册.xls")
    assert looked.page.heading == "会员名册.xls", looked.words
    assert counts(looked)["new"] == 1
    desk.post_form(looked, press="Confirm and write")
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert (member.name, member.contacts[0].mobile) == ("恒信1号门窗有限公司", "+8613800130001")
    stored = db.session.scalars(select(StoredFile)).one()
    assert (stored.name, stored.media_type) == ("会员名册.xls", "text/plain"), "no browser takes it for a page"


def test_a_page_fetches_nothing_runs_nothing_and_stays_small(db, cast, desk):
    entity = '<!DOCTYPE html [<!ENTITY own SYSTEM "file:///etc/hostname">]>'
    row = firm(1, 地址="&own;<script>alert(1)</script><img src='http://127.0.0.1:9/x'>")
    looked = send(desk, data=page(HEADER, row, before=entity).encode(), name="名册.xls")
    desk.post_form(looked, press="Confirm and write")
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert member.address == "&own;"
    filler = "<tr><td>" + "长" * 5_100_000
    answer = send(desk, data=(page(HEADER, firm(2)) + filler).encode(), name="名册.xls")
    assert answer.status_code in (413, 422)
    assert db.session.scalar(select(func.count()).select_from(MemberImport)) == 1


def bomb():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return written.getvalue()


FILES = [
    ("名册.xlsx", b""),
    ("名册.xlsx", b"PK\x03\x04 not really"),
    ("名册.xlsx", b"\x89PNG\r\n\x1a\n"),
    ("名册.xlsx", b"%PDF-1.7"),
    ("名册.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ("名册.csv", b"\0\0\0\0"),
    ("名册.csv", b"hello"),
    ("名册.csv", "姓名,上午,下午\n".encode()),
    ("名册.csv", "企业名称,行业\n".encode()),
    ("病毒.exe", b"MZ\x90\0"),
    ("名册.xlsx", table(["签到表"], ["序号", "上午", "下午"], [1, "", ""])),
    ("a" * 5000 + ".xlsx", b"x"),
    ("..\\..\\<script>.xlsx", b"x"),
]


@pytest.mark.parametrize(("name", "data"), FILES, ids=range(len(FILES)))
def test_files_that_are_no_roster_are_refused_with_a_sentence(db, cast, desk, name, data):
    answer = desk.post("/members/import", data={"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")
    assert answer.status_code in (413, 422)
    assert answer.page.css("#file-error") or answer.status_code == 413
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0
    assert db.session.scalar(select(func.count()).select_from(MemberImport)) == 0


def test_a_bomb_is_refused(db, cast, desk):
    answer = desk.post(
        "/members/import", data={"file": (io.BytesIO(bomb()), "名册.xlsx")}, content_type="multipart/form-data"
    )
    assert answer.status_code in (413, 422)
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0


def test_the_page_lists_the_last_ten_tables_with_what_became_of_them(db, cast, desk, clock, queries):
    assert "No table has been sent yet." in desk.get("/members/import").words
    desk.post_form(send(desk, firm(1), firm(2), name="七月.xlsx"), press="Confirm and write")
    queries.clear()
    desk.get("/members/import")
    once = len(queries)
    clock.advance(hours=1)
    desk.post_form(send(desk, firm(1, 地址="新地址"), firm(3), name="八月.xlsx"), press="Confirm and write")
    looked = send(desk, firm(4), name="九月.xlsx")
    page = desk.get("/members/import").page
    assert page.texts("#sent tbody tr") == [
        "九月.xlsx Sep 15 11:00 陈秘书 – – looked at only",
        "八月.xlsx Sep 15 11:00 陈秘书 1 1 taken in",
        "七月.xlsx Sep 15 10:00 陈秘书 2 0 taken in",
    ]
    assert page.link("九月.xlsx") == looked.request.path
    assert desk.get(page.link("七月.xlsx")).status_code == 200
    for number in range(9):
        send(desk, firm(5), name=f"十月{number}.xlsx")
    queries.clear()
    page = desk.get("/members/import").page
    assert len(queries) == once <= 12
    assert len(page.css("#sent tbody tr")) == 10 and "七月.xlsx" not in page.text


def test_what_was_taken_in_as_a_likely_double_counts_as_new(db, cast, keeper, desk):
    enter(keeper, 1)
    db.session.commit()
    looked = send(desk, firm(2, 企业名称="恒信1号门窗股份有限公司"))
    desk.post_form(looked, {"take_likely": True}, press="Confirm and write")
    assert desk.get("/members/import").page.texts("#sent td.num") == ["1", "0"]


def test_no_file_is_a_problem_of_the_field(cast, desk):
    assert desk.post("/members/import", data={}).page.css("#file-error")


def test_odd_cells_are_texts_or_problems_never_errors(db, cast, desk):
    odd = [
        "<script>alert(1)</script>",
        "=1+1",
        "😀",
        "a\u202eb",
        "%(name)d",
        "'" * 30,
        "\u3000",
        True,
        1e300,
        date(2024, 1, 1),
    ]
    looked = send(desk, *([value] * len(HEADER) for value in odd), firm(1))
    assert looked.status_code == 200
    assert "<script>alert" not in looked.get_data(as_text=True)
    assert desk.get(looked.request.path + "/marked.xlsx").status_code == 200


def test_the_file_is_kept_as_it_was_sent(db, cast, desk):
    data = table(HEADER, firm(1))
    looked = send(desk, data=data)
    record = db.session.scalars(select(MemberImport)).one()
    stored = db.session.get(StoredFile, record.file_id)
    assert (stored.size, stored.name, stored.uploaded_by_id) == (len(data), "名册.xlsx", cast.secretary.id)
    assert looked.page.heading == "名册.xlsx"


def test_accounts_are_not_touched_by_a_roster(db, cast, desk):
    before = db.session.scalar(select(func.count()).select_from(Account))
    desk.post_form(send(desk, firm(1)), press="Confirm and write")
    assert db.session.scalar(select(func.count()).select_from(Account)) == before
    assert clock.today()
