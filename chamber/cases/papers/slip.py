"""A supervision slip as a paper: it names no firm and nobody, and of a case without names only the released title."""

from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...errors import NotFound
from ...language.dates import full_date
from ...rights import Actor
from ...workdays import services as workdays
from ..reading import seeing
from ..reading.seen import SeenCase
from ..rules.acts import Party

AS_DEPARTMENT = frozenset({Party.HELPER})
"""The paper leaves the house: whoever prints it, it says what a department may read."""


def values_of(reference: str, key: str, *, actor: Actor) -> tuple[SeenCase, dict[str, Any]]:
    """The case and the values of the slip that its page calls `key`. NotFound where this person sees no such slip."""
    case, facts = seeing.find_with_facts(reference, actor=actor)
    seen = seeing.seen_by(actor, case, facts)
    slip = next((one for one in seen.slips if one.key == key), None)
    if slip is None:
        raise NotFound(_("There is no such supervision slip."))
    return seen, {
        "number": slip.number,
        "day": full_date(clock.local(slip.issued_at).date()),
        "to": slip.department,
        "title": seeing.title_for(case, AS_DEPARTMENT, in_list=False),
        "kind": seen.kind_label,
        "reference": seen.reference,
        "due": full_date(clock.local(slip.due_at).date()),
        "days": str(-workdays.remaining(slip.due_at, slip.issued_at)),
    }
