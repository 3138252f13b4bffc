"""Cases and published suggestions as the search of everything finds them: by what the person may read of each."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, case, exists, select

from ...extensions import db
from ...language.text import excerpt
from ...registry.finds import Findable, Hit
from ...rights import Actor
from ...search import index
from ...search.tokens import doc, written
from .. import rights
from ..access.visibility import is_author, visible_to
from ..models import Case
from ..reading import traces
from ..search import asking, indexed
from ..suggestions.models import PublishedSuggestion
from ..words import Circle, State
from . import listing
from .filters import due_day, together


def newest(actor: Actor, args: Mapping[str, str]) -> list[int] | None:
    """The numbers of the newest cases that a search finds: `index.MOST`, and one more where there are more.

    None where nothing is searched. Lists show and count these and look at no others. What has a chip does not narrow
    them, as the chips tell of what they leave out. That a confidential case of somebody else was found, shown or only
    counted, is noted: it says that the case has these words.
    """
    rights.READ.demand(actor)
    q, asked = args.get("q", ""), together(actor, args)
    if not q.strip():
        return None
    narrowing = listing.narrowing(actor, asked)
    seen = and_(visible_to(actor), *narrowing)
    # Few are due on a day.
    ways = asking.ways(actor, q, most=index.MOST + 1, of=seen, own=due_day(asked) is not None)
    found: dict[int, str | None] = {}
    noted = case((and_(Case.confidential, ~is_author(actor)), Case.reference))
    for way in ways:
        query = select(Case.id, noted).where(seen, way).order_by(Case.id.desc()).limit(index.MOST + 1)
        found.update((row[0], row[1]) for row in db.session.execute(query))
    numbers = sorted(found, reverse=True)[: index.MOST + 1]
    traces.note_found(actor, q, ((number, reference) for number in numbers if (reference := found[number])))
    return numbers


def found(actor: Actor, typed: str) -> ColumnElement[bool]:
    """Condition: the newest cases that this person sees and finds by words that they may read there."""
    return index.among(Case.id, newest(actor, {"q": typed}) or ())


def hits(actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These cases as lines of a list show them."""
    rows = db.session.execute(listing.rows(Case.id.in_(ids), Case.id)).all()
    return {
        row.id: Hit(line.title, "cases.show", {"reference": line.reference}, f"{line.reference} · {line.state_label}")
        for row, line in zip(rows, listing.lines(actor, rows), strict=True)
    }


def suggestions_with(_actor: Actor, typed: str) -> ColumnElement[bool]:
    """Condition: suggestions that are published and in which every word of this is found.

    Not what was withdrawn, ended by a court or made confidential since: it is there again where it is taken up again.
    """
    shown = (Case.confidential.is_(False), Case.state.not_in((State.WITHDRAWN, State.TERMINATED)))
    of_case = (Case.id == PublishedSuggestion.case_id, *shown)
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
    return {
        row.id: Hit(row.title, "suggestions.index", {"q": row.title}, excerpt(row.fate or row.text, 60)) for row in rows
    }


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
        docs=indexed.docs,
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
