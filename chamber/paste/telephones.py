"""Find phone numbers in a text: with an extension, and without the area code that everybody here knows."""

import re
from collections.abc import Iterator

from ..errors import DomainError
from ..language.phones import phone
from .names import PERSON

_DASH = "[-–—‐ ]"
_EXTENSION = r"(?:\s*\(?\s*(?:转|分机|ext\.?)\s*:?\s*(?P<ext{0}>[0-9]{{1,6}})\)?|-(?P<dash{0}>[0-9]{{1,6}}))?(?![0-9])"
_PHONE = re.compile(
    rf"(?<![0-9])(?:(?:\+?86|0086){_DASH}{{0,2}})?1[3-9][0-9](?:{_DASH}{{0,2}}[0-9]){{8}}(?![0-9])"
    rf"|(?P<landline>(?<![0-9])(?:\+?86{_DASH}?)?\(?0[0-9]{{2,3}}\)?{_DASH}{{0,2}}[0-9]{{3,4}}{_DASH}?[0-9]{{4}}){_EXTENSION.format(1)}"
    rf"|(?<![0-9])400{_DASH}?[0-9]{{3}}{_DASH}?[0-9]{{4}}(?![0-9])"
    rf"|(?<![0-9])(?<![0-9][.,/-])(?P<local>[2-8][0-9]{{6,7}}|(?<![0-9] )[3-8][0-9]{{3}}[ -][0-9]{{4}}(?![ -]?[0-9]))"
    rf"{_EXTENSION.format(2)}(?!\s*[元万亿吨块]|[人户家平%@]|\.[0-9])",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:电话|座机|固话|热线|咨询|详询|联系|值班|办公室|致电|拨打|tel|phone|☎|📞)[^0-9\n。;!?]{0,12}$", re.IGNORECASE
)
_NAMED = re.compile(
    rf"(?:^|[\s,:;。、()/找问系人是的由给办处科局室])(?:{PERSON})(?<![号码额值款价资积量数税费计共约达入出付单目务交群度期])[\s,:(]{{0,3}}$"
    r"|(?:社会事务办|[办科局所站室处]|中心|街道|社区|商会|大队)[\s,:(]{0,3}$|[打拨][:\s]?$"
)
"""Somebody, or an office, just before a number."""
_NAMED_AFTER = re.compile(rf"\s?\((?:{PERSON})\)")
_CODE = re.compile(
    r"(?:(?<![话机])号码?|[编代密账]码|[金余税总]额|[合共总]计|QQ|群|ID|账户|产值|面积)[\s:是为]{0,3}$", re.IGNORECASE
)
"""What makes the digits after it no telephone."""
_ANOTHER = re.compile(r"\s*(?:[、,，/或和]|或者)\s*")
_WINDOW = 24
_DATE = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


def find_phones(plain: str, area: str = "", *, anywhere: bool = False) -> Iterator[tuple[re.Match[str], str]]:
    """(where it stands, E.164) of each number; one without area code as its digits where `area` is not known.

    Eight digits alone may be anything: they count beside a word such as 电话, a name or another number, or `anywhere`.
    """
    end = -1
    for match in _PHONE.finditer(plain):
        follows = end >= 0 and _ANOTHER.fullmatch(plain, end, match.start())
        if match["local"] and not (follows or _is_phone(match, plain, anywhere=anywhere)):
            continue
        value = _value(match, area)
        if value:
            yield match, value
            end = match.end()


def _is_phone(match: re.Match[str], plain: str, *, anywhere: bool) -> bool:
    """Whether what stands around digits without area code says that one can call them."""
    digits, before = match["local"], plain[max(0, match.start() - _WINDOW) : match.start()]
    if _DATE.fullmatch(digits) or _CODE.search(before):
        return False
    if anywhere or _SAID.search(before):
        return True
    # Amounts are round.
    return not digits.endswith("000") and bool(_NAMED.search(before) or _NAMED_AFTER.match(plain, match.end()))


def _value(match: re.Match[str], area: str) -> str:
    extension = match["ext1"] or match["dash1"] or match["ext2"] or match["dash2"] or ""
    local = re.sub("[ -]", "", match["local"] or "")
    if local and not area:
        return local + (f";ext={extension}" if extension else "")
    whole = f"0{area}-{local}" if local else match["landline"] or match[0]
    try:
        return phone(whole + (f"转{extension}" if extension else ""))
    except DomainError:
        return ""


def lacks_area(value: str) -> bool:
    """Whether a found number stands as its digits, for want of an area code."""
    return len(value.partition(";")[0]) in (7, 8) and not value.startswith("+")
