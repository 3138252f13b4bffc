"""The columns of a roster as a table: one list for what comes in and what goes out."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from .fields import CONTACT_FIELDS, MEMBER_FIELDS

MOST_CONTACTS = 12
"""Contacts of one member that fit in a row."""


@dataclass(frozen=True)
class RosterColumn:
    """One column: its key, our label, the other names that people give it."""

    key: str
    label: LazyString
    aliases: tuple[str, ...]
    kind: str = "text"
    width: float = 16


_ALIASES: dict[str, tuple[str, ...]] = {
    "name": (
        *("会员名称", "企业名称", "单位名称", "公司名称", "名称", "企业全称", "单位全称", "公司全称", "会员单位"),
        *("会员单位名称", "企业", "单位", "公司", "商户名称", "name", "company", "company name"),
    ),
    "short_name": ("简称", "企业简称", "单位简称", "公司简称"),
    "kind": ("会员类型",),
    "uscc": (
        *("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "税号", "纳税人识别号", "信用代码证号"),
        *("uscc", "credit code"),
    ),
    "legal_representative": ("法定代表人", "法人", "法人代表", "法定代表", "法人姓名", "法定代表人姓名"),
    "industry": ("行业", "所属行业", "行业类别", "行业分类", "行业类型", "所在行业", "industry"),
    "size": ("规模", "企业规模", "单位规模", "规模类型", "size"),
    "ownership": ("所有制", "企业类型", "企业性质", "经济类型", "单位性质", "公司类型", "所有制类型"),
    "employees": ("职工人数", "员工人数", "从业人数", "人数", "员工总人数", "从业人员", "职工数", "员工数"),
    "address": (
        *("地址", "注册地址", "经营地址", "企业地址", "单位地址", "公司地址", "实际经营地址", "详细地址", "住所"),
        *("通讯地址", "办公地址", "address"),
    ),
    "community": ("社区", "所属社区", "所在社区", "社区网格", "网格", "社区村"),
    "scope": ("经营范围", "主营业务", "主要产品"),
    "tags": ("标签",),
    "introduction": ("简介", "企业简介", "单位简介", "公司简介"),
    "website": ("网址", "网站", "官网"),
    "party_since": ("党组织成立时间", "党组织"),
    "union_since": ("工会成立时间", "工会"),
    "joined_on": ("入会日期", "入会时间", "加入日期", "入会"),
    "status": ("会籍状态", "会员状态", "状态"),
    "office": ("商会职务", "会内职务", "会员类别", "会员级别", "类别"),
    "left_on": ("退会日期", "退会时间"),
    "left_reason": ("退会原因",),
}
_CONTACT_ALIASES: dict[str, tuple[str, ...]] = {
    "name": ("联系人", "联系人姓名", "姓名", "contact"),
    "title": ("联系人职务", "职务", "职位"),
    "mobile": (
        *("联系电话", "手机", "手机号", "手机号码", "电话", "联系人电话", "联系人手机", "联系人联系电话", "联系方式"),
        *("电话号码", "移动电话", "phone", "mobile"),
    ),
    "email": ("联系人邮箱", "电子邮箱", "邮箱", "电子邮件", "email"),
    "wechat": ("联系人微信", "微信", "微信号"),
    "duty": ("联系人职责", "职责"),
}
_MORE_LABELS = {
    "office": _l("Office in the chamber"),
    "left_on": _l("Left on"),
    "left_reason": _l("Reason for leaving"),
}
_WIDTHS = {"name": 34, "uscc": 22, "address": 40, "scope": 40, "introduction": 40, "industry": 24, "email": 24}
_KINDS = {"employees": "number", "joined_on": "date", "left_on": "date"}

MEMBER_COLUMNS = tuple(
    RosterColumn(
        key,
        MEMBER_FIELDS[key].label if key in MEMBER_FIELDS else _MORE_LABELS[key],
        aliases,
        _KINDS.get(key, "text"),
        _WIDTHS.get(key, 16),
    )
    for key, aliases in _ALIASES.items()
)


def contact_key(number: int, field: str) -> str:
    """The key of a contact's column; contacts are numbered from 1."""
    return f"contact{number}.{field}"


def label_of(key: str) -> str:
    """Our label of a column in the language of the page."""
    group, dot, field = key.partition(".")
    if not dot:
        return next(str(column.label) for column in MEMBER_COLUMNS if column.key == key)
    label, number = CONTACT_FIELDS[field].label, group.removeprefix("contact")
    return str(label) if number == "1" else _("%(label)s %(number)s", label=label, number=number)


def contact_columns(number: int) -> Iterator[RosterColumn]:
    """The columns of the contact with this number."""
    for field, aliases in _CONTACT_ALIASES.items():
        key = contact_key(number, field)
        names = aliases if number == 1 else tuple(f"{alias}{number}" for alias in aliases)
        yield RosterColumn(key, CONTACT_FIELDS[field].label, names, "text", _WIDTHS.get(field, 16))


def known_names() -> dict[str, list[str]]:
    """Column key → every name by which it is recognised, ours first."""
    columns = [*MEMBER_COLUMNS, *(one for number in range(1, MOST_CONTACTS + 1) for one in contact_columns(number))]
    names = {column.key: [label_of(column.key), *column.aliases] for column in columns}
    with force_locale("en"):
        for column in columns:
            names[column.key].append(label_of(column.key))
    return names
