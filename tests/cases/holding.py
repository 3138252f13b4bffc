"""Cases without names in which a department writes what is held back, and how it is looked through."""

from collections.abc import Callable

from chamber.accounts.models import Account
from chamber.cases.doing import releasing, routing
from chamber.cases.models import CaseEvent
from chamber.cases.rules import holding
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.notifications.models import Notification
from tests.client import Client
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
NAMED, PLAIN = "已联系瓯新阀门", "已联系该企业了"
"""The same number of characters; the first names the author's firm."""


def signed(drive: Drive, *, helper: bool = False, **words: object) -> None:
    """A confidential complaint that a department works on, perhaps with another one's help."""
    third = {"respondents": ()} if helper else {}
    drive.submit(Kind.REQUEST if helper else Kind.COMPLAINT, confidential=True, **third, **words)
    helpers = (drive.cast.other_department.id,) if helper else ()
    release = releasing.Release("某企业反映未付款", "供货验收后未付款。")
    route = routing.Route(lead_id=drive.cast.department.id, helper_ids=helpers)
    routing.accept(drive.reference, actor=drive.who("secretary"), route=route, release=release, message="已受理。")
    drive.sign()


def words_of(drive: Drive, sign_in: SignIn, name: str) -> str:
    """What somebody reads on the page of the case."""
    return english(sign_in(getattr(drive.cast, name))).get(f"/cases/{drive.reference}").words


def look_through(drive: Drive, text: str, next_step: str = "") -> None:
    """The secretariat looks through what waits first."""
    waiting = holding.waiting(drive.case)
    assert waiting is not None
    releasing.look_through(drive.reference, waiting.id, text, next_step, actor=drive.who("secretary"))
    db.session.commit()


def notes(drive: Drive) -> list[CaseEvent]:
    """The progress notes of the case."""
    found = db.session.query(CaseEvent).filter_by(case_id=drive.case.id, act=Act.REPORT_PROGRESS)
    return found.order_by(CaseEvent.id).all()


def forget_notes(drive: Drive) -> None:
    """As if nobody had written a note."""
    for one in notes(drive):
        db.session.delete(one)
    case = drive.case
    case.words_due_at, case.next_step, case.others_step = None, "", None
    db.session.query(Notification).delete()
    db.session.commit()
