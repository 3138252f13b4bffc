"""A notice as plain text to paste into a WeChat group."""

from flask_babel import gettext as _
from flask_babel import ngettext

from ...config import settings
from ...language.dates import local_time
from ...language.markdown import plain
from ...language.text import excerpt
from ...rights import Actor
from ..answers import receipts
from ..models import Notice, NoticeKind, Receipt

MAX_TEXT_LENGTH = 300
"""Characters of the body; the rest is behind the link."""
MAX_NAMES = 200


def address(notice: Notice) -> str:
    """The full address of a notice: its public link if it has one."""
    path = f"/notices/public/{notice.public_token}" if notice.public_token else f"/notices/{notice.id}"
    return settings().address() + path


def description(notice: Notice, most: int = 100) -> str:
    """The beginning of a notice on one line, for link previews."""
    return excerpt(plain(notice.body), most)


def message(notice: Notice) -> str:
    """The notice as plain text with its link."""
    kind = "" if notice.kind == NoticeKind.NOTICE else NoticeKind.label_of(notice.kind)
    title = _("[%(kind)s] %(title)s", kind=kind, title=notice.title) if kind else notice.title
    text = plain(notice.body)
    if len(text) > MAX_TEXT_LENGTH:
        text = text[:MAX_TEXT_LENGTH].rstrip() + "…"
    wanted = {
        Receipt.CONFIRMED: _("Please open the link and confirm for your firm:"),
        Receipt.READ: _("Please open the link and read it:"),
    }
    if notice.receipt == Receipt.FORM:
        when = local_time(notice.answer_until)
        wanted[Receipt.FORM] = _("Please open the link and fill in the form by %(when)s:", when=when)
    return "\n".join([title, "", text, "", wanted.get(Receipt(notice.receipt), _("More here:")), address(notice)])


def reminder(notice: Notice, actor: Actor, left: int) -> str:
    """A text naming firms without receipt (`left` in all); "" if there are none."""
    names = receipts.missing_names(notice, actor, MAX_NAMES)
    if not names:
        return ""
    head = ngettext(
        "“%(title)s”: we still wait for %(num)s firm.",
        "“%(title)s”: we still wait for %(num)s firms.",
        left,
        title=notice.title,
    )
    more = _(" and %(number)s more", number=left - len(names)) if left > len(names) else ""
    is_asked = notice.receipt == Receipt.FORM
    until = [_("The form is open until %(when)s.", when=local_time(notice.answer_until))] if is_asked else []
    return "\n".join([head, *until, _(", ").join(names) + more, address(notice)])
