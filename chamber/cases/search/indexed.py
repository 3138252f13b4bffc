"""By which words of it a case is found, by who reads them, and putting these into the index after each act."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    cast,
    event,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session, aliased

from ...documents.models import IssuedPaper
from ...extensions import db
from ...files.models import StoredFile
from ...members.models import Contact, Member
from ...members.signals import names_changed
from ...search import index
from ...search.tokens import belonging, doc, written
from ..access.visibility import nameless
from ..force.models import CaseForce
from ..ladder.models import CaseSlip
from ..letters.models import CaseLetter
from ..models import Case, CaseAssignment, CaseEvent, CaseFile, CaseRecusal, CaseRespondent, CaseRound
from ..models_authors import CaseConsent
from ..outside.models import CaseOutside
from ..pausing.models import CaseMonitoring
from ..rules.acts import Act, Audience
from ..rules.holding import OF_UNITS
from ..rules.workflow import AUTHOR_WORDS, TABLE
from ..words import Circle, RespondentKind, State

BRINGS_WORDS = AUTHOR_WORDS | {
    *(Act.SUBMIT, Act.RELEASE, Act.PUBLISH, Act.LOOK_THROUGH, Act.KEEP_OPEN, Act.DRAFT, Act.ACCEPT),
    *(Act.ASSIGN, Act.REASSIGN, Act.CHANGE_HELPERS, Act.ISSUE_HANDLING_SLIP, Act.MONITOR, Act.PROPOSE_LETTER),
    *(Act.NAME_RESPONDENT, Act.ADD_RESPONDENT, Act.REMOVE_RESPONDENT, Act.CLARIFY, Act.RECUSE, Act.NOTE_OUTSIDE),
    *(Act.ASK_CONSENT, Act.TAKE_OVER, Act.HAND_ON, Act.PROPOSE_TASK_FORCE, Act.END_TASK_FORCE, Act.ISSUE_LETTER),
    Act.CLIMB,
}
"""Beside all acts with a text."""
PRIVATE = frozenset(row.act for row in TABLE if row.private)
FOR_LEADER = frozenset(row.act for row in TABLE if row.for_leader)
OF_FORCE = frozenset(row.act for row in TABLE if row.of_force)
NOT_FOR_ALL = OF_FORCE | {row.act for row in TABLE if row.inside}
"""Whose words not everybody has who sees the case, though they are addressed to nobody."""
OF_MEMBER = frozenset({Audience.WORDS, Audience.AUTHOR})
"""Who has the files that a member adds."""
DEPARTMENT, CATEGORY = "d", "c"
"""The letters of what a case belongs to (`tokens.belonging`)."""
WITH_OWNER = frozenset({State.ASSIGNED, State.IN_PROGRESS})
"""Then its next step is shown in the words of who has it."""
CHUNK = 500
_TO_FILL = "cases to fill"
_SAID, _OTHER, _BELONGS = range(3)
_CIRCLES = {
    "full": Circle.FULL,
    "own": Circle.OWN,
    "inside": Circle.INSIDE,
    "released": Circle.RELEASED,
    "firm": Circle.FIRM,
    "leader": Circle.LEADER,
    "work": Circle.WORK,
    "units": Circle.UNITS,
    "meetings": Circle.MEETINGS,
}
"""The columns of words in other tables, and who finds by them."""
_OF_NAMELESS = {"firm": Circle.FULL, **dict.fromkeys(("work", "units", "meetings"), Circle.INSIDE)}
_LATER = aliased(CaseEvent)


def fill(case: Case) -> None:
    """Let the case be found by what it says when the transaction ends, however many acts there are in it."""
    db.session.info.setdefault(_TO_FILL, {})[case] = None


@event.listens_for(Session, "before_commit")
def _fill(session: Session) -> None:
    if cases := session.info.pop(_TO_FILL, None):
        session.flush()
        index.put("case", _docs(list(cases)))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_TO_FILL, None)


def docs(ids: Sequence[int]) -> dict[int, str]:
    """By what each of these cases is found; by nothing that the reader of a circle could not read on the page."""
    return _docs(db.session.scalars(select(Case).where(Case.id.in_(ids))).all())


def put(ids: Sequence[int]) -> None:
    """Let these cases be found by what they say now; locked first, so that a name that changes meanwhile is read."""
    db.session.flush()
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        index.lock("case", some)
        index.put("case", docs(some))


@names_changed.connect
def _on_names_changed(_sender: object, member_ids: Sequence[int]) -> None:
    put(db.session.scalars(select(Case.id).where(Case.member_id.in_(member_ids)).order_by(Case.id)).all())


def _docs(cases: Sequence[Case]) -> dict[int, str]:
    beside = _beside([case.id for case in cases])
    return {case.id: _doc(case, beside[case.id]) for case in cases}


def _doc(case: Case, rows: Sequence[Any]) -> str:
    # Were what was done in a nameless case found by others, a department would learn by what it wrote is held back.
    circles, of_said = _CIRCLES, _CIRCLES
    if held := nameless(case):
        circles = _CIRCLES | _OF_NAMELESS
        of_said = circles | {"released": Circle.FULL}
    step, masked = (case.next_step, case.others_step) if case.state in WITH_OWNER else ("", None)
    shown = step if masked is None else masked
    category = f"{CATEGORY}{case.category_id}" if case.category_id else ""
    words: dict[Circle, list[str]] = {
        Circle.FULL: [case.reference, case.title, case.story, case.evidence, case.wish, shown],
        Circle.RELEASED: [case.reference, case.released_title, case.released_story, "" if held else shown],
        Circle.INSIDE: [step],
    }
    belongs = {Circle.FULL: [category], Circle.RELEASED: [category if case.released_at else ""]}
    for row in rows:
        here = belongs if row.sort == _BELONGS else words
        for name, circle in (of_said if row.sort == _SAID else circles).items():
            here.setdefault(circle, []).append(getattr(row, name))
    return doc(
        *(written(circle, *texts) for circle, texts in words.items()),
        *(belonging(circle, *numbers) for circle, numbers in belongs.items()),
    )


def _beside(ids: Sequence[int]) -> dict[int, list[Any]]:
    """The words of cases that stand in other tables, by who reads them, in one query."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(_statement(), {"ids": list(ids)}):
        found[row.case_id].append(row)
    return found


