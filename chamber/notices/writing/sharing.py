"""A notice as plain text to paste into a WeChat group, in the language that the notice is written in."""

from flask_babel import gettext as _
from flask_babel import ngettext

from ...config import settings
from ...language.dates import in_language, language_of, local_time
from ...language.markdown import plain
from ...language.text import excerpt
from ...rights import Actor
from ..answers import filling, receipts
from ..models import Notice, NoticeKind, Receipt

MAX_TEXT_LENGTH = 300
"""Characters of the body; the rest is behind the link."""
MAX_NAMES = 200


def address(notice: Notice) -> str:
    """The full address of a notice's own page, where its readers confirm, answer and ask."""
    return f"{settings().address()}/notices/{notice.id}"


def public_address(notice: Notice) -> str:
    """The full address of its public link; "" if it has none."""
    return f"{settings().address()}/notices/public/{notice.public_token}" if notice.public_token else ""


def description(notice: Notice, most: int = 100) -> str:
    """The beginning of a notice on one line, for link previews."""
    return excerpt(plain(notice.body), most)


def message(notice: Notice) -> str:
    """The notice as plain text; its links lead members to their receipt, and others to the public page."""
    with in_language(language_of(notice.title + notice.body)):
        kind = "" if notice.kind == NoticeKind.NOTICE else NoticeKind.label_of(notice.kind)
        title = _("[%(kind)s] %(title)s", kind=kind, title=notice.title) if kind else notice.title
        text = plain(notice.body)
        if len(text) > MAX_TEXT_LENGTH:
            text = text[:MAX_TEXT_LENGTH].rstrip() + "…"
        return "\n".join([title, "", text, "", *_links(notice)])


def _links(notice: Notice) -> list[str]:
    own, public = address(notice), public_address(notice)
    if notice.receipt == Receipt.NONE:
        return [_("More here:"), public or own]
    asked = {
        Receipt.CONFIRMED: _("Please open the link and confirm for your firm:"),
        Receipt.READ: _("Please open the link and read it:"),
    }
    if notice.receipt == Receipt.FORM:
        when = local_time(notice.answer_until)
        asked[Receipt.FORM] = (
            _("Please open the link and fill in the form by %(when)s:", when=when)
            if filling.is_open(notice)
            else "\n".join([_closed(notice), _("More here:")])
        )
    others = [_("Whoever has no account can read it here:"), public] if public else []
    return [asked[Receipt(notice.receipt)], own, *others]


def _closed(notice: Notice) -> str:
    when = local_time(notice.answer_until)
    return _("The form closed on %(when)s. If your answer is missing, please call the secretariat.", when=when)


def reminder(notice: Notice, actor: Actor, left: int) -> str:
    """A text naming firms without receipt (`left` in all); "" if there are none."""
    names = receipts.missing_names(notice, actor, MAX_NAMES)
    if not names:
        return ""
    with in_language(language_of(notice.title + notice.body)):
        head = ngettext(
            "“%(title)s”: we are still waiting for %(num)s firm.",
            "“%(title)s”: we are still waiting for %(num)s firms.",
            left,
            title=notice.title,
        )
        more = _(" and %(number)s more", number=left - len(names)) if left > len(names) else ""
        until = []
        if notice.receipt == Receipt.FORM:
            is_open = filling.is_open(notice)
            when = local_time(notice.answer_until)
            until = [_("The form is open until %(when)s.", when=when) if is_open else _closed(notice)]
        return "\n".join([head, *until, _(", ").join(names) + more, address(notice)])
