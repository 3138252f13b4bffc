"""Whom the words of a new case may mean: all of them are kept out before anybody is asked."""

import re
from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from ...language.variants import simplified
from ...rights import Actor
from ..models import CaseRespondent
from ..words import TYPED, RespondentKind
from .naming import Meant, could_be_staff, recognised
from .respondents import Respondent, firm_called, key_of, typed_code
from .visibility import CONCERNED
from .wordings import ADDRESSED, AND, AND_MORE, AND_OR_COMMA, AND_SIGNS, NAME_ALONE, OUTSIDE, PAUSE, SOMEBODY, STAFF

MOST = 9
"""Of more than so many parts the rest are not looked up one by one."""
SHORTEST = 2
"""Whoever is named has two characters: what is parted into less was one name, as 泰和建材."""
_BETWEEN = " 　,，。．;；:：、()（）…—"


def resolved(respondents: Iterable[Respondent], *, but: int | None) -> tuple[Respondent, ...]:
    """The same, and beside each one typed as free text all whom that may mean; `but`: the author's own firm."""
    found: list[Respondent] = []
    for one in respondents:
        found.append(one)
        if one.kind in TYPED and not one.found_in:
            found += [_of(meant, "words", unsure=not meant.sure) for meant in recognised(one.text, but=but)]
    return _each_once(found)


def mentioned(text: str, *, but: int | None) -> tuple[Respondent, ...]:
    """The staff and units that a story names; they may only be spoken of, so that the author can say so."""
    meant = recognised(ADDRESSED.sub("，", text), but=but)
    only_meant = (RespondentKind.MEMBER, RespondentKind.SOME_STREET)
    return _each_once(_of(one, "story", unsure=True) for one in meant if one.kind not in only_meant)


def nobody_known(respondents: Iterable[Respondent], *, but: int | None) -> str:
    """What was typed as a respondent that names nobody whom the program knows, but may mean one of us; else empty.

    Of several it is those alone: that it knows one of them says nothing of the others.
    """
    for one in respondents:
        if one.kind not in TYPED or one.found_in or firm_called(one.text, ""):
            continue
        parts = _parts(one.text, but)
        unknown = [part for part in parts[:MOST] if not _is_placed(part, but)]
        unknown += [part for part in parts[MOST:] if could_be_staff(part)]
        if typed_code(one):
            # The code is that of a firm: of one of those who are named.
            unknown = unknown[1:] if unknown[:1] == parts[:1] else unknown
        if unknown:
            return min(_(", ").join(unknown), one.text, key=len)
    return ""


def beside_chosen(words: str, chosen: CaseRespondent | Respondent, *, but: int | None) -> list[Meant]:
    """Whom the other words mean, where somebody wrote of several and says of one whom they mean."""
    parts = _parts(words, but)
    if len(parts) == 1:
        return []
    meant = [recognised(part, but=but) for part in (*parts[:MOST], "、".join(parts[MOST:]))]
    return [one for of_part in meant if not any(is_same(chosen, other) for other in of_part) for one in of_part]


def _parts(words: str, but: int | None) -> list[str]:
    """The words of each one of whom somebody writes; else the whole."""
    parts = list(_parted(words))
    return parts if any(_is_placed(part, but) for part in parts) else [words]


def _parted(words: str) -> Iterator[str]:
    """At what stands between several; at a comma or a space only where somebody else follows, not more of the same."""
    for one in _cut(AND_MORE, words, shortest=1):
        for each in _cut(AND_SIGNS, one):
            for piece in _at_pauses(each):
                yield from _cut(AND, piece)


def _cut(pattern: re.Pattern[str], words: str, shortest: int = SHORTEST) -> Iterator[str]:
    said, start = simplified(words), 0
    for found in pattern.finditer(said):
        piece = words[start : found.start()].strip(_BETWEEN)
        if len(piece) >= shortest and len(words[found.end() :].strip(_BETWEEN)) >= shortest:
            yield piece
            start = found.end()
    yield words[start:].strip(_BETWEEN)


def _at_pauses(words: str) -> Iterator[str]:
    said, start = simplified(words), 0
    for pause in PAUSE.finditer(said):
        before, after = said[start : pause.start()], AND_OR_COMMA.split(said[pause.end() :])[0]
        is_more = SOMEBODY.match(after) or (not pause[0].isspace() and NAME_ALONE.match(after))
        if before and after and is_more and not _is_said_of(before, after):
            yield words[start : pause.start()]
            start = pause.end()
    yield words[start:]


def _is_said_of(name: str, words: str) -> bool:
    """Whether a name alone is followed by where outside its bearer is: 老王，隔壁店的."""
    return bool(NAME_ALONE.match(name) and words.endswith("的") and OUTSIDE.search(words) and not STAFF.search(words))


def is_same(one: CaseRespondent | Respondent, meant: Meant) -> bool:
    """Whether this is whom the words mean."""
    return (one.kind, one.department_id, one.member_id) == (meant.kind, meant.department_id, meant.member_id)


def _is_placed(words: str, but: int | None) -> bool:
    return bool(firm_called(words, "") or recognised(words, but=but)) or not could_be_staff(words)


def without(actor: Actor, respondents: tuple[Respondent, ...]) -> tuple[Respondent, ...]:
    """The same but for those that may be the author as well: nobody is kept out of the own case by a guess."""
    own = {kind for role in actor.roles for kind in CONCERNED.get(role, ())}
    return tuple(
        one
        for one in respondents
        if not one.unsure
        or not (one.kind in own or one.department_id in actor.department_ids or one.member_id in actor.member_ids)
    )


def _of(meant: Meant, found_in: str, *, unsure: bool) -> Respondent:
    return Respondent(
        meant.kind, department_id=meant.department_id, member_id=meant.member_id, found_in=found_in, unsure=unsure
    )


def _each_once(respondents: Iterable[Respondent]) -> tuple[Respondent, ...]:
    """Each one as it was named first."""
    found: dict[object, Respondent] = {}
    for one in respondents:
        found.setdefault(key_of(one), one)
    return tuple(found.values())
