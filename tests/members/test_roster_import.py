"""Importing a roster: preview, confirmation, all or nothing, and what it leaves unchanged."""

from datetime import date

import pytest
from sqlalchemy import func, select

from chamber.audit.models import AuditValue
from chamber.errors import Conflict
from chamber.members import search
from chamber.members.models import Contact, Member, MemberImport
from chamber.members.record import editing, indexed
from chamber.members.roster import importing, saving
from tests.factories.audit import history
from tests.factories.finds import found_by
from tests.factories.members import code, enter, person
from tests.members.roster import counts, firm, members, send


def test_a_roster_goes_in_after_a_look_and_a_confirmation(db, cast, desk):
    looked = send(desk, firm(1), firm(2))
    assert counts(looked) == {"wrong": 0, "possible duplicates": 0, "new": 2, "changed": 0, "unchanged": 0}
    assert members(db) == 2, "nothing is written by looking"
    done = desk.post_form(looked, press="Confirm and import")
    assert "The roster is imported: 2 members." in done.page.html
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert (member.name, member.industry, member.size) == ("恒信1号门窗有限公司", "C18", "small")
    assert (member.joined_on, member.status, member.version) == (date(2024, 5, 6), "active", 1)
    assert [(one.name, one.title, one.mobile) for one in member.contacts] == [("单明", "总经理", "+8613800130001")]
    assert {"mssshanming", "msn0001"} <= found_by("member", member.id)
    assert "mdsshanming" not in found_by("member", member.id)
    assert member.contacts[0].search_door
    row = history("member", member.id)[0]
    record = db.session.scalars(select(MemberImport)).one()
    assert (row.act, row.reason, row.actor_id) == ("member.created", f"import:{record.id}", cast.secretary.id)
    assert record.counts["new"] == 2 and record.confirmed_at
    assert counts(send(desk, firm(1), firm(2)))["unchanged"] == 2


def test_what_is_written_in_bulk_equals_what_is_entered_by_hand(db, cast, keeper, desk):
    by_hand = enter(keeper, 1, legal_representative="盖德胜", address="瓯江路1号", industry="C18", size="small")
    person(keeper, by_hand, "单明", "13800130001", title="总经理")
    row = firm(2, 企业名称="恒信2号门窗有限公司")
    desk.post_form(send(desk, row), press="Confirm and import")
    bulk = db.session.scalars(select(Member).where(Member.uscc == code(2))).one()
    for name in ("name_key", "bare_name"):
        plain = getattr(by_hand, name).replace("1号", "2号").replace("1hao", "2hao")
        assert plain == getattr(bulk, name), name
    tokens = found_by("member", by_hand.id), found_by("member", bulk.id)
    assert len(tokens[0]) == len(tokens[1]) > 80
    made = indexed.docs([bulk.id])[bulk.id].split()
    assert made == list(dict.fromkeys(made))
    assert set(made) == tokens[1]
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
    desk.post_form(looked, press="Confirm and import")
    assert (member.address, member.contacts[0].title) == ("新地址", "总经理")
    assert member.version > before
    assert search.results(keeper, search.Filters(q="shanming")).facets.total == 1
    row = history("member", member.id)[-1]
    values = db.session.get(AuditValue, row.id).values
    assert row.act == "member.edited" and values["before"]["address"] == "旧地址"
    assert values["before"]["contact1.mobile"] == "137****9999" and values["after"]["contact1.mobile"] == "138****0001"


def test_an_empty_cell_and_an_absent_row_change_nothing(db, cast, keeper, desk):
    member = enter(keeper, 1, address="旧地址", tags="外贸")
    person(keeper, member, "曾敏", "13800139999")
    db.session.commit()
    looked = send(desk, ["恒信1号门窗有限公司", code(1), None, "", "　", "-", " ", "/", "无", None])
    assert counts(looked) == {"wrong": 0, "possible duplicates": 0, "new": 0, "changed": 0, "unchanged": 1}
    assert "nothing to import" in looked.words
    assert desk.post(f"{looked.request.path}/confirm").status_code == 409


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
    answer = desk.post_form(looked, press="Confirm and import")
    assert answer.status_code == 409 and "Members have changed since you checked" in answer.words
    assert "同事写的" in answer.words
    assert member.address == "同事写的"
    again = desk.post_form(answer, press="Confirm and import")
    assert again.status_code == 200 and member.address == "瓯江路1号"


def test_confirming_twice_writes_once(db, cast, keeper, desk):
    looked = send(desk, firm(1))
    for _time in range(2):
        assert desk.post_form(looked, press="Confirm and import").status_code == 200
    with pytest.raises(Conflict, match=r"已经导入过|already been imported"):
        importing.confirm(1, fingerprint="", take_likely=False, actor=keeper)
    assert members(db) == 3
    assert len(history("import", 1, ("import.confirmed",))) == 1


def test_a_table_goes_in_whole_or_not_at_all(db, cast, desk, monkeypatch):
    looked = send(desk, firm(1), firm(2), firm(3))
    real, calls = saving.audit.record, []

    def fails(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise RuntimeError("the power is gone")
        real(*args, **kwargs)

    monkeypatch.setattr(saving.audit, "record", fails)
    assert desk.post_form(looked, press="Confirm and import").status_code == 500
    monkeypatch.undo()
    assert members(db) == 2
    assert db.session.scalar(select(func.count()).select_from(Contact).where(Contact.name == "单明")) == 0
    assert db.session.scalars(select(MemberImport)).one().confirmed_at is None
    assert desk.post_form(looked, press="Confirm and import").status_code == 200
    assert members(db) == 5


def test_a_code_taken_between_look_and_write_is_a_conflict(db, cast, keeper, desk, monkeypatch):
    looked = send(desk, firm(1))
    plan, calls = importing.plan, []

    def late(roster):
        made = plan(roster)
        calls.append(roster)
        if len(calls) == 2 and not db.session.scalar(select(Member.id).where(Member.uscc == code(1))):
            enter(keeper, 1, name="抢先一步有限公司")
        return made

    monkeypatch.setattr(importing, "plan", late)
    answer = desk.post_form(looked, press="Confirm and import")
    assert answer.status_code == 409 and "Members have changed" in answer.words
    assert members(db) == 2


def test_the_page_lists_the_last_ten_tables_with_what_became_of_them(db, cast, desk, clock, queries):
    assert "No table has been imported yet." in desk.get("/members/import").words
    desk.post_form(send(desk, firm(1), firm(2), name="七月.xlsx"), press="Confirm and import")
    queries.clear()
    desk.get("/members/import")
    once = len(queries)
    clock.advance(hours=1)
    desk.post_form(send(desk, firm(1, 地址="新地址"), firm(3), name="八月.xlsx"), press="Confirm and import")
    looked = send(desk, firm(4), name="九月.xlsx")
    page = desk.get("/members/import").page
    assert page.texts("#sent tbody tr") == [
        "九月.xlsx Sep 15 11:00 陈秘书 – – checked only",
        "八月.xlsx Sep 15 11:00 陈秘书 1 1 imported",
        "七月.xlsx Sep 15 10:00 陈秘书 2 0 imported",
    ]
    assert page.link("九月.xlsx") == looked.request.path
    assert desk.get(page.link("七月.xlsx")).status_code == 200
    for number in range(9):
        send(desk, firm(5), name=f"十月{number}.xlsx")
    queries.clear()
    page = desk.get("/members/import").page
    assert len(queries) == once <= 12
    assert len(page.css("#sent tbody tr")) == 10 and "七月.xlsx" not in page.text
