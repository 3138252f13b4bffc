"""Published suggestions: a separate, moderated text with its fate, for everybody who signs in."""

from flask_babel import gettext as _
from sqlalchemy import Select, select

from ... import clock
from ...errors import DomainError
from ...extensions import db
from ...language.text import checked_text
from ...members.models import Contact
from ...rights import Actor
from .. import rights
from ..lists.finding import put_suggestion, suggestions_with
from ..models import Case
from ..models_lists import PublishedSuggestion
from ..rules.acts import Act
from .desk import Which, note, take
from .releasing import refuse_names

MAX_LENGTH = 3000


def publish_suggestion(which: Which, title: str, text: str, fate: str, *, actor: Actor) -> PublishedSuggestion:
    """Publish a moderated text, or correct the published one; never of a confidential case.

    DomainError where a text is empty or too long, or names the firm or the author without their wish.
    """
    hand = take(which, Act.PUBLISH_SUGGESTION, actor=actor)
    case = hand.case
    author = db.session.get_one(Contact, case.author_contact_id).name
    missing = _("Please fill in this field.")
    title = checked_text(title, 60, "title", missing)
    text = checked_text(text, MAX_LENGTH, "text", missing, lines=True)
    fate = checked_text(fate, MAX_LENGTH, "fate", missing, lines=True)
    refuse_names(hand, title=title, text=text, fate=fate)
    for name, value in (("title", title), ("text", text), ("fate", fate)):
        if author in value:
            raise DomainError(_("The text names the firm or its author. Please remove the name."), field=name)
    row = of_case(case)
    if row is None:
        row = PublishedSuggestion(case_id=case.id, published_at=clock.now(), published_by_id=actor.account_id)
        db.session.add(row)
    elif (row.title, row.text, row.fate, row.outcome) == (title, text, fate, case.outcome):
        return row
    row.title, row.text, row.fate, row.outcome = title, text, fate, case.outcome
    put_suggestion(row)
    note(hand, Act.PUBLISH_SUGGESTION)
    return row


def listed(typed: str = "", *, actor: Actor) -> Select[tuple[PublishedSuggestion]]:
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
