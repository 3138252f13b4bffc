"""The answer to a case as a paper: of what its reader may see of it, and nothing else."""

from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...documents import numbers
from ...errors import NotFound, Repeated
from ...language.catalogue import translated_labels
from ...language.dates import full_date
from ...rights import Actor
from ..doing.desk import Which, note, take
from ..models import Case
from ..reading import seeing
from ..reading.seen import SeenCase, SeenRound
from ..rules.acts import Act
from ..words import Outcome
from .declared import ANSWER


def issue_answer(which: Which, *, actor: Actor) -> Case:
    """Give the answer of this round a number, for a formal paper; Repeated where it has one.

    None is given by itself: of a series without gap two numbers count what went to other firms between.
    """
    hand = take(which, Act.ISSUE_ANSWER, actor=actor)
    subject, part = f"case:{hand.case.id}", str(hand.case.round_number)
    if numbers.issued(ANSWER, subject, part):
        raise Repeated(_("This answer has its number already."))
    paper = numbers.take(ANSWER, subject, part=part, actor=actor)
    note(hand, Act.ISSUE_ANSWER, number=paper.words)
    return hand.case


def values_of(reference: str, number: int, *, actor: Actor) -> tuple[SeenCase, dict[str, Any]]:
    """The case and the values of its answer's paper, in the language of the page; `number` is that of the round.

    NotFound where this person sees no such case, or no published answer of this round.
    """
    case, facts = seeing.find_with_facts(reference, actor=actor)
    seen = seeing.seen_by(actor, case, facts)
    round_ = next((one for one in seen.rounds if one.number == number), None)
    if round_ is None or round_.answered_at is None or not round_.answer:
        raise NotFound(_("There is no such answer."))
    papers = numbers.issued(ANSWER, f"case:{case.id}", str(number))
    return seen, {
        "number": papers[0].words if papers else "",
        "day": full_date(clock.local(round_.answered_at).date()),
        "title": seen.title,
        "to": seen.firm or _("The firm that submitted it"),
        "submitted": full_date(clock.local(seen.submitted_at).date()),
        "kind": seen.kind_label,
        "reference": seen.reference,
        "answer": _words(round_),
        "outcome": str(translated_labels(Outcome)[round_.outcome]),
        "enclosures": _enclosures(seen, round_),
    }


def _words(round_: SeenRound) -> str:
    words = [round_.answer]
    if round_.reason:
        words.append(_("Reason: %(reason)s", reason=round_.reason))
    if round_.next_path:
        words.append(_("Other option: %(path)s", path=round_.next_path))
        # Whoever has it on paper alone cannot look there where it is explained.
        facts = round_.path.facts if round_.path else []
        words += [_("%(label)s: %(value)s", label=label, value=value) for label, value in facts]
    return "\n".join(words)


def _enclosures(seen: SeenCase, round_: SeenRound) -> str:
    names = [f"{number}. {file.name}" for number, file in enumerate(seen.enclosures(round_), 1)]
    return "\n".join((_("Enclosed: %(first)s", first=names[0]), *names[1:])) if names else ""
