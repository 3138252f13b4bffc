"""The report of `scripts/bench.py` as Markdown, checked against the limits of this module."""

from dataclasses import dataclass, field
from typing import Any

SHARE_OF_BARE = 0.25
GROWTH = 1.3
QUERIES = 12
SEARCH_MS = 100
WRITE_MS = 2000
"""Of what a person waits for, a notice to all firms too; in the smaller chamber, which is as large as a real one."""
MEMORY_MIB = 400
COLD_START = 3.0


@dataclass(frozen=True)
class Measured:
    """One line on one database of one size."""

    database: str
    size: int
    name: str
    kind: str
    result: dict[str, Any]
    bare: dict[str, Any]
    """The same of the bare page, measured in turn with it."""

    @property
    def share(self) -> float:
        """Requests a second, as a share of the bare page's."""
        return float(self.result["rate"]) / float(self.bare["rate"])


@dataclass
class Report:
    """Everything measured in one run."""

    machine: str
    seconds: float
    lines: list[Measured] = field(default_factory=list)
    memory: dict[tuple[str, int], float] = field(default_factory=dict)
    bare_memory: dict[tuple[str, int], float] = field(default_factory=dict)
    cold_start: dict[tuple[str, int], float] = field(default_factory=dict)
    seeding: dict[tuple[str, int], float] = field(default_factory=dict)
    loads: list[float] = field(default_factory=list)
    """Load average of the machine before and after."""
    notes: list[str] = field(default_factory=list)

    def add(self, line: Measured) -> None:
        """Keep a line and show that the run goes on."""
        self.lines.append(line)
        result = line.result
        print(f"{line.database} {line.size} {line.name}: {result['rate']:.0f}/s", flush=True)

    def checks(self) -> list[tuple[str, bool]]:
        """What is to be reached, in words with the numbers, and whether it is."""
        found = [*self._line_checks(), *self._growth_checks()]
        for key, mib in self.memory.items():
            text = f"{key[0]} {key[1]}: {mib:.0f} MiB for 2 workers (PSS), at most {MEMORY_MIB}"
            found.append((text, mib <= MEMORY_MIB))
        for key, seconds in self.cold_start.items():
            text = f"{key[0]} {key[1]}: first answer after {seconds:.1f} s, at most {COLD_START:.0f}"
            found.append((text, seconds <= COLD_START))
        return found

    def _line_checks(self) -> list[tuple[str, bool]]:
        found = []
        for line in self.lines:
            where, result = f"{line.database} {line.size} {line.name}", line.result
            if line.kind == "list":
                share = f"{where}: {line.share:.0%} of the bare page, at least {SHARE_OF_BARE:.0%}"
                found.append((share, line.share >= SHARE_OF_BARE))
            if line.kind == "search" and line.size == max(one.size for one in self.lines):
                text = f"{where}: p95 {result['p95']:.0f} ms, at most {SEARCH_MS}"
                found.append((text, result["p95"] <= SEARCH_MS))
            if line.kind == "write" and line.size == min(one.size for one in self.lines):
                text = f"{where}: p95 {result['p95']:.0f} ms, at most {WRITE_MS}"
                found.append((text, result["p95"] <= WRITE_MS))
            if line.kind != "write":
                number = f"{where}: {result['queries']} queries, at most {QUERIES}"
                found.append((number, result["queries"] <= QUERIES))
        return found

    def _growth_checks(self) -> list[tuple[str, bool]]:
        known = {(line.database, line.size, line.name): line for line in self.lines}
        small, large = min(line.size for line in self.lines), max(line.size for line in self.lines)
        found = []
        for (database, size, name), line in known.items():
            if size != large or line.kind in ("search", "write"):
                continue
            before, after = known[database, small, name].result["p95"], line.result["p95"]
            text = f"{database} {name}: p95 {before:.1f} → {after:.1f} ms ({after / before:.2f} ×), at most {GROWTH} ×"
            found.append((text, after <= GROWTH * before))
        return found

    def misses(self) -> list[str]:
        """What was not reached."""
        return [text for text, reached in self.checks() if not reached]

    def text(self) -> str:
        """The whole result, as Markdown."""
        checks = self.checks()
        out = [
            "# Performance",
            "",
            f"Printed by `make bench`: {self.machine}; gunicorn, 2 workers, 4 threads each; one connection that asks",
            f"as fast as answers come, {self.seconds:g} s a line in three rounds, of which the best counts. *Bare* is",
            "Flask, the ORM and a Jinja table of 30 members from the same database, measured between these rounds.",
            "*CPU* is what the workers computed for one request, which other work on the machine hardly changes.",
            f"Load average of the machine: {' before, '.join(f'{load:.1f}' for load in self.loads)} after.",
        ]
        for database in dict.fromkeys(line.database for line in self.lines):
            out += ["", f"## {database}", "", *self._table(database)]
        out += ["", "## Size", "", "| database | members | seeded in s | first answer in s | PSS MiB | bare PSS MiB |"]
        out.append("|---|---:|---:|---:|---:|---:|")
        for key, memory in self.memory.items():
            row = (self.seeding[key], self.cold_start[key])
            out.append(
                f"| {key[0]} | {key[1]} | {row[0]:.0f} | {row[1]:.2f} | {memory:.0f} | {self.bare_memory[key]:.0f} |"
            )
        missed = self.misses()
        out += ["", "## To reach", "", f"{len(checks) - len(missed)} of {len(checks)} reached."]
        if missed:
            out += ["", "Missed:", "", *(f"* {text}" for text in missed)]
        out += [f"\n{note}" for note in self.notes]
        return "\n".join(out)

    def _table(self, database: str) -> list[str]:
        own = [line for line in self.lines if line.database == database]
        sizes = sorted({line.size for line in own})
        head = (
            "| page | "
            + " | ".join(f"{size}: /s | p50 ms | p95 ms | CPU ms | of bare" for size in sizes)
            + " | SQL | KiB |"
        )
        rows = [head, "|---|" + "---:|" * (len(sizes) * 5 + 2)]
        for name in dict.fromkeys(line.name for line in own):
            cells, last = [], None
            for size in sizes:
                last = next(line for line in own if line.name == name and line.size == size)
                result = last.result
                cells += [f"{result['rate']:.0f}", *(f"{result[name]:.1f}" for name in ("p50", "p95", "cpu"))]
                cells.append(f"{last.share:.0%}")
            if last is not None:
                cells += [str(last.result["queries"]), f"{last.result['size'] / 1024:.0f}"]
            rows.append(f"| {name} | " + " | ".join(cells) + " |")
        cells = []
        for size in sizes:
            best = max((line.bare for line in own if line.size == size), key=lambda bare: bare["rate"])
            cells += [f"{best['rate']:.0f}", *(f"{best[name]:.1f}" for name in ("p50", "p95", "cpu")), "100%"]
        rows.append("| *bare page* | " + " | ".join(cells) + " | 1 | 4 |")
        return rows
