"""Notices, forms and replies."""

from collections.abc import Collection
from datetime import timedelta

from chamber import clock
from chamber.extensions import db
from chamber.files.services import PreparedFile
from chamber.notices import services
from chamber.notices.answers import filling
from chamber.notices.models import Notice, NoticeAnswer, Receipt
from chamber.notices.writing import publishing
from chamber.notices.writing.audience import Audience
from chamber.notices.writing.details import NoticeDetails
from chamber.notices.writing.fields import FieldDetails
from chamber.rights import Actor

FIELDS = (
    FieldDetails("参加人数", "number"),
    FieldDetails("午餐", "choice", choices="需要\n不需要"),
    FieldDetails("到会日期", "date", is_required=False),
    FieldDetails("备注", "text", is_required=False),
    FieldDetails("回执扫描件", "file", is_required=False),
)
"""A field of each kind."""


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
    """The audience of these firms."""
    return Audience("firms", firms="\n".join(firms))


def make_notice(actor: Actor, *, published: bool = True, **fields: object) -> Notice:
    """A notice of the secretariat, published unless told otherwise; committed."""
    notice = services.create(details(**fields), actor=actor)
    if published:
        publishing.publish(notice.id, actor=actor)
    db.session.commit()
    return notice


def make_form(actor: Actor, *, published: bool = True, **fields: object) -> Notice:
    """A notice with a form of `FIELDS` that is open for three days, published unless told otherwise; committed."""
    values = {"receipt": Receipt.FORM, "answer_until": clock.now() + timedelta(days=3), "fields": FIELDS, **fields}
    return make_notice(actor, published=published, **values)


def reply(
    notice: Notice,
    *texts: str,
    upload: PreparedFile | None = None,
    removed: Collection[int] = (),
    version: int = 0,
) -> filling.Reply:
    """A reply with these texts in the order of the form, and a file for its last field."""
    typed = dict(zip([field.id for field in notice.fields], texts, strict=False))
    return filling.Reply(typed, {notice.fields[-1].id: upload} if upload else {}, removed, version)


def answers(notice: Notice, actor: Actor) -> dict[str, NoticeAnswer]:
    """What the actor's firm has answered, by the field's label."""
    mine = filling.own_answers(notice, actor)
    return {field.label: mine[field.id] for field in notice.fields if field.id in mine}
