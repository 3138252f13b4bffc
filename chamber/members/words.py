"""The words that people use for column names and choices in rosters, forms and filters, Chinese and English."""

import re
from enum import StrEnum
from functools import cache

from flask_babel import get_locale
from flask_babel import gettext as _

from ..errors import DomainError
from ..language.labelled import Labelled
from ..language.text import excerpt, fold
from . import industry
from .models import Duty, MemberKind, MemberStatus, Office, Size


class Circle(StrEnum):
    """Who finds a member by which of its words (`search.tokens`)."""

    DIRECTORY = "md"
    """Everybody who sees the directory: names and industry."""
    STAFF = "ms"
    """Who reads every member: code, people, tags, and the last digits of phones."""
    PHONES = "mp"
    """Who reads whole numbers."""
    INTRODUCTION = "mi"
    """Everybody who sees the directory: how a firm introduces itself, apart from what it is called."""
    FACTS = "mf"
    """Who reads every member: address, scope of business, website, terms of its offices, why it left."""
    WHOLE = "mw"
    """Who reads whole numbers: mail addresses and WeChat names, what the firm says is wrong."""
    REPLY = "mr"
    """The firm itself: what it said was wrong, and what was answered."""
    OFFICE = "mo"
    """The secretariat: its notes, and who has left the firm."""


OTHER_WORDS = {
    "enterprise": ("enterprise", "企业", "公司", "企业会员"),
    "organization": ("organization", "团体", "社会团体", "组织", "团体会员", "协会", "机构", "organisation"),
    "individual": ("individual", "个人", "个人会员", "个体工商户", "个体户"),
    "applicant": ("申请中", "申请", "待入会"),
    "refused": ("不予入会", "未予入会", "不同意入会", "未批准入会"),
    "active": ("在册", "正常", "在会"),
    "suspended": ("暂停", "中止"),
    "left": ("已退会", "退会", "已退"),
    "expelled": ("除名", "已除名", "开除"),
    "outside": ("未入会", "非会员", "非会员企业", "潜在会员", "潜在企业", "辖区企业"),
    "large": ("大", "大型", "大型企业"),
    "medium": ("中", "中型", "中型企业"),
    "small": ("小", "小型", "小型企业"),
    "micro": ("微", "微型", "微型企业"),
    "president": ("president of the chamber", "会长", "会长单位", "主席"),
    "vice_president": ("副会长", "副会长单位", "常务副会长", "常务副会长单位", "副主席"),
    "standing_council": ("standing council member", "常务理事", "常务理事单位"),
    "council": ("council member", "理事", "理事单位"),
    "supervisor": ("supervisor of the chamber", "监事", "监事单位", "监事长"),
    "member": ("会员", "会员单位", "普通会员"),
    "principal": ("person in charge", "负责人", "企业负责人"),
    "liaison": ("联络员", "联络人"),
    "finance": ("财务", "财务人员"),
    "safety": ("safety officer", "安全员", "安全"),
    "personnel": ("人事", "人力资源"),
}
"""Value of a choice → other words that people write for it."""
EMPTY_CELL_WORDS = frozenset({"-", "--", "—", "——", "/", "无", "暂无", "n/a", "na", "none", "null"})
"""What people write into a cell to say that it is empty."""

COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "name": (
        *("会员名称", "企业名称", "单位名称", "公司名称", "名称", "企业全称", "单位全称", "公司全称", "会员单位"),
        *("会员单位名称", "企业", "单位", "公司", "商户名称", "name", "company", "company name"),
        *(
            "会员企业",
            "会员企业名称",
            "企业名",
            "单位名",
            "公司名",
            "企业单位名称",
            "机构名称",
            "经营主体名称",
            "市场主体名称",
        ),
        *("商户", "商铺名称", "门店名称", "店名"),
    ),
    "short_name": ("简称", "企业简称", "单位简称", "公司简称"),
    "kind": ("会员类型",),
    "uscc": (
        *("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "税号", "纳税人识别号", "信用代码证号"),
        *("uscc", "credit code", "统一代码", "统一社会代码", "社会统一信用代码", "信用码", "统一社会信用代码税号"),
        *("营业执照号", "营业执照号码", "营业执照编号"),
    ),
    "legal_representative": (
        *(
            "法定代表人",
            "法人",
            "法人代表",
            "法定代表",
            "法人姓名",
            "法定代表人姓名",
            "企业法人",
            "法人代表姓名",
            "法人负责人",
        ),
        *("法定代表人负责人", "法定代表人或负责人", "法定代表人经营者", "法人经营者", "经营者", "经营者姓名"),
    ),
    "industry": ("行业", "所属行业", "行业类别", "行业分类", "行业类型", "所在行业", "industry"),
    "size": ("规模", "企业规模", "单位规模", "规模类型", "size"),
    "ownership": ("所有制", "企业类型", "企业性质", "经济类型", "单位性质", "公司类型", "所有制类型"),
    "employees": (
        "职工人数",
        "员工人数",
        "从业人数",
        "人数",
        "员工总人数",
        "从业人员",
        "职工数",
        "员工数",
        "用工人数",
        "职工总数",
        "在职人数",
    ),
    "address": (
        *("地址", "注册地址", "经营地址", "企业地址", "单位地址", "公司地址", "实际经营地址", "详细地址", "住所"),
        *(
            "通讯地址",
            "办公地址",
            "address",
            "注册地",
            "营业地址",
            "经营场所",
            "生产经营地址",
            "企业注册地址",
            "企业经营地址",
            "厂址",
        ),
    ),
    "community": ("社区", "所属社区", "所在社区", "社区网格", "网格", "社区村", "所属网格", "所在网格", "属地社区"),
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
"""Field of a member → headings that people use for it."""
CONTACT_COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "name": (
        *(
            "联系人",
            "联系人姓名",
            "姓名",
            "contact",
            "联系人及职务",
            "联系人和职务",
            "联系人与职务",
            "联系人姓名及职务",
        ),
        *(
            "联系人姓名职务",
            "姓名及职务",
            "姓名职务",
            "联系人及电话",
            "联系人和电话",
            "联系人及联系电话",
            "联系人及联系方式",
        ),
        *(
            "联络员",
            "联络员姓名",
            "联络员及职务",
            "联络人",
            "联络人姓名",
            "企业联系人",
            "企业联络员",
            "经办人",
            "对接人",
        ),
    ),
    "title": ("联系人职务", "职务", "职位", "职务职位", "联络员职务", "岗位"),
    "mobile": (
        *("联系电话", "手机", "手机号", "手机号码", "电话", "联系人电话", "联系人手机", "联系人联系电话", "联系方式"),
        *("电话号码", "移动电话", "phone", "mobile", "手机座机", "手机或座机", "手机电话", "电话手机", "联系手机"),
        *(
            "联系人手机号",
            "联系人手机号码",
            "联系人电话号码",
            "联系人联系方式",
            "联络员电话",
            "联络员手机",
            "联络员手机号",
        ),
        *("联络员联系电话", "联络员联系方式", "联络人电话", "联络人手机", "联络人联系方式", "经办人电话", "对接人电话"),
    ),
    "email": ("联系人邮箱", "电子邮箱", "邮箱", "电子邮件", "email"),
    "wechat": ("联系人微信", "微信", "微信号"),
    "duty": ("联系人职责", "职责"),
}
IN_CHARGE_COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "name": ("负责人", "负责人姓名", "企业负责人", "主要负责人", "企业负责人姓名"),
    "mobile": ("负责人电话", "负责人手机", "负责人手机号", "负责人联系电话", "负责人联系方式", "企业负责人电话"),
}
"""Fact of a contact → headings of its column in a table without contact columns."""
LEGAL_PHONE_COLUMN_NAMES = (
    *(
        "法人电话",
        "法人手机",
        "法人手机号",
        "法人联系电话",
        "法人联系方式",
        "法定代表人电话",
        "法定代表人手机",
        "经营者电话",
    ),
    *("法定代表人联系电话", "法定代表人联系方式"),
)
"""Headings of the legal representative's number, in a table that names nobody else."""
OFFICE_PHONE_COLUMN_NAMES = ("固定电话", "座机", "座机电话", "固话", "办公电话", "单位电话", "企业电话", "公司电话")
"""Headings of a number that stands for a contact's, in a table without another."""
CONTACT_LABEL = re.compile(r"(?:联系|联络|经办|对接)(?:人|员)")
"""A heading that says *contact* in other words."""
OF_CONTACT_LABEL = re.compile(r"电话|手机|号码|方式|微信|邮箱|邮件|地址|部门|职责|人数")
"""What a heading names of a contact beside the name."""
CONTACT_AND_LABEL = re.compile(r"(?:联系|联络|经办|对接)(?:人|员)(?:姓名)?\s*[/／、\\及和与+&]")
"""A heading of the contact together with something else."""
PEOPLE_LABEL = re.compile(r"(?:人|员|姓名|会计|出纳|财务|经理|厂长|老板|代表|法人)$|(?:contact|person|name|manager)s?$")
"""A heading of people."""
TITLE_WORDS = (
    r"(?:办公室|综合(?:管理)?|财务|行政|人事|人力资源|生产|安全|环保|技术|销售|业务|市场|外贸|采购|后勤|品质|质量|党支部|工会"
    r"|常务|执行|副|总|部门?|科|车间|主办|项目|分公司|公司)*"
    r"(?:总经理|董事长|董事|经理|会计师?|出纳|主任|主管|主席|厂长|店长|院长|校长|园长|所长|部长|科长|班长|站长|行长|会长|理事长?|书记|委员"
    r"|总监|总裁|助理|秘书长?|文员|专员|干事|职员|老板|法人代表|法人|法定代表人|负责人|联络员|安全员|资料员|内勤|前台|司机|工程师|厂务|财务|人事|行政|办公室)"
)
"""Expression for the title of somebody in a firm."""
NO_TITLE = frozenset({"先生", "女士", "小姐", "男性", "女性"})
"""What stands in brackets behind a name and is no title."""
NO_FIRM = re.compile(
    r"以下|[(（]?[一二三四五六七八九十]+[)）、.．]|.*[:：]\s*$|.*(?:盖章|签[字名章]|填报|填表)|[\s年月日0-9]+$"
)
"""Words of a form, above a section of its list or below it."""
CHOICES: dict[str, type[Labelled]] = {
    "kind": MemberKind,
    "status": MemberStatus,
    "size": Size,
    "office": Office,
    "duty": Duty,
}
"""Field → its choices."""


def labels() -> dict[str, dict[str, str]]:
    """Field → value → label in the current language, industries included; cached per language."""
    return _labels(str(get_locale()))


@cache
def _labels(_language: str) -> dict[str, dict[str, str]]:
    found = {name: {value: str(label) for value, label in known.choices()} for name, known in CHOICES.items()}
    return {**found, "industry": {code: industry.name(code) for code in (*industry.SECTIONS, *industry.DIVISIONS)}}


def choice(name: str, typed: str | None) -> str:
    """The value of the field `name` that a word means; "" for empty text, DomainError for an unknown word."""
    plain = fold(typed).replace(" ", "")
    if not plain:
        return ""
    for one in CHOICES[name]:
        known = (one.replace("_", ""), one.label, *OTHER_WORDS.get(one, ()))
        if any(plain == fold(str(word)).replace(" ", "") for word in known):
            return one.value
    offered = _(", ").join(str(one.label) for one in CHOICES[name])
    raise DomainError(_("“%(word)s” is not one of: %(offered)s.", word=excerpt(typed, 30), offered=offered))
