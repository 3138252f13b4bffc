"""Notes on members (记一笔), read by the secretariat only."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...audit import services as audit
from ...extensions import db
from ...language.text import checked_text
from ...rights import Actor
from .. import rights
from ..models import MemberNote
from ..services import find
from . import indexed

MAX_LENGTH = 4000
DOUBLE_CLICK_WINDOW = timedelta(minutes=10)
"""The same text by the same person within this time counts as a button pressed twice."""


def add(member_id: int, text: str, *, actor: Actor) -> MemberNote:
    """Add a note to a member; the log records that there is one, not its text. DomainError if empty or too long."""
    rights.EDIT.demand(actor)
    member = find(member_id, actor, lock=True)
    text = checked_text(text, MAX_LENGTH, "text", _("Please write what was said."), lines=True)
    last = db.session.scalars(
        select(MemberNote).where(MemberNote.member_id == member.id).order_by(MemberNote.id.desc()).limit(1)
    ).first()
    if last and (last.text, last.by_id) == (text, actor.account_id) and last.at > clock.now() - DOUBLE_CLICK_WINDOW:
        return last
    note = MemberNote(member_id=member.id, text=text, at=clock.now(), by_id=actor.account_id)
    db.session.add(note)
    db.session.flush()
    indexed.put([member.id])
    audit.record("member.noted", "member", member.id, actor=actor, after={"note": note.id})
    return note
