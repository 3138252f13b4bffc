"""Masks in a member's words everything in the roster that identifies somebody, before others read them."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from sqlalchemy import Select, Text, cast, func, literal, or_, select, union_all

from ...accounts.models import Account, AccountRole
from ...audit.models import AuditRow, AuditValue
from ...config import settings
from ...directory.models import Department, DepartmentPerson
from ...extensions import db
from ...language import callings
from ...language.masking import Masker, Namer
from ...language.ordinary import is_ordinary
from ...language.text import bare_company, fold
from ...language.variants import simplified
from ...members.models import Contact, Member
from ...rights import Role
from ..models import Case, CaseRespondent
from ..words import Kind
from .naming import namer

FORMER, FIRM, PERSON, NAME = 3, 2, 1, 0
"""What a row of `_rows` is: an edit of the author's firm, a firm, one of a firm's people, a name of somebody else."""


def masker(case: Case) -> Masker:
    """What masks the words of a case, and in them whom it is about; asks the roster once, however many texts follow."""
    return _masker(case, namer(case))


def _masker(case: Case, by: Namer = lambda _text: ()) -> Masker:
    found = _rows(case)
    rows = [row for row in found if row.kind != FORMER]
    places = _places(row.address for row in rows)
    places |= callings.shared_beginnings(row.name for row in rows if row.kind == FIRM)
    known = {part for row in rows for part in (row.name, row.short_name, row.principal, row.address, row.code) if part}
    own = chain.from_iterable(_own(row, places) for row in rows if row.own)
    former = chain.from_iterable(callings.of_firm(one, "", places) for one in _before(found))
    others = chain.from_iterable(callings.of_other_firm(row.short_name) for row in rows if row.short_name)
    papers = chain.from_iterable(map(callings.of_papers, (case.evidence, case.wish)))
    return Masker(known, chain(own, former, others, papers), by)


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
    accused = select(CaseRespondent.member_id).where(
        CaseRespondent.case_id == case.id, CaseRespondent.member_id.is_not(None), CaseRespondent.removed_at.is_(None)
    )
    firms = select(
        Member.name.label("name"),
        Member.short_name.label("short_name"),
        Member.legal_representative.label("principal"),
        Member.address.label("address"),
        Member.uscc.label("code"),
        nothing.label("reach"),
        or_(Member.id == case.member_id, Member.id.in_(accused)).label("own"),
        literal(FIRM).label("kind"),
    )
    blank = [nothing] * 3
    own = or_(Contact.member_id == case.member_id, Contact.member_id.in_(accused))
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


def _edits(member_id: int | None) -> Select[Any]:
    """The values of each edit of a firm, as they are stored."""
    rows = select(cast(AuditValue.values, Text).label("name")).join(AuditRow, AuditRow.id == AuditValue.row_id)
    return rows.where(AuditRow.subject == f"member:{member_id}", AuditRow.act == "member.edited")


def _before(rows: Iterable[Any]) -> set[str]:
    """The names that a firm bore before its edits."""
    changes = (json.loads(row.name).get("before") or {} for row in rows if row.kind == FORMER)
    return {str(old) for facts in changes for old in (facts.get("name"), facts.get("short_name")) if old}


def _places(addresses: Iterable[str]) -> set[str]:
    chamber = settings().chamber_name
    return callings.places_in([*addresses, chamber])


def _own(row: Any, places: set[str]) -> Iterator[tuple[str, bool]]:
    """What the author's firm or one that the case is about, or one of their people, may be called."""
    if row.kind == FIRM:
        yield from callings.of_firm(row.name, row.short_name, places)
        yield from callings.of_person(row.principal)
        yield from callings.of_address(row.address)
    else:
        yield from callings.of_person(row.name)
        yield from callings.of_number(row.reach or "")


Finder = Callable[[str], str]
"""Finds in a text for departments what still says who somebody is; empty where nothing does."""


