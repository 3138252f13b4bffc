"""Cleaning text that people type, checking its length, and folding it for comparing and searching."""

import re
import unicodedata

from flask_babel import gettext as _

from ..errors import DomainError

LIKE_LENGTH = 100
"""Characters of a search that count: SQLite refuses LIKE patterns over 50,000 bytes."""
MAX_WORDS = 6
"""Words of a search that count."""
_BLANKS = {0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0}
_BROKEN = 0xFFFD
"""What decoding puts in the place of bytes that are no character, such as a lone surrogate in a form."""
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
LEGAL_FORM = re.compile(
    r"股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司|(?:特殊)?普通合伙|有限合伙|个人独资(?:企业)?|(?<![分子])公司$"
)
_NOT_WORD = re.compile(r"[\W_]+")


class _InvisibleCharacters(dict[int, int | None]):
    """A table for `str.translate`, filled on demand, that drops invisible characters."""

    def __missing__(self, code: int) -> int | None:
        category = unicodedata.category(chr(code))
        gone = category in ("Cc", "Cf", "Cs") or code & 0xFFFE == 0xFFFE or code in _BLANKS or code == _BROKEN
        keeps = None if gone and code not in (9, 10) else code
        if len(self) < 70_000:
            self[code] = keeps
        return keeps


_invisible = _InvisibleCharacters()


def clean(value: str | None, lines: bool = False) -> str:
    """`value` as it may be stored: NFC, without invisible characters, spaces (also full-width) collapsed and stripped.

    With `lines` line breaks, tabs and the indentation of lines stay. What shows nothing at all becomes "".
    """
    if value and not lines and value.isascii() and value.isprintable():
        # Numbers, codes and pinyin, of which an index has many.
        return " ".join(value.split())
    text = _LINE_ENDS.sub("\n", value or "").translate(_invisible)
    text = unicodedata.normalize("NFC", text)
    if lines:
        text = "\n".join(re.sub(r"[^\S\t]", " ", line).rstrip() for line in text.split("\n")).strip()
    else:
        text = " ".join(text.split())
    return text if text[:1].isalnum() or any(unicodedata.category(c)[0] not in "MZC" for c in text) else ""


def short_enough(text: str, most: int, field: str | None = None) -> str:
    """`text` where it has at most `most` characters, else DomainError at `field`."""
    if len(text) > most:
        message = _("At most %(most)s characters; you entered %(count)s.", most=most, count=len(text))
        raise DomainError(message, field=field)
    return text


def checked_text(typed: str | None, most: int, field: str, missing: str = "", *, lines: bool = False) -> str:
    """What was typed, cleaned; DomainError at `field` where it is too long, or empty while `missing` says so."""
    text = clean(typed, lines=lines)
    if missing and not text:
        raise DomainError(missing, field=field)
    return short_enough(text, most, field)


def number_in(typed: object, otherwise: int = 0) -> int:
    """The whole number of at most nine digits that was sent; `otherwise` where it is none."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def fold(value: str | None) -> str:
    """`value` for comparing and searching: width and case folded, every space one plain space."""
    text = clean(value)
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    return text if folded == text else clean(folded)


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


def like_patterns(query: str | None) -> list[str]:
    """A pattern for each word of `query`, at most six: a `search_key` column that fits all has them in any order."""
    return [like_pattern(word) for word in fold(query).split()[:MAX_WORDS]]


def excerpt(text: str | None, n: int) -> str:
    """The beginning of `text` on one line, at most `n` characters, the last one … where something was cut."""
    line = clean(text)
    if len(line) <= n:
        return line
    end = max(n - 1, 0)
    while end and unicodedata.category(line[end])[0] == "M":
        end -= 1
    return line[:end].rstrip() + "…"
