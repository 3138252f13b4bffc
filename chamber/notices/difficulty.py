"""*I have a difficulty* under a notice: it begins a case that knows the notice."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..cases import about
from ..cases.about import About
from ..extensions import db
from ..rights import Actor
from .models import Notice
from .services import OUT, visible_to


def _find(actor: Actor, notice_id: int) -> About | None:
    query = select(Notice.title).where(Notice.id == notice_id, Notice.state.in_(OUT), visible_to(actor))
    title = db.session.scalar(query)
    return About(_l("Notice"), title, "notices.notice", {"notice_id": notice_id}) if title else None


about.register("notice", _find)
