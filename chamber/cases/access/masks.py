"""Masks in a member's words everything in the roster that identifies somebody, before others read them."""

from typing import Any

from sqlalchemy import literal, select, union_all

from ...extensions import db
from ...language.masking import Masker
from ...language.text import bare_company
from ...members.models import Contact, Member
from ..models import Case


def proposal(case: Case) -> tuple[str, str, int]:
    """Title and story with every name, phone, code and address known to the roster masked, and how many places."""
    masker = Masker(_known_names(case))
    title, in_title = masker.mask(case.title)
    story, in_story = masker.mask(case.story)
    return title, story, in_title + in_story


def propose_text(case: Case, text: str) -> str:
    """Any later words of the author, masked in the same way."""
    return Masker(_known_names(case)).mask(text)[0] if text else ""


def _known_names(case: Case) -> set[str]:
    """Everything in the roster that tells who somebody is: one query, however large the roster."""
    known: set[str] = set()
    named = (Member.name, Member.short_name, Member.legal_representative, Member.address)
    firms = select(*named, Member.uscc, Member.id == case.member_id, literal(1))
    nothing = (literal("") for _more in named[1:])
    people = select(Contact.name, *nothing, Contact.wechat, Contact.member_id == case.member_id, literal(0))
    rows: list[Any] = list(db.session.execute(union_all(firms, people)))
    for name, *others, private, own, is_firm in rows:
        known.update((name, *others))
        if own:
            known.update((private or "", *(_shorter_forms(name) if is_firm else ())))
    return {part for part in known if len(part) > 1}


def _shorter_forms(name: str) -> set[str]:
    """What people may call a firm besides its registered and short name.

    Every piece of three characters of its bare name, and every two of its first five (place and trade name).
    """
    bare = bare_company(name)
    pieces = {bare[start:end] for start in range(len(bare)) for end in range(start + 3, len(bare) + 1)}
    return pieces | {bare[start : start + 2] for start in range(min(4, len(bare) - 1))}
