"""What people type, made comparable: plain text, names, phones, the 18-character code of firms."""

import re
import unicodedata

from flask_babel import gettext as _
from stdnum.cn import uscc as _stdnum_uscc

from .errors import DomainError

LIKE_LENGTH = 100
"""Characters of a search that count: SQLite refuses LIKE patterns over 50,000 bytes."""

_BLANKS = {0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0}
_BROKEN = 0xFFFD
"""What decoding puts in the place of bytes that are no character, such as a lone surrogate in a form."""
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
LEGAL_FORM = re.compile(
    r"股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司|(?:特殊)?普通合伙|有限合伙|个人独资(?:企业)?|(?<![分子])公司$"
)
_NOT_WORD = re.compile(r"[\W_]+")


class _Dropped(dict[int, int | None]):
    """A translate table filled on demand: characters that nobody sees are dropped, all others stay."""

    def __missing__(self, code: int) -> int | None:
        category = unicodedata.category(chr(code))
        gone = category in ("Cc", "Cf", "Cs") or code & 0xFFFE == 0xFFFE or code in _BLANKS or code == _BROKEN
        keeps = None if gone and code not in (9, 10) else code
        if len(self) < 70_000:
            self[code] = keeps
        return keeps


_dropped = _Dropped()


def clean(value: str | None, lines: bool = False) -> str:
    """`value` as it may be stored: NFC, without what nobody sees, spaces (full-width ones too) collapsed and stripped.

    With `lines` line breaks, tabs and the indentation of lines stay. What shows nothing at all becomes "".
    """
    text = _LINE_ENDS.sub("\n", value or "").translate(_dropped)
    text = unicodedata.normalize("NFC", text)
    if lines:
        text = "\n".join(re.sub(r"[^\S\t]", " ", line).rstrip() for line in text.split("\n")).strip()
    else:
        text = " ".join(text.split())
    return text if any(unicodedata.category(c)[0] not in "MZC" for c in text) else ""


def short_enough(text: str, most: int, field: str | None = None) -> str:
    """`text` where it has at most `most` characters, else DomainError at `field`."""
    if len(text) > most:
        said = _("At most %(most)s characters; these are %(count)s.", most=most, count=len(text))
        raise DomainError(said, field=field)
    return text


def written(typed: str | None, most: int, field: str, missing: str = "", *, lines: bool = False) -> str:
    """What was typed, cleaned; DomainError at `field` where it is too long, or empty while `missing` says so."""
    text = clean(typed, lines=lines)
    if missing and not text:
        raise DomainError(missing, field=field)
    return short_enough(text, most, field)


def fold(value: str | None) -> str:
    """`value` for comparing and searching: width and case folded, every space one plain space."""
    text = unicodedata.normalize("NFKC", clean(value)).lower()
    return clean(unicodedata.normalize("NFKC", text))


def bare_company(name: str | None) -> str:
    """A firm's name for finding duplicates: folded, without legal form, brackets, punctuation and spaces."""
    folded = fold(name)
    joined = _NOT_WORD.sub("", folded)
    return LEGAL_FORM.sub("", joined) or joined or folded


def search_key(*parts: str | None) -> str:
    """The folded distinct parts, one a line, for a column that `like_pattern` searches."""
    return "\n".join(dict.fromkeys(folded for part in parts if (folded := fold(part))))


def like_pattern(query: str | None) -> str:
    """The pattern that finds `query` in a `search_key` column, for `.like(pattern, escape="\\\\")`."""
    folded = fold(query)[:LIKE_LENGTH].strip()
    return "%" + re.sub(r"([%_\\])", r"\\\1", folded) + "%"


def excerpt(text: str | None, n: int) -> str:
    """The beginning of `text` on one line, at most `n` characters, the last one … where something was cut."""
    line = clean(text)
    if len(line) <= n:
        return line
    end = max(n - 1, 0)
    while end and unicodedata.category(line[end])[0] == "M":
        end -= 1
    return line[:end].rstrip() + "…"


# Phones: stored as E.164 (+86…), shown as people write them.

_SHORTENED = re.compile(r"\d+(?:\.\d+)?e\+?\d+", re.ASCII)
_LANDLINE = re.compile(
    r"(?:\+86|0086|86(?=0))?[ -]*(0?(?:10|2\d|[3-9]\d\d))[ -]*(\d{3,4})[ -]?(\d{4})"
    r"(?:[ ,;-]*(?:转|分机|ext\.?|x|#|-)[ :]*(\d{1,6}))?",
    re.ASCII,
)
_SERVICE = re.compile(r"[48]00\d{7}", re.ASCII)
_HOTLINE = re.compile(r"1\d{2}|1\d{4}|9\d{4,5}", re.ASCII)


def _phone_text(value: str | None) -> str:
    text = re.sub(r"[()]", " ", re.sub(r"(?<=\d)\.0+$", "", fold(value)).removeprefix("tel:"))
    return re.sub(r"[‐‑‒–—―−_.·]+", "-", text).strip()


def _shortened(value: str | None) -> bool:
    return bool(_SHORTENED.fullmatch(fold(value)))


