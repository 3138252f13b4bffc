"""Cases and published suggestions as the search of everything finds them: by what the person may read of each."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, select

from ...extensions import db
from ...language.text import excerpt, like_patterns
from ...registry.finds import Findable, Hit
from ...rights import Actor
from ...search import index
from .. import rights
from ..access.visibility import is_author
from ..models import Case
from ..models_lists import PublishedSuggestion
from ..reading import traces
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
    """Condition: published suggestions in which every word of this is found."""
    words = func.lower(PublishedSuggestion.title + " " + PublishedSuggestion.text + " " + PublishedSuggestion.fate)
    return and_(PublishedSuggestion.id > 0, *(words.like(word, escape="\\") for word in like_patterns(typed)))


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
    ),
)
