"""The report of the bench as Markdown, held against what is to be reached."""

from dataclasses import dataclass, field
from typing import Any

from scripts.bench import goals
from scripts.bench.pages import Line

BY_HAND = "\n## What was decided, and why\n"
"""The heading from which on the file is written by people and kept."""
HEAD = """
Printed by `make bench`: {machine}; gunicorn, 2 workers, 4 threads each;
one connection that asks as fast as answers come, {seconds:g} s a line and size, the best of three rounds. What members
see is asked by a hundred of them in turn, what is the office's by its few. *ORM* and *Core*: Flask and a table of 30
members from the same database, with objects and without (beside a search: found in the index), measured in turn with
each line; the shares of their requests a second are those at {middle:,} rows. *Peers* are pretix, Indico and Tendenci.
""".strip()
Check = tuple[str, bool]


@dataclass(frozen=True)
class Measured:
    """One line on one database of one size, and the bare pages, measured in turn with it."""

    database: str
    size: int
    line: Line
    result: dict[str, Any]
    by_orm: dict[str, Any]
    by_core: dict[str, Any]

    def share(self, of: dict[str, Any]) -> float:
        """Requests a second, as a share of a bare page's."""
        return float(self.result["rate"]) / float(of["rate"])


def _most(what: str, numbers: list[float], most: float, unit: str) -> Check:
    shown = " · ".join(f"{number:.{0 if number >= 10 else 1}f}" for number in numbers)
    return f"{what}: {shown} {unit}, at most {most:g}", max(numbers) <= most


