"""How cases have measures: a measure of a case is seen by nobody who may not see the case."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from ...errors import DomainError
from ...extensions import db
from ...measures.models import Measure
from ...measures.words import Source
from ...registry.measured import Measured
from ...rights import Actor, Role
from ..access.masks import naming
from ..access.visibility import nameless, visible_to
from ..doing.releasing import refuse_telling
from ..force import waiting
from ..models import Case, CaseAssignment, CaseRecusal, CaseRespondent
from ..rules.clocks import TAKES_MEASURES
from ..words import Kind, State


def known(actor: Actor) -> ColumnElement[bool]:
    """The cases of whose measures a person may know: a leader's when they are released, a supervisor's own ones."""
    match actor.role:
        case Role.PRESIDENT:
            return false()
        case Role.LEADER:
            return and_(visible_to(actor), or_(Case.confidential.is_(False), Case.released_at.is_not(None)))
        case Role.SUPERVISOR:
            return and_(visible_to(actor), Case.supervisor_runs)
    return visible_to(actor)


def may_give(actor: Actor, case_id: int) -> bool:
    """Whether this person runs the case."""
    if actor.role not in (Role.SECRETARIAT, Role.SUPERVISOR):
        return False
    return db.session.scalar(select(Case.id).where(Case.id == case_id, known(actor))) is not None


def sources(case_id: int) -> tuple[str, ...]:
    """Where its measures come from; nothing while nobody handles it."""
    case = db.session.get(Case, case_id)
    if case is None or case.state not in TAKES_MEASURES:
        return ()
    if case.state == State.IMPLEMENTING:
        return (Source.IMPLEMENTATION,)
    of_force = [Source.TASK_FORCE] if waiting.at_work(case_id) else []
    return (
        *of_force,
        Source.HANDLING,
        *([Source.IMPLEMENTATION] if case.kind == Kind.SUGGESTION else []),
        Source.FOLLOW_UP,
    )


def departments(case_id: int) -> list[int]:
    """Those that work on it: others do not see it."""
    about = select(CaseRespondent.department_id).where(
        CaseRespondent.case_id == case_id, CaseRespondent.department_id.is_not(None)
    )
    query = select(CaseAssignment.department_id).where(
        CaseAssignment.case_id == case_id,
        CaseAssignment.ended_at.is_(None),
        CaseAssignment.department_id.not_in(about),
    )
    return list(db.session.scalars(query))


def is_lost() -> ColumnElement[bool]:
    """Whether the owner of a measure does not see the case any more: it was taken from the department, or recused."""
    at_work = exists().where(
        CaseAssignment.case_id == Measure.subject_id,
        CaseAssignment.department_id == Measure.department_id,
        CaseAssignment.ended_at.is_(None),
    )
    recused = exists().where(CaseRecusal.case_id == Measure.subject_id, CaseRecusal.account_id == Measure.account_id)
    return or_(and_(Measure.department_id.is_not(None), ~at_work.correlate(Measure)), recused.correlate(Measure))


def led(actor: Actor) -> ColumnElement[bool]:
    """Whoever leads a task force sees what all its departments are to do."""
    return Case.id.in_(waiting.led_by(actor)) if actor.role == Role.HANDLER else false()


def held(actor: Actor) -> ColumnElement[bool]:
    """Nameless cases: what a department writes is for itself and for who runs the case."""
    if actor.role not in (Role.LEADER, Role.MEMBER, Role.HANDLER):
        return false()
    return or_(Case.confidential, and_(Case.kind == Kind.SUGGESTION, Case.show_name.is_(False)))


def is_nameless(case_id: int) -> bool:
    """Whether its departments must not learn whose it is."""
    case = db.session.get(Case, case_id)
    return case is not None and nameless(case)


def refuse_names(case_id: int, texts: Mapping[str, str]) -> None:
    """Refuse what tells a department whose a nameless case is, or whom it is about; of any suggestion in a title.

    The title may stand on the page of published suggestions.
    """
    case = db.session.get_one(Case, case_id)
    refuse_telling(case, texts)
    if case.kind == Kind.SUGGESTION and (name := naming(case)(texts.get("title", ""))):
        raise DomainError(
            _(
                "The title may be published with the suggestion, and names “%(name)s”. Please remove the name.",
                name=name,
            ),
            field="title",
        )


MEASURED = Measured(
    known=known,
    may_give=may_give,
    sources=sources,
    departments=departments,
    takes_firms=False,
    has_public=True,
    held=held,
    led=led,
    is_nameless=is_nameless,
    refuse_names=refuse_names,
    is_lost=is_lost,
)
