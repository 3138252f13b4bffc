"""A coordination letter as a paper: the words that the author has agreed to, and nothing else of the case."""

from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...errors import NotFound
from ...language.dates import full_date
from ...rights import Actor
from ..letters.reading import SeenLetter, seen_letters
from ..reading import seeing
from ..reading.seen import SeenCase
from ..rules.acts import Party

READERS = frozenset({Party.AUTHOR, Party.RUNNER})


def values_of(
    reference: str, key: str, *, actor: Actor, issued: bool = False
) -> tuple[SeenCase, SeenLetter, dict[str, Any]]:
    """The case, the letter that its page calls `key`, and the values of its paper.

    NotFound for all but the author and who runs the case; with `issued` also while it has not gone out.
    """
    case, facts = seeing.find_with_facts(reference, actor=actor)
    seen = seeing.seen_by(actor, case, facts)
    letters = seen_letters(case, runs=seen.runs) if seen.parties & READERS else []
    letter = next((one for one in letters if one.key == key), None)
    if letter is None or (issued and letter.issued_at is None):
        raise NotFound(_("There is no such letter."))
    day = clock.local(letter.issued_at).date() if letter.issued_at else clock.today()
    by = _("Please answer in writing by %(due)s.", due=full_date(letter.answer_by)) if letter.answer_by else ""
    return (
        seen,
        letter,
        {
            "number": letter.number,
            "day": full_date(day),
            "to": letter.department,
            "title": letter.title,
            "text": letter.text,
            "answer_by": by,
        },
    )
