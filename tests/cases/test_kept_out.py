"""Who runs a case when those who should are kept out of it, and a consent that is answered once."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account, AccountRole
from chamber.cases.access import respondents
from chamber.cases.doing import sharing
from chamber.cases.lists import tallies
from chamber.directory.models import DepartmentHandler
from chamber.errors import DomainError
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.rights import Role
from tests.client import Client
from tests.factories.accounts import make_account
from tests.factories.cases import Drive, key

SignIn = Callable[[Account], Client]


def waiting(drive: Drive, who: str) -> int:
    """How many cases wait for this person."""
    return tallies.figures(drive.who(who)).waiting


def test_when_the_last_one_of_the_secretariat_steps_back_the_supervisor_runs_the_case(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    desk, watch = drive.who("secretary"), drive.who("supervisor")
    respondents.recuse(drive.reference, desk.account_id, "亲属关系", actor=desk)
    db.session.commit()
    assert (waiting(drive, "secretary"), waiting(drive, "supervisor")) == (0, 1)
    assert db.session.query(Notification).filter_by(line="case.recuse:desk").one().account_id == watch.account_id
    assert drive.mark("story") in sign_in(drive.cast.supervisor).get(f"/cases/{drive.reference}").words
    drive.accept(by="supervisor")
    with pytest.raises(DomainError, match="Nobody would be left to run this case"):
        respondents.recuse(drive.reference, watch.account_id, "也是亲属", actor=watch)


def test_while_somebody_of_the_secretariat_is_left_the_case_stays_there(drive: Drive) -> None:
    make_account("second", "吕秘书", Role.SECRETARIAT)
    drive.submit()
    desk = drive.who("secretary")
    respondents.recuse(drive.reference, desk.account_id, "亲属关系", actor=desk)
    db.session.commit()
    assert not drive.case.supervisor_runs


def test_a_complaint_that_concerns_all_of_the_secretariat_by_another_hat_goes_to_the_supervisor(drive: Drive) -> None:
    hat = DepartmentHandler(department_id=drive.cast.other_department.id, account_id=drive.cast.secretary.id)
    db.session.add_all([hat, AccountRole(account_id=drive.cast.secretary.id, role=Role.HANDLER)])
    db.session.commit()
    assert drive.submit().supervisor_runs


def asked_consent(drive: Drive) -> str:
    """The secretariat asks to tell a court who the author is; what the page calls the question."""
    sharing.ask_consent(drive.reference, "区人民法院", "诉前调解", actor=drive.who("secretary"))
    db.session.commit()
    return key(sharing.consents(drive.case)[-1])


def test_a_consent_answered_in_another_window_is_not_answered_the_other_way_round(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    drive.accept()
    asked, here = asked_consent(drive), f"/cases/{drive.reference}"
    member = sign_in(drive.cast.member)
    path = f"{here}/decide-consent"
    assert member.get(path).location.endswith(f"{here}#consents"), "it has its buttons on the page of the case"
    for _press in (1, 2):
        answer = member.post(path, data={"consent": asked, "granted": "yes"})
        assert (answer.status_code, answer.location) == (303, here)
    stale = member.post(path, data={"consent": asked, "granted": "no"})
    assert stale.status_code == 409
    assert "You have decided this already" in stale.words
    assert stale.page.link("Back to the case") == here
    assert sharing.consents(drive.case)[0].granted
