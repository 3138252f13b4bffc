"""By which words a case is found and by whom, and putting them into the index after each act that brings some."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, true, union_all
from sqlalchemy import case as sql_case

from ...extensions import db
from ...files.models import StoredFile
from ...language.text import like_patterns
from ...members.models import Member
from ...rights import Actor, Role
from ...search import index
from ...search.tokens import doc, written
from ..access.visibility import nameless, own_numbers
from ..models import Case, CaseEvent, CaseFile, CaseRound
from ..rules import clocks
from ..rules.acts import Act, Audience
from ..rules.workflow import AUTHOR_WORDS, TABLE
from ..words import Circle

BRINGS_WORDS = AUTHOR_WORDS | {Act.SUBMIT, Act.RELEASE, Act.PUBLISH, Act.LOOK_THROUGH}
"""Beside all acts with words for everybody."""
NOT_FOR_ALL = frozenset(row.act for row in TABLE if row.inside or row.private or row.of_force) | {Act.WITHDRAW}
"""Whose words not everybody has who sees the case, though they are addressed to nobody."""

OF_MEMBER = frozenset({Audience.WORDS, Audience.AUTHOR})
"""Who has the files that a member adds."""

FEW = 200
"""So many own cases are read as quickly as the index is asked."""
_FIRM, _LATER, _FILE, _SAID = range(4)


def fill(case: Case) -> None:
    """Let the case be found by what it says now."""
    db.session.flush()
    index.put("case", _docs([case]))


def docs(ids: Sequence[int]) -> dict[int, str]:
    """By what each of these cases is found; by nothing that the reader of a circle could not read on the page."""
    return _docs(db.session.scalars(select(Case).where(Case.id.in_(ids))).all())


def search_condition(actor: Actor, q: str) -> ColumnElement[bool]:
    """Search over what this person may read on the page, and over nothing else."""
    return or_(*ways(actor, q))


def ways(
    actor: Actor, q: str, *, most: int = 0, of: ColumnElement[bool] | None = None, own: bool = False
) -> Sequence[ColumnElement[bool]]:
    """The conditions of which one must hold, each found by itself; at most so many of the index, the newest.

    `of`: of cases that fit this. `own`: beside a condition that few cases fit, whose own rows are read then.
    """
    full = partial(index.holds, "case", Case.id, q, Circle.FULL)
    released = partial(index.holds, "case", Case.id, q, Circle.RELEASED)
    wide: dict[str, Any] = {"own": True} if own else {"most": most, "of": of}
    # Who reads all words of few cases must not wait for the words of others.
    match actor.role:
        case Role.SECRETARIAT:
            return [full(**wide)]
        case Role.MEMBER | Role.HANDLER:
            holds = full if actor.role == Role.MEMBER else released
            return [holds(own=True) if own else _of_own(actor, partial(holds, most=most, of=of))]
        case Role.LEADER:
            reads_all = and_(clocks.objection_expression(), Case.leader_decides, ~Case.anonymous)
            return [and_(reads_all, full(own=True)), released(**wide)]
        case Role.SUPERVISOR:
            decides = and_(Case.objected_at.is_not(None), ~Case.leader_decides)
            reads_all = or_(Case.supervisor_runs, and_(decides, ~Case.anonymous))
            # Of what is not confidential the released column holds the firm, which who only watches does not read.
            named = and_(or_(Case.confidential, decides), released(own=True))
            return [or_(and_(reads_all, full(own=True)), named, _without_firm(q))]
    return [released(**wide)]


def _without_firm(q: str) -> ColumnElement[bool]:
    """By number and released words alone, read from the few rows that a watcher sees."""
    words = (Case.reference, Case.released_title, Case.released_story)
    answers = (CaseRound.case_id == Case.id, CaseRound.answered_at.is_not(None))

    def has(pattern: str) -> ColumnElement[bool]:
        here, answered = (
            or_(*(func.lower(column).like(pattern, escape="\\") for column in columns))
            for columns in (words, (CaseRound.answer, CaseRound.reason))
        )
        return or_(here, exists().where(*answers, answered).correlate(Case))

    return and_(true(), *map(has, like_patterns(q)))


def _of_own(actor: Actor, holds: Callable[..., ColumnElement[bool]]) -> ColumnElement[bool]:
    """Of somebody who sees the own cases alone: a thousand newer hits of others must not hide them."""
    numbers = own_numbers(actor)
    number = db.session.scalar(select(func.count()).select_from(numbers.limit(FEW + 1).subquery())) or 0
    if number > FEW:
        return holds(within=numbers)
    return and_(Case.id.in_(numbers), holds(own=True))


def _docs(cases: Sequence[Case]) -> dict[int, str]:
    beside = _beside([case.id for case in cases])
    return {case.id: _doc(case, beside[case.id]) for case in cases}


def _doc(case: Case, beside: Iterable[Any]) -> str:
    rows = list(beside)
    firm = "".join(row.text for row in rows if row.sort == _FIRM)
    own = (case.reference, case.title, case.story, case.evidence, case.wish)
    others = (case.reference, case.released_title, case.released_story, "" if nameless(case) else firm)
    # Were what was said of a nameless case found by others, a department would learn by what it wrote is held back.
    is_quiet = nameless(case)
    return doc(
        written(Circle.FULL, *own, *(row.text for row in rows)),
        written(Circle.RELEASED, *others, *(row.released for row in rows if row.sort != _SAID or not is_quiet)),
    )


def _beside(ids: Sequence[int]) -> dict[int, list[Any]]:
    """The words of cases that stand in other tables, and what is released of each, in one query."""
    released = sql_case((CaseEvent.released_at.is_not(None), CaseEvent.released_text), else_="")
    firm = _row(_FIRM, Case.id, Member.name).join(Member, Member.id == Case.member_id).where(Case.id.in_(ids))
    later = _row(_LATER, CaseEvent.case_id, CaseEvent.text, released, CaseEvent.id)
    later = later.where(CaseEvent.case_id.in_(ids), CaseEvent.audience == Audience.WORDS)
    files = _row(_FILE, CaseFile.case_id, StoredFile.name, place=CaseFile.id)
    files = files.join(StoredFile, StoredFile.id == CaseFile.file_id)
    files = files.where(CaseFile.case_id.in_(ids), CaseFile.audience.in_(OF_MEMBER))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(union_all(firm, later, files, *_said(ids)).order_by("sort", "place")):
        found[row.case_id].append(row)
    return found


def _said(ids: Sequence[int]) -> tuple[Select[Any], Select[Any]]:
    """What was said to all who see the case, of what is held back the words that others read; and published answers."""
    is_held = CaseEvent.held_at.is_not(None)
    words = sql_case(
        (~is_held, CaseEvent.text), (CaseEvent.released_at.is_not(None), CaseEvent.released_text), else_=""
    )
    notes = _row(_SAID, CaseEvent.case_id, words, words, CaseEvent.id).where(CaseEvent.text != "")
    notes = notes.where(CaseEvent.audience == Audience.ALL, CaseEvent.act.not_in(sorted(NOT_FOR_ALL)))
    answer = CaseRound.answer + " " + CaseRound.reason
    answers = _row(_SAID, CaseRound.case_id, answer, answer, CaseRound.id).where(CaseRound.answered_at.is_not(None))
    return notes.where(CaseEvent.case_id.in_(ids)), answers.where(CaseRound.case_id.in_(ids))


def _row(sort: int, case_id: Any, words: Any, released: Any = None, place: Any = None) -> Select[Any]:
    released = literal("") if released is None else released
    place = literal(0) if place is None else place
    columns = {"case_id": case_id, "sort": literal(sort), "place": place, "text": words, "released": released}
    return select(*(column.label(name) for name, column in columns.items()))
