"""By which words a case is found, and putting them into the index after each act that brings some."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from ...extensions import db
from ...files.models import StoredFile
from ...members.models import Member
from ...search import index
from ...search.tokens import doc, written
from ..access.visibility import nameless
from ..models import Case, CaseEvent, CaseFile
from ..rules.acts import Act, Audience
from ..rules.workflow import AUTHOR_WORDS
from ..words import Circle

BRINGS_WORDS = AUTHOR_WORDS | {Act.SUBMIT, Act.RELEASE}


OF_MEMBER = frozenset({Audience.WORDS, Audience.AUTHOR})
"""Who has the files that a member adds."""


def fill(case: Case) -> None:
    """Let the case be found by what it says now."""
    db.session.flush()
    index.put("case", _docs([case]))


def docs(ids: Sequence[int]) -> dict[int, str]:
    """By what each of these cases is found; by nothing that the reader of a circle could not read on the page."""
    return _docs(db.session.scalars(select(Case).where(Case.id.in_(ids))).all())


def _docs(cases: Sequence[Case]) -> dict[int, str]:
    ids = [case.id for case in cases]
    later, files = _later(ids), _file_names(ids)
    query = select(Member.id, Member.name).where(Member.id.in_({case.member_id for case in cases}))
    firms = {row.id: row.name for row in db.session.execute(query)}
    return {case.id: _doc(case, firms.get(case.member_id, ""), later[case.id], files[case.id]) for case in cases}


def _doc(case: Case, firm: str, later: Iterable[Any], files: Iterable[str]) -> str:
    rows = list(later)
    own = (case.reference, case.title, case.story, case.evidence, case.wish, firm)
    released = (row.released_text for row in rows if row.released_at is not None)
    others = (case.reference, case.released_title, case.released_story, "" if nameless(case) else firm)
    return doc(
        written(Circle.FULL, *own, *(row.text for row in rows), *files), written(Circle.RELEASED, *others, *released)
    )


def _later(ids: Sequence[int]) -> dict[int, list[Any]]:
    columns = (CaseEvent.case_id, CaseEvent.text, CaseEvent.released_text, CaseEvent.released_at)
    words = select(*columns).where(CaseEvent.case_id.in_(ids), CaseEvent.audience == Audience.WORDS)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(words):
        found[row.case_id].append(row)
    return found


def _file_names(ids: Sequence[int]) -> dict[int, list[str]]:
    own = select(CaseFile.case_id, StoredFile.name).join(CaseFile, CaseFile.file_id == StoredFile.id)
    found: dict[int, list[str]] = defaultdict(list)
    for case_id, name in db.session.execute(own.where(CaseFile.case_id.in_(ids), CaseFile.audience.in_(OF_MEMBER))):
        found[case_id].append(name)
    return found
