"""An answer while a measure is still under way: only with a reason, which the review reads."""

from flask_babel import gettext as _

from ...language.text import checked_text
from ...measures.doing import open_of
from ..doing.releasing import hold_back
from ..rules.hand import Hand


def despite_open(hand: Hand, typed: str) -> tuple[str, bool]:
    """Why it is answered although a measure is under way, and whether that is held back; nothing where none is.

    DomainError at `despite` where the reason is missing or too long.
    """
    if not open_of("case", hand.case.id):
        return "", False
    missing = _("A measure of this case is still under way. Finish it first, or write why the answer does not wait.")
    reason = checked_text(typed, 500, "despite", missing, lines=True)
    return reason, bool(hold_back(hand, despite=reason))
