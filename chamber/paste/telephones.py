"""Find phone numbers in a text: with an extension, and without the area code that everybody here knows."""

import re
from collections.abc import Iterator

from ..errors import DomainError
from ..language.phones import phone

_DASH = "[-–—‐ ]"
_EXTENSION = r"(?:\s*\(?\s*(?:转|分机|ext\.?)\s*:?\s*(?P<ext{0}>[0-9]{{1,6}})\)?|-(?P<dash{0}>[0-9]{{1,6}}))?(?![0-9])"
_PHONE = re.compile(
    rf"(?<![0-9])(?:(?:\+?86|0086){_DASH}{{0,2}})?1[3-9][0-9](?:{_DASH}{{0,2}}[0-9]){{8}}(?![0-9])"
    rf"|(?P<landline>(?<![0-9])(?:\+?86{_DASH}?)?\(?0[0-9]{{2,3}}\)?{_DASH}{{0,2}}[0-9]{{3,4}}{_DASH}?[0-9]{{4}}){_EXTENSION.format(1)}"
    rf"|(?<![0-9])400{_DASH}?[0-9]{{3}}{_DASH}?[0-9]{{4}}(?![0-9])"
    rf"|(?P<local>(?<![0-9.,/-])[2-8][0-9]{{6,7}}){_EXTENSION.format(2)}(?!\s*[元万亿吨块])",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:电话|座机|固话|热线|咨询|详询|联系|值班|办公室|致电|拨打|tel|phone|☎|📞)[^0-9\n。;!?]{0,12}$", re.IGNORECASE
)
_ANOTHER = re.compile(r"\s*(?:[、,，/或和]|或者)\s*")
_DATE = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


def find_phones(plain: str, area: str = "", *, anywhere: bool = False) -> Iterator[tuple[str, str]]:
    """(as written, E.164) of each number; one without area code as its digits where `area` is not known.

    Eight digits alone may be anything: they count after a word such as 电话 or another number, or `anywhere`.
    """
    end = -1
    for match in _PHONE.finditer(plain):
        local = match["local"]
        if local:
            before = plain[max(0, match.start() - 24) : match.start()]
            follows = end >= 0 and _ANOTHER.fullmatch(plain, end, match.start())
            if _DATE.fullmatch(local) or not (anywhere or follows or _SAID.search(before)):
                continue
        value = _value(match, area)
        if value:
            yield match[0], value
            end = match.end()


def _value(match: re.Match[str], area: str) -> str:
    extension = match["ext1"] or match["dash1"] or match["ext2"] or match["dash2"] or ""
    local = match["local"]
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
