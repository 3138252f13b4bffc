"""What a new term is probably called: the next after the present one."""

import re

DIGITS = "〇一二三四五六七八九"
TEN = "十"
COUNTED = re.compile(rf"(?<=第)(?:\d+|[{DIGITS[1:]}{TEN}]{{1,3}})(?=届)")


def next_name(name: str) -> str:
    """The name of the term after this one; empty where it is not counted."""
    found = COUNTED.search(name)
    number = _number(found[0]) if found else 0
    if not found or not number:
        return ""
    written = str(number + 1) if found[0].isdecimal() else _written(number + 1)
    return name[: found.start()] + written + name[found.end() :]


def _number(text: str) -> int:
    """0 where it is none below a hundred."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition(TEN)
    if len(tens) > 1 or len(ones) > 1:
        return 0
    one = DIGITS.index(ones) if ones else 0
    return (DIGITS.index(tens) if tens else 1) * 10 + one if ten else one


def _written(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number >= 100:
        return str(number)
    front = "" if not tens else TEN if tens == 1 else DIGITS[tens] + TEN
    return front + (DIGITS[ones] if ones or not tens else "")
