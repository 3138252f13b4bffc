"""Who is told what, drawn from the table of notifications: each act in words, who hears of it, and what they read."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ..audit.words import act_label
from ..cases.acts import Act
from ..cases.workflow import BY_ACT as TRANSITIONS
from ..notifications.table import BOUND, KIND_LABELS, TABLE, TIME_LABELS, TO_LABELS, Kind

_CASE = _l("[case]")
WHAT = {
    Kind.OWN_CASES: _CASE,
    Kind.WORK: _CASE,
    Kind.LIMITS: _CASE,
    Kind.EVENTS: _l("[event]"),
    Kind.NOTICES: _l("[notice]"),
    Kind.ACCOUNT: _l("[result]"),
}
"""What stands for the thing that a line tells of."""


@dataclass(frozen=True)
class Said:
    """One line of the table."""

    act: str
    to: str
    words: str


@dataclass(frozen=True)
class Part:
    """All lines of one kind of thing."""

    label: str
    bound: bool
    """What law asks for."""
    lines: list[Said]


def parts() -> list[Part]:
    """The whole table."""
    return [
        Part(
            str(KIND_LABELS[kind]),
            kind in BOUND,
            [
                Said(label(line.act), str(TO_LABELS[line.to]), str(line.words) % {"what": WHAT[kind]})
                for line in TABLE
                if line.kind == kind
            ],
        )
        for kind in Kind
    ]


def label(act: str) -> str:
    """An act of the log, or what time alone causes, as a person says it."""
    if act in TIME_LABELS:
        return str(TIME_LABELS[act])
    feature, _dot, verb = act.partition(".")
    words = str(TRANSITIONS[Act(verb)].label) if feature == "case" else act_label(act)
    return words[:1].upper() + words[1:]