@dataclass
class Report:
    """Everything measured in one run."""

    machine: str
    seconds: float
    lines: list[Measured] = field(default_factory=list)
    cold_start: dict[tuple[str, int], float] = field(default_factory=dict)
    seeding: dict[tuple[str, int], tuple[float, float]] = field(default_factory=dict)
    strain: dict[tuple[str, int], dict[str, float]] = field(default_factory=dict)
    loads: list[float] = field(default_factory=list)
    """Load average of the machine before and after."""
    notes: list[str] = field(default_factory=list)

    def add(self, measured: Measured) -> None:
        """Keep a line and show that the run goes on."""
        self.lines.append(measured)
        rate = measured.result["rate"]
        print(f"{measured.database} {measured.size} {measured.line.name}: {rate:.0f}/s", flush=True)

    @property
    def sizes(self) -> list[int]:
        """From the smallest on."""
        return sorted({one.size for one in self.lines})

    def checks(self) -> list[Check]:
        """What is to be reached, in words with the numbers of all sizes, and whether it is."""
        found: list[Check] = []
        for database, name in dict.fromkeys((one.database, one.line.name) for one in self.lines):
            own = [one for one in self.lines if (one.database, one.line.name) == (database, name)]
            found += self._line_checks(f"{database} {name}", own[0].line, own)
        for database in dict.fromkeys(database for database, _size in self.strain):
            found += self._strain_checks(database)
        return found

    def _line_checks(self, where: str, line: Line, own: list[Measured]) -> list[Check]:
        found, p95 = [], [float(one.result["p95"]) for one in own]
        if line.goal:
            shares = [one.share(one.by_core) for one in own]
            shown = " · ".join(f"{share:.0%}" for share in shares)
            found.append((f"{where}: {shown} of bare, at least {line.goal:.0%}", min(shares) >= line.goal))
        if line.kind in ("page", "search"):
            grown = p95[-1] / p95[0]
            text = f"{where}: p95 {p95[0]:.1f} → {p95[-1]:.1f} ms ({grown:.2f} ×), at most {goals.GROWTH} ×"
            found.append((text, grown <= goals.GROWTH))
        if line.kind != "write":
            found.append(_most(where, [max(one.result["queries"] for one in own)], goals.QUERIES, "queries"))
        if line.kind == "whole":
            found.append(_most(f"{where}: p95 of {own[1].size:,}", [p95[1]], goals.WHOLE_MS, "ms"))
        if line.kind == "write":
            found.append(_most(f"{where}: p95 of {own[0].size:,}", [p95[0]], goals.WRITE_MS, "ms"))
        return found

    def _strain_checks(self, database: str) -> list[Check]:
        keys = [key for key in self.strain if key[0] == database]
        each = [self.strain[key] for key in keys]
        others = max(goals.OTHERS_MS, *(2 * one["before_slow"] for one in each))
        held = (
            ("ten who sign in at once: p95", [one["sign_ins"] for one in each], goals.SIGN_IN_MS, "ms"),
            ("eight who write: longest", [one["longest_write"] for one in each], goals.LONGEST_WRITE_MS, "ms"),
            ("others beside 300 slow clients: p95", [one["while_slow"] for one in each], others, "ms"),
            ("web after 1,000 varied requests", [one["web"] for one in each], goals.WEB_MIB, "MiB"),
            ("worker, idle", [one["worker"] for one in each], goals.WORKER_MIB, "MiB"),
            ("first answer", [self.cold_start[key] for key in keys], goals.COLD_START, "s"),
            ("seeding in bulk", [self.seeding[key][1] for key in keys], goals.SEEDING, "s"),
        )
        return [_most(f"{database} {what}", numbers, most, unit) for what, numbers, most, unit in held]

    def text(self) -> str:
        """The whole result, as Markdown."""
        checks = self.checks()
        missed = [text for text, reached in checks if not reached]
        out = ["# Performance", "", HEAD.format(machine=self.machine, seconds=self.seconds, middle=self.sizes[1])]
        out.append(f"Load average of the machine: {' before, '.join(f'{load:.1f}' for load in self.loads)} after.")
        for database in dict.fromkeys(one.database for one in self.lines):
            out += ["", f"## {database}", "", *self._table(database), "", *self._strain_table(database)]
        sizes = " · ".join(f"{size:,}" for size in self.sizes)
        out += [
            "",
            "## Missed",
            "",
            f"{len(checks) - len(missed)} of {len(checks)} goals reached; missed, at {sizes} rows:",
        ]
        out += ["", *(f"* {text}" for text in missed)] if missed else []
        out += [f"\n{note}" for note in self.notes]
        return "\n".join(out)

    def _table(self, database: str) -> list[str]:
        head = " | ".join(f"{size:,}: /s | p95 ms" for size in self.sizes)
        rows = [f"| page | {head} | CPU ms | of ORM | of Core | goal | SQL | KiB | peers /s |"]
        rows.append("|---|" + "---:|" * (2 * len(self.sizes) + 7))
        own = [one for one in self.lines if one.database == database]
        for name in dict.fromkeys(one.line.name for one in own):
            found = [one for one in own if one.line.name == name]
            rows.append(f"| {name} | {' | '.join(self._cells(found))} |")
        return rows

    def _cells(self, found: list[Measured]) -> list[str]:
        cells = [f"{one.result[name]:.{digits}f}" for one in found for name, digits in (("rate", 0), ("p95", 1))]
        middle = found[1]
        cells += [f"{middle.result['cpu']:.1f}", f"{middle.share(middle.by_orm):.0%}"]
        cells += [f"{middle.share(middle.by_core):.0%}", f"{middle.line.goal:.0%}" if middle.line.goal else ""]
        cells += [str(middle.result["queries"]), f"{middle.result['size'] / 1024:.0f}"]
        peers = goals.PEERS.get(middle.line.name, ())
        return [*cells, " · ".join("–" if one is None else f"{one:g}" for one in peers)]

    def _strain_table(self, database: str) -> list[str]:
        rows = [
            "| rows | demo s | in bulk s | first answer s | web MiB | worker MiB | ten sign in, p95 ms "
            "| eight write, longest ms | a home before, beside 300 slow clients, p95 ms |",
            "|---:|" + "---:|" * 8,
        ]
        for (own, size), one in self.strain.items():
            if own == database:
                times = (*self.seeding[own, size], self.cold_start[own, size], one["web"], one["worker"])
                waits = (one["sign_ins"], one["longest_write"])
                cells = [
                    f"{number:.{digits}f}"
                    for number, digits in zip((*times, *waits), (0, 0, 2, 0, 0, 0, 0), strict=True)
                ]
                rows.append(f"| {size:,} | {' | '.join(cells)} | {one['before_slow']:.1f}, {one['while_slow']:.1f} |")
        return rows