@cache
def _statement() -> Any:
    ids: Any = bindparam("ids", expanding=True)
    rows = union_all(*(query.where(key.in_(ids)) for key, query in (*_words(), *_units())))
    return rows.order_by("sort", "place")


def _words() -> Iterator[tuple[Any, Select[Any]]]:
    firm = _row(_OTHER, Case.id, full=Member.name, firm=Member.name)
    yield Case.id, firm.join(Member, Member.id == Case.member_id)
    author = _row(_OTHER, Case.id, full=Contact.name)
    yield Case.id, author.join(Contact, Contact.id == Case.author_contact_id)
    yield _events()
    yield _files()
    of_round = CaseRound.answer + " " + CaseRound.reason + " " + CaseRound.next_path
    told = _either(CaseRound.answered_at.is_not(None), of_round)
    draft = _either(CaseRound.answered_at.is_(None), of_round)
    yield CaseRound.case_id, _row(_OTHER, CaseRound.case_id, CaseRound.id, full=told, released=told, work=draft)
    whom = _either(CaseRespondent.kind != RespondentKind.UNKNOWN, CaseRespondent.text)
    yield CaseRespondent.case_id, _row(_OTHER, CaseRespondent.case_id, CaseRespondent.id, own=whom)
    yield CaseLetter.case_id, _row(_OTHER, CaseLetter.case_id, CaseLetter.id, own=CaseLetter.title)
    asked = CaseConsent.recipient + " " + CaseConsent.purpose + " " + CaseConsent.legal_duty
    yield CaseConsent.case_id, _row(_OTHER, CaseConsent.case_id, CaseConsent.id, own=asked)
    yield CaseOutside.case_id, _row(_OTHER, CaseOutside.case_id, CaseOutside.id, full=CaseOutside.number)
    yield CaseRecusal.case_id, _row(_OTHER, CaseRecusal.case_id, CaseRecusal.account_id, inside=CaseRecusal.reason)
    purpose = _either(CaseForce.ended_at.is_(None), CaseForce.purpose)
    yield CaseForce.case_id, _row(_OTHER, CaseForce.case_id, CaseForce.id, work=purpose)
    for model, readers in ((CaseSlip, "leader"), (CaseLetter, "own")):
        number: dict[str, Any] = {readers: IssuedPaper.words}
        papers = _row(_OTHER, model.case_id, model.id, **number)
        yield model.case_id, papers.join(IssuedPaper, IssuedPaper.id == model.paper_id)


