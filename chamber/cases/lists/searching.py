"""The two search columns of a case: what they hold, and filling them after each act that brings words."""

from collections.abc import Sequence

from sqlalchemy import select

from ...extensions import db
from ...files.models import StoredFile
from ...language.text import search_key
from ...members.models import Member
from ..access.visibility import nameless
from ..models import Case, CaseEvent, CaseFile
from ..rules.acts import Act, Audience
from ..rules.workflow import AUTHOR_WORDS

BRINGS_WORDS = AUTHOR_WORDS | {Act.SUBMIT, Act.RELEASE}


OF_MEMBER = frozenset({Audience.WORDS, Audience.AUTHOR})
"""Who has the files that a member adds."""


def fill(case: Case) -> None:
    """Fill both columns; the one for everybody else holds nothing that they could not read on the page."""
    firm = db.session.scalar(select(Member.name).where(Member.id == case.member_id)) or ""
    later = db.session.execute(
        select(CaseEvent.text, CaseEvent.released_text, CaseEvent.released_at).where(
            CaseEvent.case_id == case.id, CaseEvent.audience == Audience.WORDS
        )
    ).all()
    case.search_full = search_key(
        case.reference,
        case.title,
        case.story,
        case.evidence,
        case.wish,
        firm,
        *(row.text for row in later),
        *_file_names(case),
    )
    released = (row.released_text for row in later if row.released_at is not None)
    case.search_released = search_key(
        case.reference, case.released_title, case.released_story, "" if nameless(case) else firm, *released
    )


def _file_names(case: Case) -> Sequence[str]:
    own = select(StoredFile.name).join(CaseFile, CaseFile.file_id == StoredFile.id)
    return db.session.scalars(own.where(CaseFile.case_id == case.id, CaseFile.audience.in_(OF_MEMBER))).all()
