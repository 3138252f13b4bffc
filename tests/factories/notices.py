"""Notices as the secretariat writes them."""

from chamber.extensions import db
from chamber.notices import publishing, services
from chamber.notices.audience import Audience
from chamber.notices.details import NoticeDetails
from chamber.notices.models import Notice, Receipt
from chamber.permissions import Actor


def details(**fields: object) -> NoticeDetails:
    """A plain notice to all firms that asks for a confirmation; `fields` as in `NoticeDetails`."""
    values = {
        "title": "关于年度用工备案的通知",
        "body": "请于**周五**前完成备案。\n\n- 登录系统\n- 上传名册",
        "receipt": Receipt.CONFIRMED,
        **fields,
    }
    return NoticeDetails(**values)  # type: ignore[arg-type]


def named(*firms: str) -> Audience:
    """Certain firms."""
    return Audience("firms", firms="\n".join(firms))


def make_notice(actor: Actor, *, published: bool = True, **fields: object) -> Notice:
    """A notice of the secretariat, published unless told otherwise; committed."""
    notice = services.create(details(**fields), actor=actor)
    if published:
        publishing.publish(notice.id, actor=actor)
    db.session.commit()
    return notice
