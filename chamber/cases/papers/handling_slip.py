"""The handling slip: a case on paper for a department that does not sign in, with a slip to be sent back.

It holds what a handler of that department would read, whoever prints it.
"""

from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...directory.models import Department
from ...documents import numbers
from ...errors import Forbidden, NotFound, Repeated
from ...extensions import db
from ...language.dates import full_date
from ...rights import Actor
from .. import rights
from ..access.visibility import nameless
from ..doing.desk import NOT_YOURS, Which, note, take
from ..models import Case
from ..reading import seeing, timeline
from ..reading.seen import SeenCase
from ..rules.acts import Act, Party
from ..rules.hand import load
from .declared import HANDLING_SLIP

_READER = frozenset({Party.HANDLER})


def issue_handling_slip(which: Which, *, actor: Actor) -> Case:
    """Give the slip for the department that has the case now its number; one for each department and round.

    Repeated where it has one already.
    """
    hand = take(which, Act.ISSUE_HANDLING_SLIP, actor=actor)
    case = hand.case
    if numbers.issued(HANDLING_SLIP, f"case:{case.id}", _part(case)):
        raise Repeated(_("The slip for this department has its number already."))
    paper = numbers.take(HANDLING_SLIP, f"case:{case.id}", part=_part(case), actor=actor)
    note(hand, Act.ISSUE_HANDLING_SLIP, number=paper.words)
    return case


def values_of(reference: str, *, actor: Actor) -> tuple[SeenCase, dict[str, Any]]:
    """The case, and the values of the slip for the department that has it, in the language of the page.

    Forbidden for who does not run the case; NotFound where no department has it, or it was taken away from one
    that it turned out to be about.
    """
    rights.RUN.demand(actor)
    case, facts = seeing.find_with_facts(reference, actor=actor)
    hand = load(case, actor)
    seen = seeing.seen_by(actor, case, facts, hand=hand)
    if not seen.runs:
        raise Forbidden(str(NOT_YOURS))
    if case.own_desk or hand.lead is None or case.due_at is None:
        raise NotFound(_("No department has this case."))
    papers = numbers.issued(HANDLING_SLIP, f"case:{case.id}", _part(case))
    hidden = nameless(case)
    return seen, {
        "number": papers[0].words if papers else "",
        "day": full_date(clock.local(papers[0].issued_at).date() if papers else clock.today()),
        "department": db.session.get_one(Department, hand.lead.department_id).name,
        "reference": case.reference,
        "kind": seen.kind_label,
        "title": seeing.title_for(case, _READER, in_list=False),
        "firm": _("not named") if hidden else facts.firm,
        "due": full_date(clock.local(case.due_at).date()),
        "story": case.story if timeline.reads_words(case, _READER) else case.released_story,
    }


def _part(case: Case) -> str:
    return f"{case.round_number}:{case.lead_department_id}"
