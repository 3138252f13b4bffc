"""Changing the standing of the chamber, or its text on personal data: always by a new version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, DomainError, Several
from ...extensions import db, lock_area
from ...language.text import checked_text
from ...rights import Actor
from .. import rights
from . import reading
from .models import ConsentText, StandingVersion
from .words import CHARTER_OFFICES, LegalForm, Quorum

_AREA = "standing"
MOST = 999
"""So many holders of one office a charter can have."""
LONGEST = 20_000
"""Characters of a text on personal data."""


@dataclass(frozen=True)
class Typed:
    """The standing as typed."""

    legal_form: str
    basis: str = ""
    superior_body: str = ""
    charter_offices: Mapping[str, int | None] = field(default_factory=dict)
    assembly_quorum: str = ""
    council_quorum: str = ""
    mediation_filing: str = ""
    has_dues: bool = False
    head_id: int | None = None


def change(typed: Typed, *, actor: Actor, version: int) -> bool:
    """Put a new version in force; False where nothing differs. `version` is the one that the form showed.

    DomainErrors at their fields; Conflict where somebody was quicker. Dues need a registered organisation.
    """
    rights.EDIT_STANDING.demand(actor)
    lock_area(_AREA)
    old = reading.now()
    if version != old.version:
        raise Conflict(_("Someone else has just changed the standing. Please check it and enter yours again."))
    people = dict(reading.possible_heads(actor=actor))
    facts = _checked(typed, people)
    before, after = audit.changes(_logged(vars(old), old.head), _logged(facts, people.get(facts["head_id"] or 0, "")))
    if not after and old.version:
        return False
    number = old.version + 1
    db.session.add(StandingVersion(version=number, **facts, at=clock.now(), by_id=actor.account_id))
    audit.record("standing.changed", "standing", f"version-{number}", actor=actor, before=before, after=after)
    return True


def _checked(typed: Typed, people: Mapping[int, str]) -> dict[str, Any]:
    wrong = list(_problems(typed, people))
    facts: dict[str, Any] = {}
    for name, most in (("basis", 200), ("superior_body", 120), ("mediation_filing", 200)):
        try:
            facts[name] = checked_text(getattr(typed, name), most, name)
        except DomainError as error:
            wrong.append(error)
    if wrong:
        raise Several(*wrong) if len(wrong) > 1 else wrong[0]
    numbers = {office.value: typed.charter_offices.get(office) for office in CHARTER_OFFICES}
    chosen = ("legal_form", "assembly_quorum", "council_quorum", "has_dues")
    return {
        **facts,
        **{name: getattr(typed, name) for name in chosen},
        "charter_offices": {office: number for office, number in numbers.items() if number is not None},
        "head_id": typed.head_id or None,
    }


def _problems(typed: Typed, people: Mapping[int, str]) -> list[DomainError]:
    found = []
    if typed.legal_form not in set(LegalForm):
        found.append(DomainError(_("Please say what the chamber is."), field="legal_form"))
    found += [
        DomainError(_("Please choose one."), field=name)
        for name in ("assembly_quorum", "council_quorum")
        if getattr(typed, name) not in {"", *Quorum}
    ]
    found += [
        DomainError(_("Please enter a number from 0 to %(most)s.", most=MOST), field=office.value)
        for office in CHARTER_OFFICES
        if not 0 <= (typed.charter_offices.get(office) or 0) <= MOST
    ]
    if typed.has_dues and typed.legal_form != LegalForm.REGISTERED:
        words = _("Only a registered social organisation may collect dues. Please change one of the two.")
        found.append(DomainError(words, field="has_dues"))
    if typed.head_id and typed.head_id not in people:
        found.append(DomainError(_("Please choose an account of the secretariat."), field="head_id"))
    return found


def _logged(facts: Mapping[str, Any], head: str) -> dict[str, Any]:
    names = ("legal_form", "basis", "superior_body", "assembly_quorum", "council_quorum", "mediation_filing")
    numbers = {f"charter_{office}": facts["charter_offices"].get(office) for office in CHARTER_OFFICES}
    return {**{name: facts[name] for name in (*names, "has_dues")}, **numbers, "head": head}


def publish_text(text: str, changed: str, asks_again: bool, *, actor: Actor, version: int) -> int:
    """Put a text on personal data in force; gives its version. `version` is the one that the form showed.

    `asks_again` where purpose, manner or kind of the data changed: consent is then needed anew (Personal Information
    Protection Law art. 14). DomainErrors at their fields; Conflict where somebody was quicker.
    """
    rights.EDIT_STANDING.demand(actor)
    lock_area(_AREA)
    old = reading.consent_text()
    number = (old.version if old else 0) + 1
    if version != number - 1:
        raise Conflict(_("Someone else has just put another text in force. Please read it first."))
    text = checked_text(text, LONGEST, "text", _("Please enter the text."), lines=True)
    if old and text == old.text:
        raise DomainError(_("This text is in force already."), field="text")
    missing = _("Please say what is new in it.") if old else ""
    changed = checked_text(changed, 300, "changed", missing)
    asks_again = asks_again if old else True
    stored = {"text": text, "changed": changed, "asks_again": asks_again}
    db.session.add(ConsentText(version=number, **stored, at=clock.now(), by_id=actor.account_id))
    logged = {"version": number, "changed": changed, "asks_again": asks_again}
    audit.record("standing.text_published", "standing", f"text-{number}", actor=actor, after=logged)
    return number
