"""Cases of the small chamber beyond those that its world has."""

import functools
from collections.abc import Callable

from chamber.cases.doing import handling, intake, sharing
from chamber.cases.letters import writing
from chamber.cases.pausing import monitoring, suspending, terminating
from chamber.cases.words import Forum, Kind, Outcome, Pause
from chamber.extensions import db
from tests.factories.suggestions import begin, put_up
from tests.factories.world import World


def cases_in_every_state(world: World) -> list[str]:
    """More cases, one in each state in which somebody has something to fill in; references."""
    drive, found = world.drive, []
    staff, handler = drive.who("secretary"), drive.who("handler")

    def case(*steps: Callable[[], object], kind: str = Kind.REQUEST) -> None:
        drive.suffix = str(len(found))
        drive.submit(kind)
        for step in steps:
            step()
        found.append(drive.reference)

    def ask_for_consent() -> None:
        department = world.cast.department.id
        sharing.ask_consent(drive.reference, "", "当面协调", actor=staff, department_id=department)

    def write_to_department() -> None:
        letter = writing.Draft(world.cast.other_department.id, "核实检查情况", "商请核实有关检查情况。")
        writing.propose_letter(drive.reference, letter, actor=staff)

    case()
    case(lambda: intake.ask_supplement(drive.reference, "请补合同", actor=staff))
    case(lambda: intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=staff))
    case(drive.accept, drive.sign)
    case(
        lambda: drive.accept(complexity="complex"),
        drive.sign,
        lambda: handling.ask_extension(drive.reference, "需要专家意见", actor=handler),
    )
    case(
        drive.accept,
        drive.sign,
        lambda: suspending.suspend(drive.reference, Pause.OTHER_STEP, "等鉴定意见", actor=staff),
    )
    case(
        drive.accept,
        drive.sign,
        drive.draft,
        drive.publish,
        lambda: monitoring.monitor(drive.reference, "等明年预算", actor=staff),
    )
    case(drive.accept, lambda: terminating.terminate(drive.reference, Forum.COURT, "区人民法院已立案", actor=staff))
    case(drive.accept, drive.sign, drive.draft)
    case(drive.accept, drive.sign, drive.draft, drive.publish)
    case(drive.accept, drive.sign, drive.draft, drive.publish, drive.rate)
    case(drive.accept, ask_for_consent, kind=Kind.COMPLAINT)
    case(drive.accept, write_to_department, kind=Kind.COMPLAINT)
    adopted = functools.partial(drive.draft, Outcome.ADOPTED)
    case(drive.accept, drive.sign, adopted, drive.publish, kind=Kind.SUGGESTION)
    published, begun = functools.partial(put_up, drive), functools.partial(begin, drive)
    case(drive.accept, drive.sign, adopted, drive.publish, published, begun, kind=Kind.SUGGESTION)
    db.session.commit()
    return found