def _events() -> tuple[Any, Select[Any]]:
    """What was said: to all, of what is held back the words that others read; to the author; and at work."""
    is_said, text = CaseEvent.audience == Audience.ALL, CaseEvent.text
    went_on = exists().where(_LATER.case_id == CaseEvent.case_id, _LATER.act == Act.KEEP_OPEN, _LATER.id > CaseEvent.id)
    taken_back = and_(CaseEvent.act == Act.WITHDRAW, went_on)
    to_author = or_(CaseEvent.audience.in_(OF_MEMBER), and_(is_said, CaseEvent.act.in_(sorted(PRIVATE))))
    to_all = and_(is_said, CaseEvent.act.not_in(sorted(NOT_FOR_ALL)))
    released = _either(CaseEvent.released_at.is_not(None), CaseEvent.released_text)
    is_held = CaseEvent.held_at.is_not(None)
    shown = sql_case((is_held, released), else_=text)
    own_words = CaseEvent.audience == Audience.WORDS
    in_units = CaseEvent.audience.in_(OF_UNITS)
    for_leader = and_(in_units, CaseEvent.act.in_(sorted(FOR_LEADER)))
    of_force = CaseEvent.act.in_(sorted(OF_FORCE))
    for_units = and_(in_units, ~for_leader, ~of_force)
    at_work = and_(~of_force, or_(for_leader, and_(is_said, ~to_author, ~to_all)))
    read_by_others = or_(to_author, and_(to_all, ~is_held), for_units, at_work, of_force)
    return CaseEvent.case_id, _row(
        sql_case((is_said, _SAID), else_=_OTHER),
        CaseEvent.case_id,
        CaseEvent.id,
        full=sql_case((to_author, text), (to_all, shown), else_=""),
        released=sql_case((taken_back, ""), (own_words, released), (to_author, ""), (to_all, shown), else_=""),
        inside=sql_case((and_(in_units, is_held), released), (read_by_others, ""), else_=text),
        work=_either(at_work, text),
        units=_either(for_units, text),
        meetings=_either(of_force, text),
    )


def _files() -> tuple[Any, Select[Any]]:
    """The names of files, which of a member's own others do not read."""
    of_member, is_answer = CaseFile.audience.in_(OF_MEMBER), CaseFile.audience == Audience.ANSWER
    to_all = or_(CaseFile.audience == Audience.ALL, and_(is_answer, CaseFile.released_at.is_not(None)))
    files = _row(
        sql_case((to_all, _SAID), else_=_OTHER),
        CaseFile.case_id,
        CaseFile.id,
        full=_either(or_(of_member, to_all), StoredFile.name),
        released=_either(to_all, StoredFile.name),
        inside=_either(CaseFile.audience.not_in((*OF_MEMBER, Audience.ALL, *OF_UNITS)), StoredFile.name),
        units=_either(and_(CaseFile.audience.in_(OF_UNITS), ~to_all), StoredFile.name),
    )
    return CaseFile.case_id, files.join(StoredFile, StoredFile.id == CaseFile.file_id)


def _units() -> Iterator[tuple[Any, Select[Any]]]:
    """The departments of cases, which are found by what they are called."""
    for model, column, *readers in (
        (CaseAssignment, CaseAssignment.department_id, "full", "released"),
        (CaseMonitoring, CaseMonitoring.owner_department_id, "full", "released"),
        (CaseRespondent, CaseRespondent.department_id, "own"),
        (CaseLetter, CaseLetter.department_id, "own"),
        (CaseConsent, CaseConsent.recipient_department_id, "own"),
        (CaseSlip, CaseSlip.department_id, "leader"),
    ):
        number = func.coalesce(literal(DEPARTMENT) + cast(column, String), "")
        yield model.case_id, _row(_BELONGS, model.case_id, **dict.fromkeys(readers, number)).distinct()


def _either(condition: ColumnElement[bool], words: Any) -> ColumnElement[Any]:
    return sql_case((condition, words), else_="")


def _row(sort: Any, case_id: Any, place: Any = 0, **words: Any) -> Select[Any]:
    """`words` are those of a circle each."""
    columns = {"case_id": case_id, "sort": sort, "place": place, **dict.fromkeys(_CIRCLES, ""), **words}
    return select(
        *(literal(one).label(name) if isinstance(one, str | int) else one.label(name) for name, one in columns.items())
    )
