"""Who may open which page of measures; see tests/routes.py for the letters."""

from tests.factories.things import EVERYBODY, Thing

SEEN = "task, task of the firm, measure of the complaint, measure of the council, measure of the supervisor, no measure"
REPORTED = "noting a measure, noting of the firm's measure, finishing a measure, no measure to note"
CHANGED = "postponing a measure, passing a measure on, dropping a measure, opening a measure again, no measure to drop"
ROUTES = f"""
endpoint                 methods   who       things
measures.index           GET       SMHLPV..
measures.ledger_file     GET       S..L....
measures.new             GET POST  S....V..  measure alone, measure of that complaint, measure of nothing
measures.measure         GET       SMHLPV..  {SEEN}
measures.slip            GET       SMHLPV..  {SEEN}
measures.file            GET       SMHLPV..  order of the task, proof of the complaint, misplaced order, no measure
measures.report          POST      SMH..V..  {REPORTED}
measures.confirm         POST      S..LV...  task, measure of the supervisor, no measure
measures.change          POST      S....V..  {CHANGED}
"""


def things(there: dict[str, Thing]) -> dict[str, Thing]:
    """What these routes need beside the world's things, and of each sort one that does not exist."""
    nothing = Thing({"reference": "CS-2026-ZZZZZ", "key": "x" * 32}, frozenset())
    task = there["task"]
    return {
        "no measure": nothing,
        "misplaced order": Thing(
            {**there["task of the firm"].parts, "key": there["order of the task"].parts["key"]}, frozenset()
        ),
        "measure alone": Thing({"about": ""}, EVERYBODY - {"supervisor"}),
        "measure of nothing": Thing({"about": "x" * 40}, frozenset()),
        "noting a measure": task.also(act="note"),
        "noting of the firm's measure": there["task of the firm"].also(act="note"),
        "finishing a measure": there["measure of the supervisor"].also(act="done"),
        "no measure to note": nothing.also(act="note"),
        "postponing a measure": task.also(act="postpone"),
        "passing a measure on": task.also(act="pass-on"),
        "dropping a measure": task.also(act="drop"),
        "opening a measure again": there["measure of the supervisor"].also(act="reopen"),
        "no measure to drop": nothing.also(act="drop"),
    }
