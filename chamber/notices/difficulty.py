"""Starting a case from a notice (*I have a difficulty*)."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..extensions import db
from ..registry.finds import Begun
from ..rights import Actor
from .models import EVER_PUBLISHED, Notice
from .services import visible_to


def find(actor: Actor, notice_id: int) -> Begun | None:
    """The notice, if published and readable for this person; else None."""
    query = select(Notice.title).where(Notice.id == notice_id, Notice.state.in_(EVER_PUBLISHED), visible_to(actor))
    title = db.session.scalar(query)
    return Begun(_l("Notice"), title, "notices.notice", {"notice_id": notice_id}) if title else None