def mobile(value: str | None) -> str:
    """A mobile number in E.164 from any plain spelling; `DomainError` says what is wrong with it."""
    if _shortened(value):
        raise DomainError(_("Excel has shortened this number. Format the column as text and type the number again."))
    text = _phone_text(value)
    digits = re.sub(r"[ -]", "", text)
    if not digits:
        raise DomainError(_("Enter a mobile number."))
    match = re.fullmatch(r"(?:\+86|0086|86(?=1\d{10}$))?(1[3-9]\d{9})", digits, re.ASCII)
    if match:
        return "+86" + match[1]
    abroad = re.fullmatch(r"(?:\+|00)((?!86)[1-9]\d{7,14})", digits, re.ASCII)
    if abroad:
        return "+" + abroad[1]
    if not re.fullmatch(r"\+?\d+", digits, re.ASCII):
        raise DomainError(_("A mobile number has only digits: write one number, such as 138 0013 8000."))
    own = digits.removeprefix("+86").removeprefix("0086")
    if len(own) != 11:
        raise DomainError(_("A mobile number has 11 digits; this one has %(count)s.", count=len(own.lstrip("+"))))
    raise DomainError(_("A mobile number begins with 13 to 19."))


def phone(value: str | None) -> str:
    """A mobile, landline (with its extension as `;ext=`), 400 number or short hotline; else `DomainError`."""
    text = _phone_text(value)
    digits = re.sub(r"[ -]", "", text)
    if not digits:
        raise DomainError(_("Enter a phone number."))
    landline = _LANDLINE.fullmatch(text)
    national = landline and re.match(r"\+?0*86|0", text)
    if landline and national and not re.fullmatch(r"(?:\+86|0086)?1[3-9]\d{9}", digits):
        area, first, last, extension = landline.groups()
        return f"+86{area.lstrip('0')}{first}{last}" + (f";ext={extension}" if extension else "")
    if _SERVICE.fullmatch(digits):
        return "+86" + digits
    if _HOTLINE.fullmatch(digits):
        return digits
    if re.fullmatch(r"[2-8]\d{6,7}", digits):
        raise DomainError(_("Write the area code too, such as 0577-88881234."))
    try:
        return mobile(value)
    except DomainError:
        if re.fullmatch(r"(?:\+86|0086|86)?1\d*", digits) or _shortened(value):
            raise
        raise DomainError(_("Write one phone number, such as 138 0013 8000 or 0577-88881234.")) from None


def _phone_parts(e164: str) -> tuple[list[str], str]:
    """The groups of a stored number and its extension."""
    number, _semicolon, extension = e164.partition(";ext=")
    own = number.removeprefix("+86")
    if own == number:
        return [number], extension
    if own.startswith("1") and len(own) == 11:
        return [own[:3], own[3:7], own[7:]], extension
    if own.startswith(("400", "800")) and len(own) == 10:
        return [own[:3], own[3:6], own[6:]], extension
    area = 2 if own.startswith(("10", "2")) else 3
    return ["0" + own[:area], own[area:-4], own[-4:]], extension


def show_phone(e164: str | None) -> str:
    """A stored number as people write it: `138 0013 8000`, `0577 8888 1234-801`."""
    groups, extension = _phone_parts(e164 or "")
    return " ".join(groups) + (f"-{extension}" if extension else "")


def mask_phone(e164: str | None) -> str:
    """A stored number for whoever does not need it: `138****8000`."""
    if not e164:
        return ""
    groups, _extension = _phone_parts(e164)
    if len(groups) == 3:
        return f"{groups[0]}****{groups[2]}"
    return f"{e164[:3]}****{e164[-2:]}" if len(e164) > 8 else "****"


def tail(e164: str | None) -> str:
    """The last four digits, by which people are found at the door."""
    return (e164 or "").partition(";")[0][-4:]


# The unified social credit code: GB 32100-2015, 18 characters, check digit MOD 31.

_CONFUSABLE = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}


def damaged_code() -> DomainError:
    """The refusal of a code that a spreadsheet held as a number."""
    return DomainError(
        _("Excel has damaged this code: its last digits are lost. Format the column as text and type the code again.")
    )


def uscc(value: str | None) -> str:
    """A unified social credit code, upper-cased and checked; `DomainError` says what is wrong with it."""
    code = re.sub(r"[\s‐‑‒–—―−_.·-]", "", fold(value)).upper()
    if not code:
        raise DomainError(_("Enter the unified social credit code."))
    if _shortened(value):
        raise damaged_code()
    strange = sorted(set(code) - set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if strange:
        raise DomainError(
            _("The code has only digits and letters; “%(found)s” is neither.", found="".join(strange[:5]))
        )
    if len(code) == 15 and code.isdigit():
        raise DomainError(
            _("This is the old 15-digit registration number; the code on the new licence has 18 characters.")
        )
    if len(code) != 18:
        raise DomainError(_("The code has 18 characters; this one has %(count)s.", count=len(code)))
    for letter, meant in _CONFUSABLE.items():
        if letter in code:
            raise DomainError(
                _("The letter %(letter)s never occurs in the code; is it %(meant)s?", letter=letter, meant=meant)
            )
    if not code[2:8].isdigit():
        raise DomainError(_("Characters 3 to 8 of the code are digits; here they are “%(found)s”.", found=code[2:8]))
    # Not stdnum's own validate(): it refuses the codes of rural collectives, which begin with N.
    if code[-1] != _stdnum_uscc.calc_check_digit(code[:-1]):
        if code.isdigit() and code.endswith("000"):
            raise damaged_code()
        raise DomainError(
            _("The check digit of the code is wrong: compare it with the licence, character by character.")
        )
    return code


def make_uscc(area: str, org: int | str, kind: str = "91") -> str:
    """A valid code for invented firms: `kind` 91 enterprise, 92 sole trader, 51 association; `area` six digits."""
    body = str(org).upper().zfill(8)
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body, weights, strict=True)) % 11
    check = {10: "X", 11: "0"}.get(rest, str(rest))
    front = f"{kind}{area}{body}{check}"
    return front + _stdnum_uscc.calc_check_digit(front)
