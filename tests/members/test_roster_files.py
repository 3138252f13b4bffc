"""File formats of rosters: which are read, and how others are refused."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from chamber.files.models import StoredFile
from chamber.members.models import Member, MemberImport
from tests.factories.members import code, table
from tests.members.roster import HEADER, counts, firm, send


def test_titles_merged_headers_and_unknown_columns_do_no_harm(db, cast, desk):
    rows = [
        ["××街道商会会员名册（截至2026年）"],
        ["序号", "名称", "税号", "注册资金", "联系电话", "联系人"],
        [1, "  恒信1号门窗有限公司 ", code(1).lower(), "100万", "１３８００１３８０００", "单  明"],
        ["小计", "1家"],
    ]
    looked = send(desk, data=table(*rows))
    assert counts(looked)["new"] == 1
    assert "These columns are not imported: 序号, 注册资金." in looked.words
    desk.post_form(looked, press="Confirm and import")
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert (member.name, member.contacts[0].mobile) == ("恒信1号门窗有限公司", "+8613800138000")


def test_who_is_in_charge_is_the_contact_where_the_table_names_none(db, cast, desk):
    row = [code(1), "恒信1号门窗有限公司", "单明", "13800138000"]
    looked = send(desk, row, header=["信用代码", "企业名称", "企业负责人", "负责人电话"])
    assert counts(looked)["new"] == 1 and "are not imported" not in looked.words
    desk.post_form(looked, press="Confirm and import")
    contact = db.session.scalars(select(Member).where(Member.uscc == code(1))).one().contacts[0]
    assert (contact.name, contact.mobile) == ("单明", "+8613800138000")
    looked = send(desk, [*row, "曾敏", ""], header=["信用代码", "企业名称", "负责人", "负责人电话", "联系人", "手机"])
    assert "These columns are not imported: 负责人, 负责人电话." in looked.words


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


def test_the_page_and_the_refusal_name_the_same_kinds_of_files(db, cast, desk):
    assert "XLSX, XLS, ODS, CSV, unchanged" in desk.get("/members/import").words
    refused = send(desk, name="名册.pdf", data=b"%PDF-1.4 %EOF")
    assert "Accepted file types: XLSX, XLS, ODS, CSV." in refused.words


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
    desk.post_form(looked, press="Confirm and import")
    member = db.session.scalars(select(Member).where(Member.uscc == code(1))).one()
    assert (member.name, member.contacts[0].mobile) == ("恒信1号门窗有限公司", "+8613800130001")
    stored = db.session.scalars(select(StoredFile)).one()
    assert (stored.name, stored.media_type) == ("会员名册.xls", "text/plain"), "no browser takes it for a page"


def test_a_page_fetches_nothing_runs_nothing_and_stays_small(db, cast, desk):
    entity = '<!DOCTYPE html [<!ENTITY own SYSTEM "file:///etc/hostname">]>'
    row = firm(1, 地址="&own;<script>alert(1)</script><img src='http://127.0.0.1:9/x'>")
    looked = send(desk, data=page(HEADER, row, before=entity).encode(), name="名册.xls")
    desk.post_form(looked, press="Confirm and import")
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


def test_no_file_is_a_problem_of_the_field(cast, desk):
    assert desk.post("/members/import", data={}).page.css("#file-error")


def test_the_file_is_kept_as_it_was_sent(db, cast, desk):
    data = table(HEADER, firm(1))
    looked = send(desk, data=data)
    record = db.session.scalars(select(MemberImport)).one()
    stored = db.session.get(StoredFile, record.file_id)
    assert (stored.size, stored.name, stored.uploaded_by_id) == (len(data), "名册.xlsx", cast.secretary.id)
    assert looked.page.heading == "名册.xlsx"
