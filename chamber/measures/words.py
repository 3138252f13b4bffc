"""The vocabulary of measures: their states, where they come from, how pressing they are, and what happened to them."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ..language.labelled import Labelled


class State(Labelled):
    """Where a measure stands."""

    OPEN = "open", _l("Under way")
    DONE = "done", _l("Done, to be confirmed")
    CONFIRMED = "confirmed", _l("Confirmed")
    DROPPED = "dropped", _l("Dropped")


class Source(Labelled):
    """Where a measure comes from."""

    ENTRUSTED = "entrusted", _l("Entrusted task")
    SHARED_WORK = "shared_work", _l("Key projects and central tasks")
    HAZARD = "hazard", _l("Hazard to be removed")
    FOLLOW_UP = "follow_up", _l("Follow-up")
    MINUTES = "minutes", _l("Minutes of a meeting")
    HANDLING = "handling", _l("Handling of a case")
    TASK_FORCE = "task_force", _l("Task force")
    IMPLEMENTATION = "implementation", _l("Suggestion put into practice")
    COMMON_PROBLEM = "common_problem", _l("Common problem")


class Grade(Labelled):
    """How pressing a measure is."""

    NORMAL = "normal", _l("Ordinary")
    IMPORTANT = "important", _l("Important")
    URGENT = "urgent", _l("Urgent")


class Paper(Labelled):
    """What a file of a measure shows."""

    ORDER = "order", _l("Order")
    PROOF = "proof", _l("Proof")


class Act(Labelled):
    """What happens to a measure."""

    GIVE = "give", _l("Given")
    NOTE = "note", _l("Note")
    POSTPONE = "postpone", _l("Postponed")
    PASS_ON = "pass-on", _l("Passed on")
    DONE = "done", _l("Reported as done")
    CONFIRM = "confirm", _l("Confirmed")
    REOPEN = "reopen", _l("Opened again")
    DROP = "drop", _l("Dropped")


OWNERS_WORDS = (Act.NOTE, Act.DONE)
"""What the owner writes, or somebody who runs it in the owner's place."""


class Circle(StrEnum):
    """Who finds a measure by its words (`search.tokens`)."""

    ALL = "ma"
    """Everybody who sees it."""
    OWNERS = "mo"
    """Who reads what its owner writes too, and its papers."""
