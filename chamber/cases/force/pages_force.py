"""The page of a case's task force, and the list of all of them."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from ...language.catalogue import translated_labels
from ...measures.giving import new_about
from ...measures.seeing import of_subject as measures_of
from ...web.access import requires
from ...web.requests import current_actor
from .. import rights
from ..access.visibility import missing
from ..pages.acts import Button, label_of
from ..pages.cases import blueprint
from ..pages.way import steps
from ..reading import seeing
from ..reading.seen import SeenCase
from ..rules import clocks
from ..words import Kind
from . import waiting
from .rows import ROWS

ACTS = tuple(row.act for row in ROWS)
OF_FORCE = frozenset(row.act for row in ROWS if row.of_force)


def _buttons(seen: SeenCase) -> list[Button]:
    return [Button(act, label_of(act, seen)) for act in ACTS if seen.acts.get(act) is False]


@blueprint.get("/<reference>/task-force")
@requires(rights.READ)
def task_force(reference: str) -> ResponseReturnValue:
    """People, measures and steps of the task force; for the member that there is one, who leads it, public measures."""
    actor = current_actor()
    case, facts = seeing.find_with_facts(reference, actor=actor)
    seen = seeing.seen_by(actor, case, facts, with_files=False)
    if seen.force is None:
        raise missing()
    found = [one for one in steps(seen) if one.event and one.event.act in ACTS]
    gives = seen.runs and case.state in clocks.HANDLED
    return render_template(
        "cases/force/task_force.html",
        case=seen,
        force=seen.force,
        buttons=_buttons(seen),
        steps=[one for one in found if one.event and one.event.act not in OF_FORCE],
        meetings=[one for one in reversed(found) if one.event and one.event.act in OF_FORCE],
        measures=measures_of("case", case.id, actor),
        measures_about=new_about("case", case.id) if gives else "",
    )


@blueprint.get("/task-forces")
@requires(rights.READ)
def task_forces() -> ResponseReturnValue:
    """The task forces of the cases that this person sees."""
    kinds: Any = translated_labels(Kind)
    return render_template("cases/force/index.html", lines=waiting.listed(current_actor()), kinds=kinds)
