"""What messages call their subjects: as one person may name them, and for which of the person's firms."""

from collections.abc import Collection, Iterable

from ..accounts.acting import acting_choices, actor_for
from ..messages import Shown
from ..registry import source_of
from ..rights import Actor


def named(subjects: Iterable[str], actor: Actor) -> dict[str, Shown]:
    """Those of these subjects that this person may name: one query for each kind, however many."""
    wanted: dict[str, set[int]] = {}
    for subject in subjects:
        kind, _colon, number = subject.partition(":")
        wanted.setdefault(kind, set()).add(int(number))
    return {
        f"{kind}:{number}": one
        for kind, numbers in wanted.items()
        for number, one in source_of(f"{kind}:").shown(actor, sorted(numbers)).items()
    }


def firms(subjects: Collection[str], account_id: int) -> dict[str, str]:
    """For which firms an account may know these subjects; empty for an account of one firm, and for what all have."""
    own = [one for one in acting_choices(account_id) if one.contact_id]
    if len(own) < 2:
        return {}
    known = [(one.unit, named(subjects, actor_for(account_id, one))) for one in own]
    found = {subject: [unit for unit, shown in known if subject in shown] for subject in subjects}
    return {subject: " · ".join(units) for subject, units in found.items() if len(units) < len(own)}
