"""Whom the words of a new case may mean: all of them are kept out before anybody is asked."""

from collections.abc import Iterable

from flask_babel import gettext as _

from ...rights import Actor
from ..models import CaseRespondent
from ..words import TYPED, RespondentKind
from .naming import Meant, could_be_staff, recognised
from .respondents import Respondent, firm_called, key_of, typed_code
from .visibility import CONCERNED
from .wordings import ADDRESSED, SEVERAL

MOST = 9
"""More than so many parts are looked at as one."""
SHORTEST = 2
"""Whoever is named has two characters: what is parted into less was one name, as 泰和建材."""


def resolved(respondents: Iterable[Respondent], *, but: int) -> tuple[Respondent, ...]:
    """The same, and beside each one typed as free text all whom that may mean; `but`: the author's own firm."""
    found: list[Respondent] = []
    for one in respondents:
        found.append(one)
        if one.kind in TYPED and not one.found_in:
            found += [_of(meant, "words", unsure=not meant.sure) for meant in recognised(one.text, but=but)]
    return _each_once(found)


def mentioned(text: str, *, but: int) -> tuple[Respondent, ...]:
    """The staff and units that a story names; they may only be spoken of, so that the author can say so."""
    meant = recognised(ADDRESSED.sub("，", text), but=but)
    only_meant = (RespondentKind.MEMBER, RespondentKind.SOME_STREET)
    return _each_once(_of(one, "story", unsure=True) for one in meant if one.kind not in only_meant)


def nobody_known(respondents: Iterable[Respondent], *, but: int) -> str:
    """What was typed as a respondent that names nobody whom the program knows, but may mean one of us; else empty.

    Of several it is those alone: that it knows one of them says nothing of the others.
    """
    for one in respondents:
        if one.kind not in TYPED or one.found_in or typed_code(one) or firm_called(one.text, ""):
            continue
        unknown = [part for part in _parts(one.text, but) if not _is_placed(part, but)]
        if unknown:
            return _(", ").join(unknown)
    return ""


def beside_chosen(words: str, chosen: CaseRespondent | Respondent, *, but: int) -> list[Meant]:
    """Whom the other words mean, where somebody wrote of several and says of one whom they mean."""
    parts = _parts(words, but)
    if len(parts) == 1:
        return []
    meant = [recognised(part, but=but) for part in parts]
    return [one for of_part in meant if not any(is_same(chosen, other) for other in of_part) for one in of_part]


def _parts(words: str, but: int) -> list[str]:
    """The words of each one of whom somebody writes; else the whole."""
    parts = [part.strip() for part in SEVERAL.split(words, MOST)]
    several = min(map(len, parts)) >= SHORTEST and any(_is_placed(part, but) for part in parts)
    return parts if several else [words]


def is_same(one: CaseRespondent | Respondent, meant: Meant) -> bool:
    """Whether this is whom the words mean."""
    return (one.kind, one.department_id, one.member_id) == (meant.kind, meant.department_id, meant.member_id)


def _is_placed(words: str, but: int) -> bool:
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
