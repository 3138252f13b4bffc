"""Phone numbers: parsing what people type into E.164, showing and masking stored ones."""

import re

from flask_babel import gettext as _

from ..errors import DomainError
from .text import fold

_EXPONENT = re.compile(r"\d+(?:\.\d+)?e\+?\d+", re.ASCII)
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


def is_exponent(value: str | None) -> bool:
    """Whether Excel has turned the number into 1.38E+10, which loses digits."""
    return bool(_EXPONENT.fullmatch(fold(value)))


def mobile(value: str | None) -> str:
    """A mobile number in E.164 from any plain spelling; `DomainError` says what is wrong with it."""
    if is_exponent(value):
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
        if re.fullmatch(r"(?:\+86|0086|86)?1\d*", digits) or is_exponent(value):
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


def last_four_digits(e164: str | None) -> str:
    """The last four digits, by which people are found at the door."""
    return (e164 or "").partition(";")[0][-4:]
