import io

import pytest
from flask_babel import force_locale
from openpyxl import load_workbook
from sqlalchemy import select

from chamber.audit.models import AuditRow
from chamber.errors import Forbidden
from chamber.members import positions, search
from chamber.members.models import Member
from chamber.members.record import contacts, editing, notes
from chamber.members.roster import exporting
from chamber.members.roster import rows as roster_reading
from chamber.members.roster.columns import MAX_CONTACTS
from chamber.tables.writing import Column, write
from tests.factories.audit import history
from tests.factories.members import code, enter, person, term
from tests.members.roster import counts, send


@pytest.fixture
def roster(db, cast, keeper):
    """Members of every sort."""
    running = term(keeper)
    full = enter(
        keeper,
        1,
        short_name="恒信",
        legal_representative="盖德胜",
        industry="C33",
        size="medium",
        ownership="有限责任公司",
        employees="120",
        address="瓯江路 1 号",
        community="江滨社区",
        scope="门窗\n幕墙",
        tags="外贸 出口",
        introduction="第一行\n\n第二行",
        website="https://www.example.com/a?b=c",
        party_since="2015年",
        union_since="无记录",
    )
    gone = person(keeper, full, "走了的人", "13700137000")
    contacts.leave(full.id, gone.id, actor=keeper)
    person(keeper, full, "单明", "13800138000", title="总经理", email="a@example.com", wechat="dan", duty="principal")
    person(keeper, full, "曾敏", "0577-88881234", duty="liaison")
    positions.appoint(full.id, office="vice_president", term_id=running.id, began_on="2025-04-01", actor=keeper)
    enter(
        keeper, 2, name="=cmd|' /C calc'!A0 有限公司", introduction="@SUM(A1)", address="+86", tags="-1", industry="I65"
    )
    editing.create({"name": "梧桐联谊会", "kind": "organization", "status": "suspended"}, actor=keeper)
    editing.create({"name": "个人会员甲", "kind": "individual", "status": "applicant"}, actor=keeper)
    left = enter(keeper, 3)
    editing.leave(left.id, status="expelled", on="2026-01-02", reason="理事会决定\n第 3 号", actor=keeper)
    notes.add(full.id, "秘密的话", actor=keeper)
    db.session.commit()
    return full


def rows(answer):
    sheet = load_workbook(io.BytesIO(answer.data)).active
    found = list(sheet.iter_rows(values_only=True))
    return [dict(zip(found[0], row, strict=True)) for row in found[1:]]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_goes_out_comes_in_again_unchanged(db, roster, desk, language):
    desk.get(f"/members/?lang={language}")
    sent = desk.get("/members/export.xlsx")
    assert sent.mimetype.endswith("spreadsheetml.sheet")
    desk.get("/members/?lang=en")
    looked = send(desk, data=sent.data, name="roster.xlsx")
    assert counts(looked) == {"wrong": 0, "possible duplicates": 0, "new": 0, "changed": 0, "unchanged": 7}
    assert "These columns are not imported" not in looked.words


def test_what_goes_out_of_one_chamber_comes_into_another_equal(db, roster, desk, keeper, cast):
    sent = desk.get("/members/export.xlsx").data
    before = {row["Unified social credit code"]: row for row in rows(desk.get("/members/export.xlsx"))}
    for member in db.session.scalars(select(Member).where(Member.uscc.is_not(None))):
        member.uscc, member.name, member.bare_name = None, f"旧{member.id}", f"旧{member.id}"
    for member in db.session.scalars(select(Member)):
        member.bare_name = f"旧{member.id}"
    db.session.commit()
    for position in roster.positions:
        db.session.delete(position)
    roster.office = "member"
    db.session.commit()
    looked = send(desk, data=sent, name="roster.xlsx")
    assert counts(looked)["wrong"] == 0 and counts(looked)["new"] == 7, looked.words
    desk.post_form(looked, press="Confirm and import")
    after = {row["Unified social credit code"]: row for row in rows(desk.get("/members/export.xlsx"))}
    for key in (code(1), code(2), code(3)):
        assert after[key] == before[key]


def test_a_filtered_list_exports_just_its_rows(roster, desk):
    assert {row["Name of the member"] for row in rows(desk.get("/members/export.xlsx?status=suspended"))} == {
        "梧桐联谊会"
    }
    page = desk.get("/members/?q=hengxin&section=C").page
    exported = rows(desk.get(page.link("Export this list")))
    assert [row["Name of the member"] for row in exported] == page.texts("#rows th") == ["恒信1号门窗有限公司"]
    assert rows(desk.get("/members/export.xlsx?q=zzzz")) == []


def test_nothing_in_it_is_a_formula_and_codes_stay_text(roster, desk):
    sheet = load_workbook(io.BytesIO(desk.get("/members/export.xlsx").data)).active
    for line in sheet.iter_rows():
        for cell in line:
            assert cell.data_type != "f", cell.coordinate
            assert not str(cell.value or "").startswith(("=", "+", "-", "@")), cell.value
    header = [cell.value for cell in sheet[1]]
    codes = sheet.cell(2, header.index("Unified social credit code") + 1)
    assert codes.number_format == "@"


def test_it_holds_current_contacts_and_no_notes(roster, desk):
    row = next(row for row in rows(desk.get("/members/export.xlsx")) if row["Contact"] == "单明")
    assert (row["Phone of the contact"], row["Contact 2"]) == ("138 0013 8000", "曾敏")
    assert "走了的人" not in str(row) and "秘密的话" not in str(row)


@pytest.mark.parametrize("who", ["member", "leader", "president", "supervisor", "handler", "admin"])
def test_nobody_else_takes_the_roster(cast, roster, actor, who):
    with pytest.raises(Forbidden):
        exporting.export(search.Filters(), actor=actor(getattr(cast, who)))


def test_who_took_it_stands_in_the_log(db, cast, roster, desk):
    desk.get("/members/export.xlsx")
    taken = db.session.scalars(select(AuditRow).where(AuditRow.act == "member.exported")).all()
    assert [row.actor_id for row in taken] == [cast.secretary.id]
    assert history("member", "list")


def test_an_empty_table_to_fill_in_has_the_same_columns(roster, desk):
    empty = load_workbook(io.BytesIO(desk.get(desk.get("/members/import").page.link("Blank template")).data)).active
    full = load_workbook(io.BytesIO(desk.get("/members/export.xlsx").data)).active
    assert [cell.value for cell in empty[1]] == [cell.value for cell in full[1]]
    assert empty.max_row == 1


@pytest.mark.parametrize("reader", ["en", "zh_CN"])
@pytest.mark.parametrize("table", ["en", "zh_CN"])
def test_every_column_of_ours_is_known_whatever_the_language_of_the_page(app_with, table, reader):
    with app_with(translated=True).test_request_context():
        with force_locale(table):
            labels = [column.label for column in exporting.columns(MAX_CONTACTS)]
        with force_locale(reader):
            came = roster_reading.read_bytes(
                write([Column(label) for label in labels], [["甲"] * len(labels)], "X"), "x.xlsx"
            )
    assert (came.ignored, len(came.header.columns)) == ([], len(labels))
