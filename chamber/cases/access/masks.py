"""Masks in a member's words everything in the roster that identifies somebody, before others read them."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from flask import current_app
from sqlalchemy import Select, Text, cast, literal, select, union_all

from ...accounts.models import Account, AccountRole
from ...audit.models import AuditRow, AuditValue
from ...directory.models import DepartmentPerson
from ...extensions import db
from ...language import callings
from ...language.masking import Masker
from ...members.models import Contact, Member
from ...rights import Role
from ..models import Case, CaseRespondent

FORMER, FIRM, PERSON, NAME = 3, 2, 1, 0
"""What a row of `_rows` is: an edit of the author's firm, a firm, one of a firm's people, a name of somebody else."""


def masker(case: Case) -> Masker:
    """What masks the words of a case; asks the roster once, however many texts follow."""
    found = _rows(case)
    rows = [row for row in found if row.kind != FORMER]
    places = _places(row.address for row in rows)
    known = {part for row in rows for part in (row.name, row.short_name, row.principal, row.address, row.code) if part}
    own = chain.from_iterable(_own(row, places) for row in rows if row.own)
    former = chain.from_iterable(callings.of_firm(one, "", places) for one in _before(found))
    others = chain.from_iterable(callings.of_other_firm(row.short_name) for row in rows if row.short_name)
    return Masker(known, chain(own, former, others, callings.of_papers(case.evidence), callings.of_papers(case.wish)))


def proposal(case: Case) -> tuple[str, str, int]:
    """Title and story with every name, phone, code and address known to the roster masked, and how many places."""
    masks = masker(case)
    title, in_title = masks.mask(case.title)
    story, in_story = masks.mask(case.story)
    return title, story, in_title + in_story


def untouched(case: Case) -> bool:
    """Whether title and story go out as they are: nothing is masked in them, and nothing is in doubt."""
    masks = masker(case)
    return not any(masks.found(text) for text in (case.title, case.story))


def _rows(case: Case) -> list[Any]:
    """Everything in the roster that tells who somebody is: one query, however large the roster."""
    nothing = literal("")
    firms = select(
        Member.name.label("name"),
        Member.short_name.label("short_name"),
        Member.legal_representative.label("principal"),
        Member.address.label("address"),
        Member.uscc.label("code"),
        nothing.label("reach"),
        (Member.id == case.member_id).label("own"),
        literal(FIRM).label("kind"),
    )
    blank = [nothing] * 3
    own = Contact.member_id == case.member_id
    people = select(Contact.name, *blank, Contact.wechat, Contact.mobile, own, literal(PERSON))
    staff = select(Account.name, *blank, nothing, nothing, literal(value=False), literal(NAME)).where(
        Account.id.in_(select(AccountRole.account_id).where(AccountRole.role.not_in((Role.MEMBER, Role.ADMIN))))
    )
    printed = select(DepartmentPerson.name, *blank, nothing, nothing, literal(value=False), literal(NAME))
    about = select(CaseRespondent.text, *blank, nothing, nothing, literal(value=False), literal(NAME)).where(
        CaseRespondent.case_id == case.id
    )
    edits = _edits(case.member_id).add_columns(*blank, nothing, nothing, literal(value=True), literal(FORMER))
    return list(db.session.execute(union_all(firms, people, staff, printed, about, edits)))


def former_names(member_id: int) -> set[str]:
    """What a firm was called before, as the log has it: everybody remembers."""
    return _before(db.session.execute(_edits(member_id).add_columns(literal(FORMER).label("kind"))))


def _edits(member_id: int) -> Select[Any]:
    """The values of each edit of a firm, as they are stored."""
    rows = select(cast(AuditValue.values, Text).label("name")).join(AuditRow, AuditRow.id == AuditValue.row_id)
    return rows.where(AuditRow.subject == f"member:{member_id}", AuditRow.act == "member.edited")


def _before(rows: Iterable[Any]) -> set[str]:
    """The names that a firm bore before its edits."""
    changes = (json.loads(row.name).get("before") or {} for row in rows if row.kind == FORMER)
    return {str(old) for facts in changes for old in (facts.get("name"), facts.get("short_name")) if old}


def _places(addresses: Iterable[str]) -> set[str]:
    chamber = current_app.config["SETTINGS"].chamber_name
    return callings.places_in([*addresses, chamber])


def _own(row: Any, places: set[str]) -> Iterator[tuple[str, bool]]:
    """What the author's firm, or one of its people, may be called."""
    if row.kind == FIRM:
        yield from callings.of_firm(row.name, row.short_name, places)
        yield from callings.of_person(row.principal)
        yield from callings.of_address(row.address)
    else:
        yield from callings.of_person(row.name)
        yield from callings.of_number(row.reach or "")
