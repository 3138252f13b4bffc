"""A complex case with two departments at work, and the task force that it gets."""

from datetime import timedelta

from chamber import clock
from chamber.cases.doing import releasing, routing
from chamber.cases.doing.routing import Route
from chamber.cases.force import forming, meeting
from chamber.cases.force.models import CaseForce
from chamber.cases.force.people import Seat
from chamber.cases.models import Case
from chamber.cases.words import Complexity, Kind
from chamber.extensions import db
from tests.factories.cases import RELEASED_STORY, RELEASED_TITLE, Drive
from tests.factories.measures import make_measure, to_department
from tests.factories.things import Thing

PURPOSE = "凌霄专班记号：月底前接通临时供电"
TASK, AGENDA = "含笑专班记号", "榆叶会商记号"


def two_at_work(drive: Drive, kind: str = Kind.REQUEST, complexity: str = Complexity.COMPLEX, **words: object) -> Case:
    """Accepted as complex, with both departments of the cast at work; signed for."""
    cast = drive.cast
    # The same words once more are a button pressed twice.
    drive.suffix += "又"
    drive.submit(kind, **words)
    route = Route(lead_id=cast.department.id, helper_ids=(cast.other_department.id,))
    release = releasing.Release(RELEASED_TITLE, RELEASED_STORY)
    routing.accept(
        drive.reference,
        actor=drive.who("secretary"),
        complexity=complexity,
        route=route,
        release=release,
        message="已受理。",
    )
    db.session.commit()
    return drive.sign()


def lead_of(drive: Drive) -> Seat:
    """The handler of the lead department."""
    return Seat(drive.cast.department.id, drive.cast.handler.id)


def other_of(drive: Drive) -> Seat:
    """The handler of the department that helps."""
    return Seat(drive.cast.other_department.id, drive.cast.other_handler.id)


def proposed(drive: Drive) -> CaseForce:
    """Proposed with both handlers."""
    made = forming.propose_task_force(
        drive.reference, PURPOSE, lead_of(drive), [other_of(drive)], actor=drive.who("secretary")
    )
    db.session.commit()
    return made


def at_work(drive: Drive, kind: str = Kind.REQUEST, **words: object) -> CaseForce:
    """Proposed for a new complex case, and approved."""
    two_at_work(drive, kind, **words)
    proposed(drive)
    made = forming.decide_task_force(drive.reference, True, "", actor=drive.who("leader"))
    db.session.commit()
    return made


def force_of_world(drive: Drive, secrets: dict[str, frozenset[str]]) -> dict[str, Thing]:
    """The rival's request with an approved task force of both departments, its measure and its next meeting."""
    cast, drive.suffix = drive.cast, "卯"
    force = at_work(drive, by="rival")
    office = to_department(cast.other_department.id)
    make_measure(drive.who("secretary"), office, kind="case", subject_id=force.case_id, source="handling", title=TASK)
    meeting.call_meeting(drive.reference, clock.now() + timedelta(days=3), AGENDA, actor=drive.who("handler"))
    db.session.commit()
    inside = frozenset({"secretary", "handler", "other_handler"})
    readers = inside | {"leader", "rival", "president"}
    secrets |= {drive.mark("title"): readers, drive.mark("story"): readers, drive.reference: readers}
    secrets |= {drive.mark("evidence"): frozenset({"secretary", "rival"}), AGENDA: inside}
    secrets |= {PURPOSE: inside | {"leader"}, TASK: inside | {"leader"}}
    return {"task force": Thing({"reference": drive.reference}, readers)}
