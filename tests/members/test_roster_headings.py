"""How communities really head their columns, and what stands together in a cell or is no firm at all."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from chamber.members.models import Contact, Member
from chamber.members.roster.people import told_apart
from chamber.members.roster.rows import read_bytes
from tests.factories.members import code, table
from tests.members.roster import counts, members, send

HEADINGS = {
    "name": ["企业名称", "会员企业", "单位名称（全称）", "商户名称", "市场主体名称", "店名"],
    "uscc": ["统一代码", "统一社会信用代码（18位）", "统一社会信用代码/税号", "营业执照号码", "信用代码"],
    "legal_representative": ["法人", "法定代表人/负责人", "法人代表", "法定代表人（经营者）", "经营者姓名"],
    "address": ["企业地址", "经营场所", "注册地址", "经营地址（门牌号）", "注册地"],
    "contact1.name": [
        *(
            "联系人",
            "联系人及职务",
            "联系人（职务）",
            "联系人/职务",
            "联系人、职务",
            "联系人姓名及职务",
            "联系人及电话",
            "联络员",
        ),
        *("企业联系人", "日常联系人", "经办人", "联系人\n及职务", "业务对接人"),
    ],
    "contact1.title": ["职务", "联系人职务", "职务/职位", "岗位"],
    "contact1.mobile": [
        *(
            "手机/座机",
            "联系方式",
            "联系电话",
            "联络员手机",
            "手机号码（微信同号）",
            "联系人手机号",
            "办公电话",
            "法人电话",
        ),
    ],
}
"""Column → headings that lists of streets and communities have for it."""


@pytest.mark.parametrize(("key", "heading"), [(key, one) for key, all_of in HEADINGS.items() for one in all_of])
def test_the_headings_of_communities_are_recognised(app, key, heading):
    others = {"name": "企业名称", "uscc": "信用代码", "legal_representative": "法人"}
    header = [label for name, label in others.items() if name != key] + [heading]
    with app.test_request_context():
        roster = read_bytes(table(header, ["甲", "乙", "丙"]), "名册.xlsx")
    assert roster.header.columns[key] == 2 + (key not in others)


def test_the_number_beside_the_contact_is_the_contacts_not_that_of_the_person_in_charge(db, cast, desk):
    header = ["企业名称", "统一社会信用代码", "负责人", "联系人及职务", "手机"]
    looked = send(desk, ["恒信1号门窗有限公司", code(1), "盖德胜", "柏静会计", "13800130001"], header=header)
    assert looked.page.texts("#rows td") == ["2", code(1), "柏静", "会计", "138 0013 0001"]
    assert "These columns are not imported: 负责人. They hold people or phone numbers" in looked.words
    desk.post_form(looked, press="Confirm and import")
    found = db.session.scalars(select(Contact).join(Member).where(Member.uscc == code(1))).all()
    assert [(one.name, one.title, one.mobile) for one in found] == [("柏静", "会计", "+8613800130001")]


def test_a_column_with_numbers_is_named_whatever_its_heading_and_a_remark_is_not(cast, desk):
    header = ["企业名称", "统一社会信用代码", "老板娘", "备注"]
    looked = send(desk, ["恒信1号门窗有限公司", code(1), "曾敏 139 0013 0001", "新入会"], header=header)
    assert "These columns are not imported: 老板娘. They hold people or phone numbers" in looked.words
    assert "These columns are not imported: 备注." in looked.words


TOGETHER = [
    (("柏静会计", None, None), ("柏静", "会计", None)),
    (("水杰（办公室主任）", None, None), ("水杰", "办公室主任", None)),
    (("水杰(办公室主任)", "主任", None), ("水杰", "主任", None)),
    (("许 敏 会计", None, "13800130001"), ("许敏", "会计", "13800130001")),
    (("李明/财务总监", None, None), ("李明", "财务总监", None)),
    (("欧阳娜娜副总经理", None, None), ("欧阳娜娜", "副总经理", None)),
    (("单明 13800130001", None, None), ("单明", None, "13800130001")),
    (("单明总经理 138-0013-0001", None, None), ("单明", "总经理", "138-0013-0001")),
    ((None, None, "单明：13800130001"), ("单明", None, "13800130001")),
    (("张总经理", None, None), ("张总经理", None, None)),
    (("李主任", None, None), ("李主任", None, None)),
    (("单明", "会计", "12"), ("单明", "会计", "12")),
    (("单明、曾敏", None, None), ("单明、曾敏", None, None)),
    (("李明（女）", None, None), ("李明（女）", None, None)),
    (("Ada King", None, None), ("Ada King", None, None)),
    ((None, None, 13800130001), (None, None, 13800130001)),
]


@pytest.mark.parametrize(("cells", "parts"), TOGETHER)
def test_name_title_and_number_of_one_cell_are_told_apart(cells, parts):
    assert told_apart(*cells) == parts


def sectioned() -> bytes:
    """A list in sections, as a community sends it: merged lines between the firms, and lines to sign."""
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "企业名称", "统一社会信用代码", "联系人", "手机"])
    sheet.append(["以下为沿街商户"])
    sheet.append([1, "恒信1号门窗有限公司", code(1), "单明", "13800130001"])
    sheet.append(["以下为科创园企业"])
    sheet.append([2, "恒信2号门窗有限公司", code(2), "曾敏", "138001300"])
    sheet.append([3])
    sheet.append([None, "社区盖章：", None, "填表日期：", "2026年 月 日"])
    for row in (2, 4):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=5)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_lines_of_a_section_and_lines_to_sign_are_passed_over_and_named_also_in_the_marked_table(db, cast, desk):
    looked = send(desk, data=sectioned())
    assert (counts(looked)["new"], counts(looked)["wrong"]) == (1, 1)
    assert "4 rows are no firms and are passed over: row 2, 以下为沿街商户; row 4, 以下为科创园企业; row 6, 3;" in (
        looked.words
    )
    marked = desk.get(looked.page.link("Table with errors marked")).data
    assert {str(one) for one in load_workbook(io.BytesIO(marked)).active.merged_cells.ranges} == {"A2:E2", "A4:E4"}
    again = send(desk, data=marked)
    assert counts(again) == counts(looked)
    unmerged = load_workbook(io.BytesIO(marked))
    for place in ("A2:E2", "A4:E4"):
        unmerged.active.unmerge_cells(place)
    written = io.BytesIO()
    unmerged.save(written)
    assert counts(send(desk, data=written.getvalue())) == counts(looked)
    assert members(db) == 2


def test_a_firm_of_which_only_the_name_is_written_is_not_passed_over(cast, desk):
    looked = send(desk, ["恒信1号门窗有限公司", ""], header=["企业名称", "信用代码"])
    assert counts(looked)["wrong"] == 1 and "passed over" not in looked.words
