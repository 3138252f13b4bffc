"""Help pages on rights and messages, generated from what the features declare."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from .. import registry
from ..rights import Role
from ..web.addresses import arguments, chips
from ..web.requests import current_actor

blueprint = Blueprint("help", __name__, url_prefix="/help")


@blueprint.get("/permissions")
def permissions() -> ResponseReturnValue:
    """Who may do what, from the rights of all features: one role in words, and the whole table."""
    asked = arguments().get("role", "")
    role = Role(asked) if asked in set(Role) else current_actor().role
    rows = [
        (right.label, [right.reaches[one].label if one in right.reaches else "" for one in Role])
        for right in registry.rights()
    ]
    place = list(Role).index(role)
    return render_template(
        "help/permissions.html",
        rows=rows,
        roles=list(Role.labels().values()),
        role=role.label,
        may=[(label, cells[place]) for label, cells in rows if cells[place]],
        may_not=[label for label, cells in rows if not cells[place]],
        chips=chips("role", Role.labels(), role),
    )


@blueprint.get("/notifications")
def notifications() -> ResponseReturnValue:
    """Who is notified of what."""
    return render_template("help/notifications.html", parts=lines_by_topic())


@dataclass(frozen=True)
class MessageLine:
    """One line of the table."""

    act: str
    to: str
    words: str


@dataclass(frozen=True)
class TopicLines:
    """All lines of one topic."""

    label: str
    by_law: bool
    """What law asks for."""
    lines: list[MessageLine]


def lines_by_topic() -> list[TopicLines]:
    """The whole table."""
    return [
        TopicLines(
            str(topic.label),
            topic.by_law,
            [
                MessageLine(heading(line.act), str(line.to.label), str(line.words) % {"what": topic.stands_for})
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
