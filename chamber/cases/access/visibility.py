"""Rows of cases: who sees which, and who must not. Deny wins, at query time, over everything an account is."""

from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, false, literal, or_, select, union_all

from ...audit.models import AuditRow
from ...errors import NotFound
from ...extensions import db
from ...language.text import clean
from ...members.models import Member
from ...rights import YES, Actor, Role
from .. import rights
from ..models import Case, CaseAssignment, CaseColleague, CaseRecusal, CaseRespondent
from ..rules.clocks import open_expression
from ..words import TOP_LEVEL, Kind, RespondentKind

CONCERNED = {
    Role.SECRETARIAT: (RespondentKind.SECRETARIAT, RespondentKind.SOME_CHAMBER),
    Role.PRESIDENT: (RespondentKind.SOME_CHAMBER,),
    Role.LEADER: (RespondentKind.LEADER, RespondentKind.SOME_STREET),
    Role.SUPERVISOR: (RespondentKind.SUPERVISOR,),
}
"""The respondents that whoever has a role may be, or be one of."""
OF_ALL_DEPARTMENTS = frozenset({RespondentKind.SOME_DEPARTMENT, RespondentKind.SOME_STREET})
"""Until somebody says of which department, it may be any."""


def denied(actor: Actor) -> ColumnElement[bool]:
    """Whether this person is a respondent, belongs to one, or is recused: over *all* roles, firms, departments.

    Nobody of the secretariat runs what their own firm brings in confidence: another one does, else the supervisor.
    """
    concerned: list[ColumnElement[bool]] = []
    kinds = {kind for role in actor.roles for kind in CONCERNED.get(role, ())}
    if actor.department_ids:
        kinds |= OF_ALL_DEPARTMENTS
        concerned.append(CaseRespondent.department_id.in_(actor.department_ids))
    if kinds:
        concerned.append(CaseRespondent.kind.in_(sorted(kinds)))
    if actor.member_ids:
        own_codes = select(Member.uscc).where(Member.id.in_(actor.member_ids), Member.uscc.is_not(None))
        concerned.append(CaseRespondent.member_id.in_(actor.member_ids))
        concerned.append(and_(CaseRespondent.uscc != "", CaseRespondent.uscc.in_(own_codes)))
    refused: ColumnElement[bool] = exists().where(
        CaseRecusal.case_id == Case.id, CaseRecusal.account_id == actor.account_id
    )
    if concerned:
        refused = or_(refused, exists().where(CaseRespondent.case_id == Case.id, or_(*concerned)))
    if actor.role == Role.SECRETARIAT and actor.member_ids:
        # What a colleague brought in confidence is told to those whom they named, not to whoever is of the firm.
        refused = or_(refused, and_(Case.confidential, Case.member_id.in_(actor.member_ids)))
    return refused


def is_author(actor: Actor) -> ColumnElement[bool]:
    """Binds to the account that submitted; before anybody was invited, to the contact it was entered for.

    A locked case is nobody's: `access.locking` says when it is.
    """
    if actor.contact_id is None:
        return false()
    return and_(
        Case.author_contact_id == actor.contact_id,
        or_(Case.author_account_id == actor.account_id, Case.author_account_id.is_(None)),
        Case.locked_at.is_(None),
    )


def wrote(actor: Actor, case: Case) -> bool:
    """`is_author` of a row that is at hand."""
    own = case.author_contact_id == actor.contact_id and case.author_account_id in (None, actor.account_id)
    return own and actor.contact_id is not None and case.locked_at is None


def is_erased(case: Case) -> bool:
    """Whether its identity was erased, its time being over: every other case has an author."""
    return case.author_contact_id is None


def own_numbers(actor: Actor) -> Any:
    """The query of the numbers of all cases that a member or a handler may see at most, by indexes of their own."""
    if rights.READ.of(actor) is rights.MINE:
        # Two short lists by their indexes: asked of each row, every case of the chamber would be looked at.
        wrote_it = select(Case.id).where(is_author(actor))
        named = select(CaseColleague.case_id).where(
            CaseColleague.contact_id == actor.contact_id, CaseColleague.locked_at.is_(None)
        )
        return union_all(wrote_it, named)
    return select(CaseAssignment.case_id).where(
        CaseAssignment.department_id == actor.department_id, CaseAssignment.ended_at.is_(None)
    )


