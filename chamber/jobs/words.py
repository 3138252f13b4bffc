"""States of long jobs and their labels."""

from flask_babel import lazy_gettext as _l

from ..language.labelled import Labelled


class State(Labelled):
    """How far a job is."""

    WAITING = "waiting", _l("Waiting")
    RUNNING = "running", _l("Running")
    DONE = "done", _l("Finished")
    FAILED = "failed", _l("Not done")
    CANCELLED = "cancelled", _l("Cancelled")


UNDER_WAY = (State.WAITING, State.RUNNING)
OUTCOMES = {State.DONE: _l("The table is ready."), State.CANCELLED: _l("Cancelled. Nothing of it was kept.")}
"""The message of a job that ended without one of its own."""
EXPIRED = _l("This table is no longer kept. Please create it again.")
"""The message once the table has been deleted."""
STATE_TONES = {State.DONE: "green", State.FAILED: "red", State.CANCELLED: "neutral"}
