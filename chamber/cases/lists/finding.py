"""Cases and published suggestions as the search of everything finds them: by what the person may read of each."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, select

from ...extensions import db
from ...language.text import excerpt
from ...registry.finds import Findable, Hit
from ...rights import Actor
from ...search import index
from ...search.tokens import doc, written
from .. import rights
from ..access.visibility import is_author
from ..models import Case
from ..models_lists import PublishedSuggestion
from ..reading import traces
from ..words import Circle, State
from . import listing, searching


def found(actor: Actor, typed: str) -> ColumnElement[bool]:
    """Condition: cases that this person sees and finds by words that they may read there."""
    return listing.condition(actor, {"q": typed}, newest=True)


def hits(actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These cases as lines of a list show them."""
    rows = db.session.execute(listing.rows(Case.id.in_(ids), Case.id)).all()
    return {
        row.id: Hit(line.title, "cases.show", {"reference": line.reference}, f"{line.reference} · {line.state_label}")
        for row, line in zip(rows, listing.lines(actor, rows), strict=True)
    }


def leave_trace(actor: Actor, typed: str) -> None:
    """Note the confidential cases of others among them: that they were found says that they have these words."""
    others = and_(found(actor, typed), Case.confidential, ~is_author(actor))
    query = select(Case.id, Case.reference).where(others).order_by(Case.id.desc()).limit(index.MOST + 1)
    traces.note_found(actor, typed, ((row.id, row.reference) for row in db.session.execute(query)))


def suggestions_with(_actor: Actor, typed: str) -> ColumnElement[bool]:
    """Condition: suggestions that are published and in which every word of this is found.

    Not what was withdrawn or made confidential since: it is published again where it is taken up again.
    """
    of_case = (Case.id == PublishedSuggestion.case_id, Case.confidential.is_(False), Case.state != State.WITHDRAWN)
    words = index.holds("suggestion", PublishedSuggestion.id, typed, Circle.PUBLISHED)
    return and_(exists().where(*of_case).correlate_except(Case), words)


def put_suggestion(row: PublishedSuggestion) -> None:
    """Let a published suggestion be found by what it says now."""
    db.session.flush()
    index.put("suggestion", suggestion_docs([row.id]))


def suggestion_docs(ids: Sequence[int]) -> dict[int, str]:
    """By what each of these published suggestions is found: the moderated text, never the member's own words."""
    rows = db.session.scalars(select(PublishedSuggestion).where(PublishedSuggestion.id.in_(ids)))
    return {row.id: doc(written(Circle.PUBLISHED, row.title, row.text, row.fate)) for row in rows}


def suggestions(_actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These published suggestions as the search shows them."""
    rows = db.session.scalars(select(PublishedSuggestion).where(PublishedSuggestion.id.in_(ids)))
    return {row.id: Hit(row.title, "suggestions.index", {"q": row.title}, excerpt(row.fate, 60)) for row in rows}


FINDS = (
    Findable(
        "case",
        _l("Cases"),
        rights.READ,
        Case.id,
        found,
        Case.submitted_at.desc(),
        hits,
        "cases.index",
        docs=searching.docs,
        leaves_trace=leave_trace,
    ),
    Findable(
        "suggestion",
        _l("Published suggestions"),
        rights.SUGGESTIONS,
        PublishedSuggestion.id,
        suggestions_with,
        PublishedSuggestion.published_at.desc(),
        suggestions,
        "suggestions.index",
        docs=suggestion_docs,
    ),
)
