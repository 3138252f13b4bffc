"""Unified social credit codes (GB 32100-2015): `uscc` parses and checks one as people type it."""

import re

from flask_babel import gettext as _
from stdnum.cn import uscc as _stdnum_uscc

from ..errors import DomainError
from .phones import is_exponent
from .text import fold

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
    if is_exponent(value):
        raise damaged_code()
    strange = [sign for sign in dict.fromkeys(code) if sign not in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
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
    _refuse_confusable([letter for letter in dict.fromkeys(code) if letter in _CONFUSABLE])
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


def _refuse_confusable(letters: list[str]) -> None:
    meant = [_CONFUSABLE[letter] for letter in letters]
    if len(letters) == 1:
        raise DomainError(
            _("The letter %(letter)s never occurs in the code; is it %(meant)s?", letter=letters[0], meant=meant[0])
        )
    if letters:
        separator = _(", ")
        raise DomainError(
            _(
                "The letters %(letters)s never occur in the code; are they %(meant)s?",
                letters=separator.join(letters),
                meant=separator.join(meant),
            )
        )


def make_uscc(area: str, org: int | str, kind: str = "91") -> str:
    """A valid code for invented firms: `kind` 91 enterprise, 92 sole trader, 51 association; `area` six digits."""
    body = str(org).upper().zfill(8)
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body, weights, strict=True)) % 11
    check = {10: "X", 11: "0"}.get(rest, str(rest))
    front = f"{kind}{area}{body}{check}"
    return front + _stdnum_uscc.calc_check_digit(front)
