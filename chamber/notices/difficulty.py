"""*I have a difficulty* under a notice: it begins a case that knows the notice."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..extensions import db
from ..registry import Begun
from ..rights import Actor
from .models import Notice
from .services import OUT, visible_to


def find(actor: Actor, notice_id: int) -> Begun | None:
    """The notice, if it is out and this person may read it."""
    query = select(Notice.title).where(Notice.id == notice_id, Notice.state.in_(OUT), visible_to(actor))
    title = db.session.scalar(query)
    return Begun(_l("Notice"), title, "notices.notice", {"notice_id": notice_id}) if title else None
