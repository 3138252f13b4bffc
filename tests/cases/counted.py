"""The figures worked out anew from the rows of the ledger, without any SQL."""

from collections.abc import Iterator

from chamber import clock
from chamber.cases.figures import asking, counting, periods
from chamber.cases.figures.asking import Asked
from chamber.cases.figures.periods import Period
from chamber.cases.lists import ledger
from chamber.cases.lists.ledger import Entry
from chamber.cases.words import Kind, State
from chamber.rights import Actor

NAMES = ("accepted", "answered", "base", "on_time", "overdue", "stock")
"""What the ledger's columns are enough for."""


def of_entries(entries: list[Entry], period: Period) -> dict[str, int]:
    """These numbers of a period."""
    found = dict.fromkeys(NAMES, 0)
    for entry in entries:
        case, round_ = entry.case, entry.round
        if round_ is None:
            continue
        answered = bool(round_.answered_at and period.start <= round_.answered_at < period.end)
        late = round_.due_at < period.due_by and not (round_.answered_at and round_.answered_at < period.end)
        # The clock of what is suspended stands still.
        over = case.state == State.SUSPENDED or (case.closed_at and case.closed_at < period.end)
        waits = late and not (entry.is_last and over)
        found["accepted"] += round_.number == 1 and period.start <= round_.began_at < period.end
        found["answered"] += round_.number == 1 and answered
        found["base"] += answered or (waits and round_.due_at >= period.start)
        found["on_time"] += bool(answered and round_.answered_at and round_.answered_at <= round_.due_at)
        found["stock"] += waits
    found["overdue"] = found["base"] - found["on_time"]
    return found


def differences(actor: Actor, months: int = 6) -> Iterator[tuple[str, str, int, int]]:
    """(month, number, in the figures, from the ledger) wherever both differ, and where there is nothing at all."""
    entries = [entry for entry in ledger.entries(actor, {}) if entry.case.kind != Kind.RETALIATION]
    period, answered = periods.month(clock.today()), 0
    for _back in range(months):
        counted = counting.count(asking.scope(actor, Asked(period)), period).numbers
        for name, number in of_entries(entries, period).items():
            if counted[name] != number:
                yield period.name, name, counted[name], number
        answered += counted["answered"]
        period = periods.before(period)
    if not answered:
        yield "all months", "answered", 0, 0
