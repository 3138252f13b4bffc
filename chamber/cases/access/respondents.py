"""Against whom a case is, and who steps back: decided before anybody reads it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, literal, or_, select

from ... import clock
from ...accounts.models import Account, AccountRole
from ...directory.models import Department, DepartmentHandler
from ...errors import DomainError
from ...extensions import db
from ...language.codes import uscc
from ...language.text import bare_company, clean
from ...members import search
from ...members import services as members
from ...members.models import Member
from ...rights import Actor, Role
from ..doing.desk import Which, note, take
from ..models import Case, CaseRecusal, CaseRespondent
from ..rules import clocks
from ..rules.acts import Act, Audience
from ..words import NAME_UNKNOWN, SUPERVISOR_RUNS, TYPED, Kind, RespondentKind
from .eligible import arbiter, hand_over
from .locking import close_to_office
from .visibility import CONCERNED, OF_ALL_DEPARTMENTS

NOBODY_FREE = _l(
    "Everyone here who could handle this is involved in it. Please contact the discipline inspection (12388), the "
    "citizens' hotline (12345) or the district federation of industry and commerce."
)
OTHER_WAYS = _l(
    "You can also contact the discipline inspection (12388), the citizens' hotline (12345) or the district "
    "federation of industry and commerce."
)


@dataclass(frozen=True)
class Respondent:
    """One respondent as the form brings it: a kind, and a department or a name with or without its code."""

    kind: str
    department_id: int | None = None
    text: str = ""
    code: str = ""
    member_id: int | None = None
    found_in: str = ""
    unsure: bool = False
    """Both as `CaseRespondent` has them."""


def supervisor_must_run(
    kind: str, respondents: tuple[Respondent, ...], member: Member, actor: Actor, on_behalf: bool
) -> bool:
    """Whether the supervisor runs the case because the secretariat or the leader is the respondent.

    Raises DomainError for a complaint without a respondent, one's own firm, a complaint about the secretariat that
    the secretariat would enter itself, and where nobody unconcerned is left here.
    """
    if kind in (Kind.COMPLAINT, Kind.RETALIATION) and not respondents:
        raise DomainError(_("Please say who it is about: this decides who must not see it."), field="respondent")
    for one in respondents:
        if not one.found_in:
            check(one, member)
    # What the office has written down itself it knows already: of that, only whom it names as concerned counts.
    runs = any(one.kind in SUPERVISOR_RUNS for one in respondents if one.found_in != "story" or not on_behalf)
    if runs and on_behalf:
        raise DomainError(
            _(
                "A complaint about the secretariat or the leader must not pass through the secretariat. "
                "Please let the firm submit it itself, or hand it to the supervisor."
            ),
            field="respondent",
        )
    if nobody_left(one for one in respondents if not one.unsure):
        raise DomainError(str(NOBODY_FREE), field="respondent")
    return runs


def nobody_left(respondents: Iterable[Respondent]) -> bool:
    """Whether a case against these is one for the supervisor, and no supervisor is unconcerned."""
    against = tuple(respondents)
    kinds = {one.kind for one in against}
    runs = bool(kinds & SUPERVISOR_RUNS)
    return runs and (RespondentKind.SUPERVISOR in kinds or not _unconcerned_supervisor(against))


def check(one: Respondent, member: Member) -> None:
    """Refuse a respondent that nobody could tell from others, and the author's own firm."""
    if one.kind == RespondentKind.DEPARTMENT and (
        one.department_id is None or db.session.get(Department, one.department_id) is None
    ):
        raise DomainError(_("Please choose the department."), field="respondent_department")
    if one.kind in TYPED:
        if not clean(one.text):
            raise DomainError(_("Please write the name."), field="respondent_text")
        if len(clean(one.text)) > 200:
            raise DomainError(_("Please keep this under %(count)s characters.", count=200), field="respondent_text")
        if firm_called(clean(one.text), typed_code(one)) == member.id:
            raise DomainError(_("This is your own firm."), field="respondent_text")


def unlisted(respondents: tuple[Respondent, ...], actor: Actor) -> str:
    """The name typed for a member that no firm bears in the list of members as this person reads it; else empty.

    Nothing but that list is asked, or the answer would tell more than the list does.
    """
    for one in respondents:
        name = clean(one.text)
        called = select(Member.id).where(members.visible_to(actor), search.is_called(name)).limit(1)
        if one.kind == RespondentKind.MEMBER and name and not db.session.scalar(called):
            return name
    return ""


def _unconcerned_supervisor(respondents: tuple[Respondent, ...]) -> bool:
    departments = {one.department_id for one in respondents if one.department_id}
    kinds = {one.kind for one in respondents}
    roles = {role for role, concerned in CONCERNED.items() if kinds.intersection(concerned)} - {Role.SUPERVISOR}
    query = (
        select(Account.id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == Role.SUPERVISOR, Account.disabled_at.is_(None), Account.password_hash != "")
        .where(
            ~exists().where(
                DepartmentHandler.account_id == Account.id,
                or_(DepartmentHandler.department_id.in_(departments), literal(bool(kinds & OF_ALL_DEPARTMENTS))),
            )
        )
    )
    other = AccountRole.__table__.alias("other_roles")
    query = query.where(~exists().where(other.c.account_id == Account.id, other.c.role.in_(roles)))
    return db.session.scalar(query.limit(1)) is not None


