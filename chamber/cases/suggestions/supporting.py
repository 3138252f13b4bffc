"""Firms support a published suggestion: each once, whoever of it presses, and nobody is told which firms did."""

from flask_babel import gettext as _
from sqlalchemy import delete, select

from ...errors import Conflict, NotFound
from ...extensions import db
from ...rights import Actor
from .. import rights
from ..models import Case
from ..rules import clocks
from . import publishing
from .models import PublishedSuggestion, SuggestionSupport


def support(suggestion_id: int, *, wanted: bool, actor: Actor) -> PublishedSuggestion:
    """Let the acting firm support a suggestion, or take that back; the same word twice changes nothing.

    Not logged: the log would say which firm it was. NotFound where it is not published, Conflict where it is over.
    """
    rights.SUPPORT.demand(actor)
    query = publishing.listed(actor=actor).where(PublishedSuggestion.id == suggestion_id)
    row: PublishedSuggestion | None = db.session.scalars(query.with_for_update(key_share=True)).first()
    if row is None or actor.member_id is None:
        raise NotFound()
    if not clocks.is_open(db.session.get_one(Case, row.case_id)):
        raise Conflict(_("This suggestion is closed, so it can no longer be supported."))
    theirs = (SuggestionSupport.suggestion_id == row.id, SuggestionSupport.member_id == actor.member_id)
    there = db.session.scalar(select(SuggestionSupport.member_id).where(*theirs)) is not None
    if wanted and not there:
        db.session.add(SuggestionSupport(suggestion_id=row.id, member_id=actor.member_id))
    elif there and not wanted:
        db.session.execute(delete(SuggestionSupport).where(*theirs))
    return row
