"""A roster as a file, and the counts on its preview page."""

from sqlalchemy import func, select

from chamber.members.models import Member
from tests.factories.members import code, table

HEADER = ["企业名称", "统一社会信用代码", "法人", "联系人", "职务", "手机", "地址", "行业", "规模", "入会时间"]


def send(desk, *rows, header=HEADER, name="名册.xlsx", data=None):
    """Upload a table and come to the page that says what it would change."""
    return desk.post_form("/members/import", {"file": (name, data or table(header, *rows))}, press="Upload and check")


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