def key_of(one: Respondent | CaseRespondent) -> tuple[str, int | None, int | None, str]:
    """What tells one respondent of a case from the others."""
    words = clean(one.text) if one.kind in TYPED else ""
    return one.kind, one.department_id, None if words else one.member_id, words


def respondents_of(case: Case) -> list[CaseRespondent]:
    """All rows, in the order in which they were named; also what was taken back."""
    query = select(CaseRespondent).where(CaseRespondent.case_id == case.id).order_by(CaseRespondent.id)
    return list(db.session.scalars(query))


def same_respondents(case: Case, respondents: tuple[Respondent, ...]) -> bool:
    """Whether a case is against exactly these."""
    named = {key_of(one) for one in respondents_of(case) if not one.found_in}
    return named == {key_of(one) for one in respondents}


def beside(there: Iterable[Respondent], more: Iterable[Respondent]) -> tuple[Respondent, ...]:
    """Those of `more` that are not there yet."""
    keys = {key_of(one) for one in there}
    return tuple(one for one in more if key_of(one) not in keys)


def write_respondents(case: Case, respondents: tuple[Respondent, ...]) -> None:
    """Store them as `resolved` left them; a name or code finds the member."""
    for one in respondents:
        row = CaseRespondent(
            case_id=case.id, kind=one.kind, member_id=one.member_id, found_in=one.found_in, unsure=one.unsure
        )
        if one.kind == RespondentKind.DEPARTMENT and one.department_id:
            row.department_id = one.department_id
            row.uscc = db.session.get_one(Department, one.department_id).uscc
        elif one.kind == RespondentKind.UNKNOWN:
            row.text, row.ticket = clean(one.text), secrets.token_hex(8)
        elif one.kind in TYPED and not one.found_in:
            row.text, row.uscc = clean(one.text), typed_code(one)
            row.member_id = firm_called(row.text, row.uscc)
        db.session.add(row)
    case.lacks_name = case.lacks_name or any(one.kind in NAME_UNKNOWN for one in respondents)
    db.session.flush()


def typed_code(one: Respondent) -> str:
    """The code that was typed with a name; empty where none was."""
    return uscc(one.code) if clean(one.code) else ""


def firm_called(name: str, code: str) -> int | None:
    """The id of the firm of exactly this code or name; none where there is none."""
    if code and (found := db.session.scalar(select(Member.id).where(Member.uscc == code))):
        return found
    bare = bare_company(name)
    found = db.session.scalar(select(Member.id).where(Member.bare_name == bare).limit(1)) if bare else None
    if found is None:
        found = db.session.scalar(select(Member.id).where(Member.short_name == name, Member.short_name != "").limit(1))
    return found


def recuse(which: Which, account_id: int, reason: str, *, actor: Actor) -> Case:
    """Step back oneself, or have somebody step back (only who runs the case); from now on they see nothing of it.

    Where the last one of the secretariat steps back, the supervisor runs the case. DomainError where nobody is left.
    """
    hand = take(which, Act.RECUSE, actor=actor)
    why = clean(reason, lines=True)
    if not why:
        raise DomainError(_("Please give the reason."), field="reason")
    from_desk = "runner" in hand.parties
    account = db.session.get(Account, account_id)
    if account is None or (account_id != actor.account_id and not from_desk):
        raise DomainError(_("Please choose who is recused."), field="account")
    if account_id == hand.case.author_account_id:
        raise DomainError(_("The author cannot be recused from their own case."), field="account")
    if db.session.get(CaseRecusal, (hand.case.id, account_id)) is None:
        db.session.add(
            CaseRecusal(case_id=hand.case.id, account_id=account_id, reason=why, by_id=actor.account_id, at=clock.now())
        )
        note(hand, Act.RECUSE, text=f"{account.name}: {why}", audience=Audience.RUNNER)
        if hand.case.owner_id == account_id:
            hand.case.owner_id = None
        if not hand_over(hand.case):
            raise DomainError(
                _("Nobody would be left to run this case. Please have an account opened for another person first."),
                field="account",
            )
        find_arbiter(hand.case)
        close_to_office(hand.case, by_author=False)
    return hand.case


def find_arbiter(case: Case) -> None:
    """Give a pending objection to whoever is left to decide it."""
    if clocks.waits_for_objection(case):
        decides = arbiter(case)
        if decides is None:
            raise DomainError(_("Nobody would be left to decide the objection."), field="account")
        case.leader_decides = decides == Role.LEADER


def staff() -> list[tuple[int, str]]:
    """Accounts that could have to step back: everybody who may read cases but as a member."""
    query = (
        select(Account.id, Account.name)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role.not_in((Role.MEMBER, Role.ADMIN)), Account.disabled_at.is_(None))
        .distinct()
        .order_by(Account.name, Account.id)
    )
    return [(row.id, row.name) for row in db.session.execute(query)]
