"""The words of long jobs."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = (State.WAITING, State.RUNNING)
STATE_LABELS = {
    State.WAITING: _l("Waiting"),
    State.RUNNING: _l("Running"),
    State.DONE: _l("Finished"),
    State.FAILED: _l("Not done"),
    State.CANCELLED: _l("Cancelled"),
}
OUTCOMES = {State.DONE: _l("The table is ready."), State.CANCELLED: _l("Cancelled. Nothing of it was kept.")}
"""What is said of an end that left no sentence of its own."""
GONE = _l("This table is no longer kept. Please have it made anew.")
"""The same a week later."""
STATE_TONES = {State.DONE: "green", State.FAILED: "red", State.CANCELLED: "neutral"}