def _granted(actor: Actor) -> ColumnElement[bool]:
    match rights.READ.of(actor):
        case rights.OF_OTHER_FIRMS:
            return Case.supervisor_runs.is_(False)
        case rights.MINE:
            mine = Case.id.in_(own_numbers(actor))
            return mine if actor.member_is_active else and_(mine, open_expression())
        case rights.ASSIGNED:
            return exists().where(
                CaseAssignment.case_id == Case.id,
                CaseAssignment.department_id == actor.department_id,
                CaseAssignment.ended_at.is_(None),
            )
        case rights.NO_IDENTITY:
            return literal(True)
        case rights.NOT_CONFIDENTIAL:
            return and_(Case.kind.in_((Kind.REQUEST, Kind.SUGGESTION)), Case.confidential.is_(False))
        case rights.WATCHED:
            return or_(Case.supervisor_runs, Case.objected_at.is_not(None), Case.level >= TOP_LEVEL)
    return false()


def _is_settled(actor: Actor) -> ColumnElement[bool]:
    """Whether somebody has said whom it is about; the author need not wait, nor the office for what it wrote down."""
    if rights.READ.of(actor) is rights.MINE:
        return literal(True)
    settled: ColumnElement[bool] = Case.open_since.is_(None)
    return or_(settled, Case.open_for_office) if actor.role == Role.SECRETARIAT else settled


@lru_cache(maxsize=200)
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that picks the cases that this person may see in the acting role: the only way to their rows."""
    return and_(_granted(actor), _is_settled(actor), ~denied(actor))


def nameless(case: Case) -> bool:
    """Whether its readers must not learn whose it is: a confidential case, or a suggestion without the name."""
    return case.confidential or (case.kind == Kind.SUGGESTION and not case.show_name)


def is_kept_from_others(case: Case) -> bool:
    """Whether it is kept from who can issue links: a confidential case, one about the office, or perhaps about it."""
    return case.confidential or case.supervisor_runs or case.open_since is not None


def tells_who_left(case: Case) -> bool:
    """Whether its readers may know that its author left: not where that would tell whose case it is."""
    return not (nameless(case) or is_kept_from_others(case))


@cache
def tells_who_left_expression() -> ColumnElement[bool]:
    """`tells_who_left` as SQL."""
    nameless = and_(Case.kind == Kind.SUGGESTION, Case.show_name.is_(False))
    return and_(Case.confidential.is_(False), ~nameless, Case.supervisor_runs.is_(False), Case.open_since.is_(None))


def by_reference(reference: str, actor: Actor, *, lock: bool = False) -> Select[Any]:
    """The row with this reference, where the person may see it; locked for an act on it."""
    query = select(Case).where(visible_to(actor), Case.reference == clean(reference).upper()[:16])
    return query.with_for_update(of=Case).execution_options(populate_existing=True) if lock else query


def missing() -> NotFound:
    """The one answer for a case that is not there and for one that is not for this person."""
    return NotFound(_("There is no such case."))


def find(reference: str, *, actor: Actor, lock: bool = False) -> Case:
    """One case by its reference; NotFound, with one and the same answer, where it is missing or not for this person."""
    case = db.session.scalars(by_reference(reference, actor, lock=lock)).first()
    if case is None:
        raise missing()
    return case


def still_sees(actor: Actor, case: Case) -> bool:
    """Whether an act has left the case in sight of who did it."""
    return db.session.scalar(select(Case.id).where(Case.id == case.id, visible_to(actor))) is not None


def log_rows(actor: Actor, private: Collection[str]) -> ColumnElement[bool]:
    """The rows of the log about cases that this person may see.

    Of `private` acts, which are between the author and who runs it, those alone where this person runs the case.
    """
    seen = select(literal("case:") + cast(Case.id, String)).where(visible_to(actor))
    rows = AuditRow.subject.in_(seen)
    if rights.RUN.of(actor) is YES:
        return rows
    mine: ColumnElement[bool] = false()
    if rights.RUN.of(actor) is rights.WHERE_IT_RUNS:
        mine = AuditRow.subject.in_(seen.where(Case.supervisor_runs))
    # That it went on after it was withdrawn is between them too.
    gave_up = and_(AuditRow.act == "case.withdraw", AuditRow.subject.in_(seen.where(Case.anonymous)))
    return and_(rows, or_(and_(AuditRow.act.not_in(sorted(private)), ~gave_up), mine))
