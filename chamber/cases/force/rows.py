"""The rows of the workflow for a task force."""

from flask_babel import lazy_gettext as _l

from .. import rights
from ..addressees import AUTHOR, DESK, FORCE, LEADER, tell
from ..rules.acts import Act, Party, Transition
from ..words import OPEN_STATES, WORKED_ON, State
from . import may

WITH_DEPARTMENT = (State.ASSIGNED, State.IN_PROGRESS)

ROWS: tuple[Transition, ...] = (
    Transition(
        Act.PROPOSE_TASK_FORCE,
        _l("Task force proposed"),
        sources=WITH_DEPARTMENT,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may.propose,
        rule=_l(
            "For a complex case at which several departments work: one person of the lead department leads it, people "
            "of all of them are in it, and each department reports its own measures."
        ),
        logged=_l("proposed a task force"),
        tells=(tell(LEADER, _l("A task force waits for your approval: %(what)s.")),),
        inside=True,
        for_leader=True,
    ),
    Transition(
        Act.DECIDE_TASK_FORCE,
        _l("Task force decided on"),
        sources=OPEN_STATES,
        who=(Party.RUNNER, Party.LEADER),
        right=rights.EXTEND,
        limit="force_decision",
        may=may.decide,
        rule=_l(
            "By the leader, or by whoever runs the case where no leader is free. Without a decision in time it begins "
            "provisionally, and can still be approved or turned down; a refusal needs a reason."
        ),
        logged=_l("decided on the task force"),
        tells=(tell(DESK, _l("The task force of %(what)s was decided on.")),),
        inside=True,
        for_leader=True,
    ),
    Transition(
        Act.BEGIN_TASK_FORCE,
        _l("Task force began"),
        sources=OPEN_STATES,
        who=(Party.TIME,),
        limit="force_decision",
        rule=_l("With the approval, or provisionally where nobody has decided in time."),
        logged=_l("let the task force begin"),
        tells=(
            tell(FORCE, _l("You are in the task force of %(what)s.")),
            tell(AUTHOR, _l("A task force works on %(what)s now.")),
            tell(DESK, _l("The task force of %(what)s has begun without a decision.")),
            tell(LEADER, _l("The task force of %(what)s has begun provisionally. You can still decide on it.")),
        ),
    ),
    Transition(
        Act.CHANGE_TASK_FORCE,
        _l("People of the task force changed"),
        sources=WORKED_ON,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may.change,
        rule=_l("With the reason. Whoever leaves it reads nothing more of its meetings."),
        logged=_l("changed the people of the task force"),
        tells=(tell(FORCE, _l("The people of the task force of %(what)s have changed.")),),
        inside=True,
        for_leader=True,
    ),
    Transition(
        Act.END_TASK_FORCE,
        _l("Task force dissolved"),
        sources=OPEN_STATES,
        who=(Party.RUNNER,),
        right=rights.RUN,
        may=may.end,
        rule=_l("With the reason; another one can be proposed."),
        logged=_l("dissolved the task force"),
        tells=(tell(FORCE, _l("The task force of %(what)s was dissolved.")),),
        inside=True,
        for_leader=True,
    ),
    Transition(
        Act.CALL_MEETING,
        _l("Meeting of the task force called"),
        sources=WORKED_ON,
        who=(Party.RUNNER, Party.HANDLER),
        right=rights.HANDLE,
        may=may.calls,
        rule=_l("By whoever leads it or runs the case. Its people alone learn of it."),
        logged=_l("called a meeting of the task force"),
        tells=(
            tell(FORCE, _l("A meeting of the task force of %(what)s: please read when and where.")),
            tell(DESK, _l("A meeting of the task force of %(what)s: please read when and where.")),
        ),
        inside=True,
        of_force=True,
    ),
    Transition(
        Act.CALL_OFF_MEETING,
        _l("Meeting of the task force called off"),
        sources=WORKED_ON,
        who=(Party.RUNNER, Party.HANDLER),
        right=rights.HANDLE,
        may=may.call_off,
        rule=_l("With the reason, before it has begun."),
        logged=_l("called off a meeting of the task force"),
        tells=(
            tell(FORCE, _l("The meeting of the task force of %(what)s is called off.")),
            tell(DESK, _l("The meeting of the task force of %(what)s is called off.")),
        ),
        inside=True,
        of_force=True,
    ),
    Transition(
        Act.NOTE_MEETING,
        _l("Minutes of the task force"),
        sources=WORKED_ON,
        who=(Party.RUNNER, Party.HANDLER),
        right=rights.HANDLE,
        may=may.note_meeting,
        rule=_l("What came out, and who does what by when; measures follow from it."),
        logged=_l("wrote the minutes of the task force"),
        tells=(
            tell(FORCE, _l("The minutes of the task force of %(what)s are there.")),
            tell(DESK, _l("The minutes of the task force of %(what)s are there.")),
        ),
        inside=True,
        of_force=True,
    ),
)
