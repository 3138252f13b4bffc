"""Who is told what, drawn from the table of notifications: each act in words, who hears of it, and what they read."""

from dataclasses import dataclass

from .. import registry


@dataclass(frozen=True)
class Said:
    """One line of the table."""

    act: str
    to: str
    words: str


@dataclass(frozen=True)
class Part:
    """All lines of one topic."""

    label: str
    bound: bool
    """What law asks for."""
    lines: list[Said]


def parts() -> list[Part]:
    """The whole table."""
    return [
        Part(
            str(topic.label),
            topic.bound,
            [
                Said(heading(line.act), str(line.to.label), str(line.words) % {"what": topic.stands_for})
                for line in registry.lines().values()
                if line.topic == topic
            ],
        )
        for topic in registry.topics().values()
    ]


def heading(act: str) -> str:
    """An act of the log, or what time alone causes, as a heading says it."""
    declared = registry.acts()[act]
    words = str(declared.heading or declared.label)
    return words[:1].upper() + words[1:]
