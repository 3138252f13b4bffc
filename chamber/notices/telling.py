"""Who is notified of notices."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from ..accounts.models import Account, AccountRole
from ..extensions import db
from ..language.dates import local_time
from ..language.text import excerpt
from ..members.models import Contact
from ..messages import Happened, Outside, Shown, Source, To, Topic
from ..rights import Actor, Role
from .answers.filling import is_open
from .answers.receipts import people_of
from .models import EVER_PUBLISHED, Notice, NoticeFirm, NoticeQuestion, NoticeState
from .services import visible_to

RECIPIENTS = To("recipients", _l("everyone in the firms it is for"))
INFORMED = To("informed", _l("everyone who had received it"))
MISSING = To("missing", _l("everyone in firms without a receipt"))
ASKER = To("asker", _l("who asked"))
SECRETARIAT = To("secretariat", _l("the secretariat"))
TOPIC = Topic(
    "notices",
    _l("Notices, and questions about them"),
    concerns=(Role.MEMBER, Role.SECRETARIAT),
    stands_for=_l("[notice]"),
)


def recipients(happened: Happened, to: To) -> list[int]:
    """The accounts that `to` means for this event."""
    if to == SECRETARIAT:
        return list(db.session.scalars(_secretariat()))
    if to == ASKER:
        asked = select(NoticeQuestion.asked_by_id).where(NoticeQuestion.id == happened.facts.get("question"))
        return [one for one in db.session.scalars(asked) if can_see(one, to, happened.subject_id)]
    notice = db.session.get(Notice, happened.subject_id)
    return list(db.session.scalars(people_of(notice, only_missing=to == MISSING).distinct())) if notice else []


def _secretariat() -> Select[int]:
    return (
        select(AccountRole.account_id)
        .join(Account, Account.id == AccountRole.account_id)
        .where(AccountRole.role == Role.SECRETARIAT, Account.disabled_at.is_(None))
    )


def can_see(account_id: int, to: To, notice_id: int) -> bool:
    """Whether the account may still read the notice, in a state that fits the message."""
    if to == SECRETARIAT:
        return db.session.scalar(_secretariat().where(AccountRole.account_id == account_id)) is not None
    states = EVER_PUBLISHED if to in (INFORMED, ASKER) else (NoticeState.PUBLISHED,)
    reached = (
        select(Notice.id)
        .join(NoticeFirm, NoticeFirm.notice_id == Notice.id)
        .join(Contact, Contact.member_id == NoticeFirm.member_id)
        .where(
            Notice.id == notice_id,
            Notice.state.in_(states),
            Contact.account_id == account_id,
            Contact.left_at.is_(None),
        )
    )
    return db.session.scalar(reached.limit(1)) is not None


def shown(actor: Actor, notice_ids: Sequence[int]) -> dict[int, Shown]:
    """Notices by their titles."""
    query = select(Notice.id, Notice.title).where(Notice.id.in_(notice_ids), visible_to(actor))
    return {row.id: Shown(row.title, "notices.notice", {"notice_id": row.id}) for row in db.session.execute(query)}


def outside(notice_id: int) -> Outside | None:
    """Title, deadline and page for messages that leave the product: their recipients may read the notice."""
    notice = db.session.get(Notice, notice_id)
    if notice is None:
        return None
    until = _("Answers until %(when)s.", when=local_time(notice.answer_until)) if is_open(notice) else ""
    return Outside(notice.title, f"/notices/{notice_id}", until)


def public(act: str, notice_id: int) -> str:
    """The address of the notice if it is for all firms and in the state that the act led to; "" otherwise."""
    state = NoticeState.WITHDRAWN if act == "notice.withdrawn" else NoticeState.PUBLISHED
    audience = db.session.scalar(select(Notice.audience).where(Notice.id == notice_id, Notice.state == state))
    return f"/notices/{notice_id}" if audience is not None and audience.get("whom") == "all" else ""


def kept(happened: Happened) -> Mapping[str, Any]:
    """Of a correction: the title of that day, what was corrected, and a moved deadline, old and new."""
    if happened.act != "notice.corrected":
        return {}
    title = db.session.scalar(select(Notice.title).where(Notice.id == happened.subject_id))
    moved = [of.get("answer_until") for of in (happened.before, happened.facts)]
    return {"title": title, "note": happened.reason} | ({"moved": moved} if all(moved) else {})


def recalled(said: Mapping[str, Any]) -> str:
    """What the message about a correction names."""
    parts = [str(said["title"])]
    if "moved" in said:
        old, new = (local_time(datetime.fromisoformat(moment)) for moment in said["moved"])
        parts.append(_("deadline for answers %(old)s → %(new)s", old=old, new=new))
    parts.append(_("correction: %(note)s", note=excerpt(said["note"], 200).rstrip("。.")))
    return _("; ").join(parts)


def headline(said: Mapping[str, Any]) -> str:
    """The title, and that it or its deadline was corrected."""
    if "moved" in said:
        return _("%(title)s: deadline changed", title=said["title"])
    return _("%(title)s: corrected", title=said["title"])


SOURCE = Source(
    recipients, shown, can_see, outside=outside, public=public, kept=kept, recalled=recalled, headline=headline
)
