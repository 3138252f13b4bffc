"""Whom a respondent typed as free text names: a department, the secretariat, leader or supervisor, a firm."""

from dataclasses import dataclass

from sqlalchemy import select

from ...accounts.models import Account, AccountRole
from ...directory.models import Department, DepartmentHandler, DepartmentPerson
from ...extensions import db
from ...language.text import clean
from ...members.models import Contact, Member
from ...rights import Role
from ..words import RespondentKind

UNITS = {
    Role.SECRETARIAT: RespondentKind.SECRETARIAT,
    Role.LEADER: RespondentKind.LEADER,
    Role.SUPERVISOR: RespondentKind.SUPERVISOR,
}
SECRETARIAT_WORDS = ("秘书处", "secretariat")
OUTSIDE_WORDS = ("公司", "厂", "店", "银行", "超市", "酒店", "company", "ltd")
MIN_LENGTH = 2
"""A name of one character stands in too many texts."""


@dataclass(frozen=True)
class Meant:
    """Whom a text may mean: a unit, a department or a firm."""

    kind: RespondentKind
    department_id: int | None = None
    member_id: int | None = None
    sure: bool = False
    """By a full or official name, or one that only one of them bears; nothing that the author says lifts its denial."""


def recognised(text: str, *, but: int) -> list[Meant]:
    """All whom a text may mean, the likeliest first; `but` never: the author's own firm."""
    kinds, departments = named_in(text)
    found = [Meant(kind, sure=True) for kind in sorted(kinds)]
    found += [Meant(RespondentKind.DEPARTMENT, department_id=one, sure=True) for one in sorted(departments)]
    firm = firm_named_in(text, but=but)
    return [*found, Meant(RespondentKind.MEMBER, member_id=firm, sure=True)] if firm else found


def could_be_staff(text: str) -> bool:
    """Whether somebody of the chamber or the street office may be meant: not where only an outside firm is named."""
    return any(named_in(text)) or not any(word in _plain(text) for word in OUTSIDE_WORDS)


def named_in(text: str) -> tuple[set[RespondentKind], set[int]]:
    """The units and the ids of the departments that a text names, by a name of theirs or of one of their people.

    A name that stands anywhere in the text counts, with a title or a unit around it: rather too many step back than
    that one reads a complaint against itself.
    """
    said = _plain(text)
    if not said:
        return set(), set()
    kinds = {RespondentKind.SECRETARIAT} if any(word in said for word in SECRETARIAT_WORDS) else set()
    of_units = (
        select(Account.name, AccountRole.role)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role.in_(UNITS))
    )
    kinds |= {UNITS[Role(row.role)] for row in db.session.execute(of_units) if _names(said, row.name)}
    return kinds, _departments(said)


def firm_named_in(text: str, *, but: int) -> int | None:
    """The id of the firm that a text names, by its name or by one of its people; `but` never: the author's own firm.

    As with units, the name may stand anywhere in the text. The longest one counts, a firm's before a person's.
    """
    said = _plain(text)
    firms = select(Member.id, Member.bare_name, Member.short_name).where(Member.id != but)
    people = select(Contact.member_id, Contact.name).where(Contact.member_id != but)
    found = [(True, len(name), row.id) for row in db.session.execute(firms) for name in row[1:] if _names(said, name)]
    found += [(False, len(row.name), row.member_id) for row in db.session.execute(people) if _names(said, row.name)]
    return max(found)[2] if found else None


def _departments(said: str) -> set[int]:
    found = set()
    for row in db.session.execute(select(Department.id, Department.name, Department.short_name)):
        shorter = f"{row.name.removesuffix('办公室')}办" if row.name.endswith("办公室") else ""
        if any(_names(said, name) for name in (row.name, row.short_name, shorter)):
            found.add(row.id)
    handlers = select(Account.name, DepartmentHandler.department_id).join(
        DepartmentHandler, DepartmentHandler.account_id == Account.id
    )
    people = select(DepartmentPerson.name, DepartmentPerson.department_id)
    for query in (handlers, people):
        found |= {row.department_id for row in db.session.execute(query) if _names(said, row.name)}
    return found


def _plain(text: str) -> str:
    return "".join(clean(text).lower().split())


def _names(said: str, name: str) -> bool:
    plain = _plain(name)
    return len(plain) >= MIN_LENGTH and plain in said
