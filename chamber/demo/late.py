"""What is done about what time has made: supervision slips answered, reports of closed months numbered."""

from sqlalchemy import select

from .. import clock
from ..cases.figures import periods
from ..cases.figures.published import freezing, monthly
from ..cases.ladder import slips
from ..cases.ladder.models import CaseSlip
from ..cases.models import Case
from ..extensions import db, unit_of_work
from ..rights import Role
from .world import World

REPLY = "已与施工方和物业当面核对，因现场测量延误两天，现已补齐材料，预计三个工作日内办结并报送答复。"


def answer_slips(world: World) -> None:
    """One is answered and the next one received; the others wait."""
    found = db.session.execute(
        select(Case.reference, CaseSlip.department_id)
        .join(CaseSlip, CaseSlip.case_id == Case.id)
        .where(CaseSlip.department_id == Case.lead_department_id)
        .order_by(CaseSlip.id)
        .limit(2)
    ).all()
    leads = {world.departments[key]: username for key, username in world.leads.items()}
    for place, row in enumerate(found):
        handler = world.actor(leads[row.department_id], Role.HANDLER)
        with unit_of_work():
            if place == 0:
                slips.reply_slip(row.reference, REPLY, actor=handler)
            else:
                slips.receive_slip(row.reference, actor=handler)


def issue_reports(world: World) -> None:
    """Number the reports of closed months in their order, but the newest, which waits for it."""
    for row in freezing.months(periods.month(clock.today()))[:-1]:
        with unit_of_work():
            monthly.issue(periods.month(row.first_day).name, actor=world.actor("secretary", Role.SECRETARIAT))
