import pytest

from chamber.tables.header import find_header, find_list, records
from chamber.tables.reading import Sheet

KNOWN = {
    "name": ["企业名称", "单位名称", "公司名称"],
    "uscc": ["统一社会信用代码", "税号"],
    "office": ["会员类别"],
    "legal": ["法定代表人", "法定代表人姓名"],
    "contact": ["联系人", "联系人姓名", "姓名"],
    "mobile": ["手机号码", "电话"],
}


def sheet(*rows, merged=(), name="名册", hidden=False):
    return Sheet(name, [list(row) for row in rows], list(merged), hidden)


def test_a_header_is_found_under_title_rows():
    table = sheet(
        ["××商会会员名册"], [], ["序号", "企业名称 *", "统一社会信用代码\n（18位）", "备注"], [1, "星河", "9133", ""]
    )
    header = find_header(table, KNOWN)
    assert (header.row, header.height, header.columns) == (2, 1, {"name": 1, "uscc": 2})
    assert header.unknown == {0: "序号", 3: "备注"} and header.first_data_row == 3


@pytest.mark.parametrize("label", ["企业名称(必填)", "＊ 企业 名称：", "单位名称\nCompany", "【企业名称】", "公司名称"])
def test_plain_variants_of_a_label_are_the_same(label):
    assert find_header(sheet([label, "税号"], ["星河", "9133"]), KNOWN).columns == {"name": 0, "uscc": 1}


def test_labels_under_group_labels_are_read_together():
    table = sheet(
        ["名册"],
        ["序号", "会员\n类别", "企业信息", None, "联系人信息", None],
        [None, None, "企业名称", "税号", "姓名", "手机号码"],
        [1, "理事", "星河", "9133", "张三", "138"],
        merged=[(0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)],
    )
    header = find_header(table, KNOWN)
    assert (header.row, header.height) == (1, 2)
    assert header.columns == {"office": 1, "name": 2, "uscc": 3, "contact": 4, "mobile": 5}
    assert header.labels[4] == "联系人信息 姓名"
    assert [record.values["contact"] for record in records(table, header)] == ["张三"]


def test_group_labels_tell_equal_labels_apart_without_merged_cells():
    table = sheet(
        ["企业名称", "法定代表人", None, "联系人", None],
        [None, "姓名", "电话", "姓名", "手机号码"],
        ["星河", "李四", "1", "张三", "2"],
    )
    columns = find_header(table, KNOWN).columns
    assert columns["legal"] == 1 and columns["contact"] == 3


def test_a_list_of_names_alone_has_a_header_but_a_title_is_none():
    assert find_header(sheet(["企业名称"], ["星河"], ["银河"]), KNOWN).columns == {"name": 0}
    assert find_header(sheet(["代码", "公司名称"], ["1", "星河"]), KNOWN).columns == {"name": 1}
    assert find_header(sheet(["企业名称"], ["星河", "9133"]), KNOWN) is None
    assert find_header(sheet(["a", "b"], [1, 2]), KNOWN) is None
    assert find_header(sheet(), KNOWN) is None


def test_the_sheet_with_the_most_known_columns_is_the_list():
    left = sheet(["单位名称", "退会原因"], ["星河", "注销"], name="退会")
    old = sheet(["企业名称", "税号"], ["星河", "1"], name="旧", hidden=True)
    new = sheet(["企业名称", "税号"], ["星河", "1"], name="新")
    assert find_list([left, old, new], KNOWN)[0].name == "新"
    assert find_list([sheet(["x"])], KNOWN) is None


def test_records_leave_out_what_is_no_row_of_the_list():
    table = sheet(
        ["会员类别", "企业名称", "税号"],
        ["理事", "星河", "1"],
        [None, "银河", "2"],
        [],
        ["小计", "2家"],
        ["会员类别", "企业名称", "税号"],
        ["会员", "金河", "3"],
        ["同上", "天河", "〃"],
        ["合计"],
        ["以上名单请核对", None, None],
        ["备注：手机号码务必准确。"],
        ["制表人：", None, "审核人："],
        merged=[(1, 0, 2, 0), (9, 0, 9, 2)],
    )
    found = list(records(table, find_header(table, KNOWN)))
    assert [record.row for record in found] == [1, 2, 6, 7]
    assert [tuple(record.values[field] for field in ("name", "uscc", "office")) for record in found] == [
        ("星河", "1", "理事"),
        ("银河", "2", "理事"),
        ("金河", "3", "会员"),
        ("天河", "3", "会员"),
    ]
