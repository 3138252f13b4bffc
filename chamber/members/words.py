"""The words that a roster, a form or a filter may use for a choice, in both languages."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from ..errors import DomainError
from ..text import excerpt, fold
from . import industry
from .models import DUTIES, KIND_LABELS, OFFICE_LABELS, SIZE_LABELS, STATUS_LABELS

KIND_WORDS = {
    "enterprise": ("enterprise", "企业", "公司", "企业会员"),
    "organization": ("organization", "团体", "社会团体", "组织", "团体会员", "协会", "机构", "organisation"),
    "individual": ("individual", "个人", "个人会员", "个体工商户", "个体户"),
}
STATUS_WORDS = {
    "applicant": ("申请中", "申请", "待入会"),
    "active": ("在册", "正常", "在会"),
    "suspended": ("暂停", "中止"),
    "left": ("已退会", "退会", "已退"),
    "expelled": ("除名", "已除名", "开除"),
}
SIZE_WORDS = {
    "large": ("大", "大型", "大型企业"),
    "medium": ("中", "中型", "中型企业"),
    "small": ("小", "小型", "小型企业"),
    "micro": ("微", "微型", "微型企业"),
}
OFFICE_WORDS = {
    "president": ("president of the chamber", "会长", "会长单位", "主席"),
    "vice_president": ("副会长", "副会长单位", "常务副会长", "常务副会长单位", "副主席"),
    "standing_council": ("standing council member", "常务理事", "常务理事单位"),
    "council": ("council member", "理事", "理事单位"),
    "supervisor": ("supervisor of the chamber", "监事", "监事单位", "监事长"),
    "member": ("会员", "会员单位", "普通会员"),
}
DUTY_WORDS = {
    "principal": ("person in charge", "负责人", "企业负责人"),
    "liaison": ("联络员", "联络人"),
    "finance": ("财务", "财务人员"),
    "safety": ("safety officer", "安全员", "安全"),
    "personnel": ("人事", "人力资源"),
}

LABELS: dict[str, Mapping[Any, object]] = {
    "kind": KIND_LABELS,
    "status": STATUS_LABELS,
    "size": SIZE_LABELS,
    "office": OFFICE_LABELS,
    "duty": DUTIES,
}
"""Field → its choices and their labels."""


def labels() -> dict[str, dict[str, str]]:
    """Field → value → its label in the language of the page, industries too; looked up once a language."""
    return _labels(str(get_locale()))


@cache
def _labels(_language: str) -> dict[str, dict[str, str]]:
    found = {name: {str(value): str(label) for value, label in known.items()} for name, known in LABELS.items()}
    return {**found, "industry": {code: industry.name(code) for code in (*industry.SECTIONS, *industry.DIVISIONS)}}


def choice(typed: str | None, labels: Mapping[Any, object], words: Mapping[str, tuple[str, ...]]) -> str:
    """The stored value that a word stands for; "" for nothing, `DomainError` for a word that is none of the choices."""
    plain = fold(typed).replace(" ", "")
    if not plain:
        return ""
    for value, label in labels.items():
        known = (value.replace("_", ""), label, *words.get(value, ()))
        if any(plain == fold(str(word)).replace(" ", "") for word in known):
            return str(value)
    offered = _(", ").join(str(label) for label in labels.values())
    raise DomainError(_("“%(word)s” is none of: %(offered)s.", word=excerpt(typed, 30), offered=offered))


def kind(typed: str | None) -> str:
    """The kind of a member."""
    return choice(typed, KIND_LABELS, KIND_WORDS)


def status(typed: str | None) -> str:
    """The state of a membership."""
    return choice(typed, STATUS_LABELS, STATUS_WORDS)


def size(typed: str | None) -> str:
    """The size class of a firm."""
    return choice(typed, SIZE_LABELS, SIZE_WORDS)


def office(typed: str | None) -> str:
    """An office of the chamber."""
    return choice(typed, OFFICE_LABELS, OFFICE_WORDS)


def duty(typed: str | None) -> str:
    """What a contact looks after."""
    return choice(typed, DUTIES, DUTY_WORDS)
