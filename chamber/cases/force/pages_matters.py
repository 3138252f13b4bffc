"""What of task forces waits for somebody: on home pages, and where one is led from one matter to the next."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from ...registry.homes import Card, Column, Matters, Row, Step
from ...rights import Role
from .. import rights
from . import starting, telling, waiting

TASK_FORCES = _l("Task forces")


def _form_step(row: Row) -> Step:
    page = url_for("cases.show", reference=row.title)
    if row.number == waiting.CHANGE:
        place = url_for("cases.act", reference=row.title, act="change-task-force")
        return Step(row.title, page, _l("Change the people"), place)
    # Where one department is at work alone, the page of the case says what comes first.
    return Step(row.title, page, _l("Propose a task force"))


def _decide_step(row: Row) -> Step:
    page = url_for("cases.show", reference=row.title)
    place = url_for("cases.act", reference=row.title, act="decide-task-force")
    return Step(row.title, page, _l("Decide on the task force"), place)


MATTERS = (
    Matters(
        "cases/home/_force.html",
        TASK_FORCES,
        "cases.task_forces",
        frozenset({Role.SECRETARIAT}),
        rights.RUN,
        _form_step,
        query=waiting.to_form,
    ),
    Matters(
        "",
        TASK_FORCES,
        "cases.task_forces",
        frozenset({Role.LEADER}),
        rights.EXTEND,
        _decide_step,
        query=waiting.to_decide,
    ),
)
CARDS = (
    Card(
        "cases/home/_forces_to_decide.html",
        {Role.LEADER: Column.ABOVE},
        rights.EXTEND,
        count=waiting.number_waiting,
        rank=2,
    ),
    Card("cases/home/_forces_mine.html", {Role.HANDLER: Column.ABOVE}, rights.READ, count=waiting.number_mine, rank=2),
)
EACH_MINUTE, BY_TIME = (starting.pass_time,), telling.ACTS
