"""Industries by GB/T 4754-2017, 20 sections (`C`) and 97 divisions (`C18`): names, choices, a parser of free text."""

import csv
import re
from pathlib import Path

from flask_babel import get_locale
from flask_babel import gettext as _

from ..errors import DomainError
from ..language.text import excerpt, fold

with (Path(__file__).parent / "gbt4754.csv").open(encoding="utf-8", newline="") as _table:
    _ROWS = {row["code"]: row for row in csv.DictReader(_table)}

SECTIONS = tuple(code for code in _ROWS if len(code) == 1)
DIVISIONS = tuple(code for code in _ROWS if len(code) == 3)

_LETTER_OF = {code[1:]: code[0] for code in DIVISIONS}
_NOISE = re.compile(r"[\W_、和及与的]+")
_CODE = re.compile(r"([a-t]?)(\d\d)\d{0,2}(?!\d)|([a-t])(?![a-z0-9])")
_EVERYDAY = {
    "鞋业": "C19", "鞋革": "C19", "鞋服": "C19", "服装": "C18", "服饰": "C18", "机械": "C34", "电子": "C39",
    "电气": "C38", "汽摩配": "C36", "汽配": "C36", "印刷": "C23", "包装": "C23", "五金": "C33", "塑料": "C29",
    "化工": "C26", "食品": "C14", "工业": "C", "制造": "C", "建筑": "E", "装饰": "E50", "装修": "E50",
    "贸易": "F", "商贸": "F", "外贸": "F51", "进出口": "F51", "零售": "F52", "批发": "F51", "物流": "G",
    "运输": "G", "快递": "G60", "餐饮": "H62", "酒店": "H61", "软件": "I65", "互联网": "I64", "信息技术": "I",
    "金融": "J", "银行": "J66", "房地产": "K", "商务服务": "L72", "服务业": "O", "法律": "L72", "广告": "L72",
    "咨询": "L72", "科技": "M", "环保": "N77", "教育": "P", "培训": "P83", "医疗": "Q84", "文化": "R",
    "旅游": "L72", "农业": "A01",
}  # fmt: skip


def _plain(words: str) -> str:
    return _NOISE.sub("", fold(words)).removesuffix("业")


_BY_NAME = {_plain(row[language]): code for language in ("zh", "en") for code, row in reversed(_ROWS.items())}
_BY_NAME |= {_plain(word): code for word, code in _EVERYDAY.items()}


def section_of(code: str) -> str:
    """The section letter of a stored code or of a two-digit division; "" where there is none."""
    return _LETTER_OF.get(code, "") if code.isdigit() else code[:1]


def name(code: str) -> str:
    """The standard's name of a section or division in the language of the page; "" for an unknown code."""
    row = _ROWS.get(code)
    if row is None:
        return ""
    locale = get_locale()
    return row["zh"] if locale is None or locale.language == "zh" else row["en"]


def search_words(code: str) -> list[str]:
    """The Chinese names of a code and its section, for the search column."""
    return [_ROWS[known]["zh"] for known in dict.fromkeys((section_of(code), code)) if known in _ROWS]


def choices() -> list[tuple[str, str]]:
    """(code, code and name) of each section followed by its divisions, for a select field."""
    return [(code, f"{code} {name(code)}") for code in _ROWS]


def parse(words: str | None) -> str:
    """The code for `C`, `C18`, `18 纺织服装`, `1811` or `制造业`; "" for empty text, else DomainError."""
    folded = fold(words)
    if not folded:
        return ""
    found = _CODE.match(folded)
    if found:
        letter, digits, alone = found.groups()
        code = (alone or letter or _LETTER_OF.get(digits, "")).upper() + (digits or "")
        if code in _ROWS:
            return code
    else:
        plain = _plain(folded)
        if plain in _BY_NAME:
            return _BY_NAME[plain]
        holding = {code for name_, code in _BY_NAME.items() if len(plain) > 1 and plain in name_}
        if len({code for code in holding if len(code) == 3}) == 1:
            return next(code for code in holding if len(code) == 3)
        if len(holding) == 1:
            return holding.pop()
    raise DomainError(
        _(
            "“%(words)s” is not an industry of GB/T 4754. Write its letter or division, such as C or C18.",
            words=excerpt(words, 30),
        )
    )
