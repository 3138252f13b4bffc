"""Published suggestions: a separate, moderated text with its fate, for everybody who signs in."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, delete, select

from ... import clock
from ...errors import DomainError
from ...extensions import db
from ...language.text import checked_text
from ...members.models import Contact
from ...registry.homes import waiting_row
from ...rights import Actor
from ...search import index
from .. import rights
from ..access.visibility import visible_to
from ..doing.desk import Which, needed, note, take
from ..doing.releasing import refuse_names
from ..lists.finding import put_suggestion, suggestions_with
from ..models import Case
from ..rules.acts import Act, Audience
from .models import PublishedSuggestion, SuggestionSupport

MAX_LENGTH = 3000


def publish_suggestion(which: Which, title: str, text: str, fate: str, *, actor: Actor) -> PublishedSuggestion:
    """Publish a moderated text, or correct the published one; never of a confidential case.

    `fate` says what became of it, and may be empty until it is answered. DomainError where a text is missing or too
    long, or names the firm or the author without their wish.
    """
    hand = take(which, Act.PUBLISH_SUGGESTION, actor=actor)
    case = hand.case
    author = db.session.get_one(Contact, case.author_contact_id).name
    missing = _("Please fill in this field.")
    title = checked_text(title, 60, "title", missing)
    text = checked_text(text, MAX_LENGTH, "text", missing, lines=True)
    fate = checked_text(fate, MAX_LENGTH, "fate", missing if case.outcome else "", lines=True)
    refuse_names(hand, title=title, text=text, fate=fate)
    for name, value in (("title", title), ("text", text), ("fate", fate)):
        if author in value:
            raise DomainError(_("The text names the firm or its author. Please remove the name."), field=name)
    row = of_case(case)
    if row is None:
        row = PublishedSuggestion(case_id=case.id, published_at=clock.now(), published_by_id=actor.account_id)
        db.session.add(row)
    elif (row.title, row.text, row.fate) == (title, text, fate):
        return row
    row.title, row.text, row.fate = title, text, fate
    put_suggestion(row)
    note(hand, Act.PUBLISH_SUGGESTION)
    return row


def take_down(which: Which, text: str, *, actor: Actor) -> Case:
    """Delete the published text, with who supports it; `text` says why, to those who work on the case.

    A name that slipped in must not stay in any table. DomainError without a reason.
    """
    hand = take(which, Act.TAKE_DOWN, actor=actor)
    text = needed(text, "text", _("Please give the reason."))
    if row := of_case(hand.case):
        index.forget("suggestion", [row.id])
        db.session.execute(delete(SuggestionSupport).where(SuggestionSupport.suggestion_id == row.id))
        db.session.delete(row)
    note(hand, Act.TAKE_DOWN, text=text, audience=Audience.RUNNER)
    return hand.case


def listed(typed: str = "", *, actor: Actor) -> Select[Any]:
    """The published ones, or those with what was typed; Forbidden for a role without their page."""
    rights.SUGGESTIONS.demand(actor)
    return select(PublishedSuggestion).where(suggestions_with(actor, typed))


def of_case(case: Case) -> PublishedSuggestion | None:
    """The published text of a case, if any."""
    return db.session.scalars(select(PublishedSuggestion).where(PublishedSuggestion.case_id == case.id)).first()


def newest(actor: Actor) -> list[PublishedSuggestion]:
    """The last three that this person may read; for homes."""
    query = listed(actor=actor).order_by(PublishedSuggestion.published_at.desc(), PublishedSuggestion.id.desc())
    return list(db.session.scalars(query.limit(3)))


def without_fate(actor: Actor) -> Select[Any]:
    """Those that are answered, but whose published text does not say yet what became of them; for the home page."""
    rows = waiting_row(key=PublishedSuggestion.id, title=Case.reference, since=Case.answered_at)
    told = (PublishedSuggestion.fate == "", Case.outcome != "", suggestions_with(actor, ""), visible_to(actor))
    found: Select[Any] = rows.join(Case, Case.id == PublishedSuggestion.case_id).where(*told)
    return found