def naming(case: Case, *, words: bool = False) -> Finder:
    """A finder of what says who the firm or its author is; ordinary `words` only where nobody looks them through."""
    told = {_joined(one) for one in _identifying(case)}
    known = [name for name in told if len(name) > 1 and (words or not is_ordinary(name))]

    def find(text: str) -> str:
        joined = _joined(text)
        marks = bytearray(len(joined))
        for one in known:
            for found in re.finditer(f"(?={re.escape(one)})", joined):
                marks[found.start() : found.start() + len(one)] = b"x" * len(one)
        return max((joined[run.start() : run.end()] for run in re.finditer(rb"x+", marks)), key=len, default="")

    return find


def accused(case: Case) -> Finder:
    """A finder of what says for sure which department a complaint is about, or who of a department or the chamber."""
    return Masker((), (), namer(case)).named if case.kind == Kind.COMPLAINT else lambda _text: ""


def _joined(text: str) -> str:
    """The text without differences of width, case and script, without spaces and dashes."""
    return re.sub(r"[\s\-‐-―]", "", simplified(fold(text)))


def _identifying(case: Case) -> set[str]:
    """What identifies the firm or its people: names, numbers, and a piece of its name that no other firm has."""
    member = db.session.get_one(Member, case.member_id)
    people = db.session.scalars(select(Contact).where(Contact.member_id == member.id)).all()
    bare = bare_company(member.name)
    former = former_names(member.id)
    names = {bare, *(bare_company(name) for name in former)}
    trade_name = {name[start : start + 3] for name in names for start in range(min(3, max(0, len(name) - 2)))}
    pieces = sorted({bare[start : start + 2] for start in range(min(4, max(1, len(bare) - 1)))})
    firms = (func.count().filter(Member.bare_name.contains(piece, autoescape=True)) for piece in pieces)
    own = {piece for piece, number in zip(pieces, db.session.execute(select(*firms)).one(), strict=True) if number <= 1}
    reach = {reach for one in people for reach in (one.name, one.mobile.removeprefix("+86"), one.wechat, one.email)}
    # An address without a number fits half the street.
    address = member.address if re.search(r"\d", member.address) else ""
    firm = {member.name, member.short_name, member.uscc or "", member.legal_representative, address}
    return {*firm, *former, *names, *trade_name, *own, *reach}


def names_somebody(case: Case) -> Callable[[str], bool]:
    """Finds whether a text may name anybody: by what the roster knows, whoever it belongs to, or by what masks find.

    Both are asked of every text, so that the time does not tell what was found.
    """
    masks, open_words = _masker(case), _open_words(case)
    in_roster = _in_roster(open_words)

    def names(text: str) -> bool:
        masked = [one for one in masks.found(text) if _joined(text[one.start : one.end]) not in open_words]
        return bool(in_roster(text)) | bool(masked)

    return names


def in_roster() -> Finder:
    """A finder of what names any firm or person of the roster, for a text that many read.

    It asks for no case, so that a refusal tells nobody whose cases are behind the text; ordinary words are none.
    """
    return _in_roster(_open_places(), ordinary=False)


def _in_roster(open_words: str, *, ordinary: bool = True) -> Finder:
    """A finder of the longest name or number that the roster knows, whoever it belongs to."""
    firms = db.session.execute(select(Member.bare_name, Member.short_name)).all()
    people = db.session.execute(select(Contact.name, Contact.mobile)).all()
    known = {_joined(name) for row in firms for name in row} | {_joined(row.name) for row in people}
    known |= {(row.mobile or "").removeprefix("+86") for row in people}
    beginnings = Counter(firm.bare_name[:3] for firm in firms)
    known |= {piece for piece, number in beginnings.items() if number == 1 and len(piece) > 2}
    if not ordinary:
        known = {one for one in known if not is_ordinary(one)}

    def find(text: str) -> str:
        joined = _joined(text)
        naming = (one for one in known if len(one) > 1 and one in joined and one not in open_words)
        return max(naming, key=len, default="")

    return find


def _open_words(case: Case) -> str:
    """What who handles the case may write though a firm may be called so: the masked text, departments, places."""
    return _joined("|".join([case.released_title, case.released_story, _open_places()]))


def _open_places() -> str:
    """Departments, communities and the chamber, though a firm may be called like them."""
    departments = db.session.execute(select(Department.name, Department.short_name, Department.address))
    communities = db.session.scalars(select(Member.community).distinct())
    places = [*communities, *(word for row in departments for word in row), settings().chamber_name]
    return _joined("|".join(places))
