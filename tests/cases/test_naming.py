"""A respondent typed as free text: whoever is named in it sees nothing, however the name is dressed up."""

import pytest
from sqlalchemy import select

from chamber.cases.models import CaseRespondent
from chamber.cases.respondents import Respondent
from chamber.cases.visibility import visible_to
from chamber.cases.words import RespondentKind
from chamber.directory.models import DepartmentPerson
from chamber.extensions import db
from tests.factories.cases import Drive


def sees(drive: Drive, who: str) -> bool:
    """Whether this person has the case among the rows of their role."""
    return db.session.scalars(visible_to(drive.who(who))).first() is not None


@pytest.mark.parametrize("text", ["秘书处陈秘书", "商会秘书处", "陈秘书（商会）", "陈 秘书"])
def test_a_text_that_names_the_secretariat_keeps_it_out(drive: Drive, text: str) -> None:
    case = drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=text),))
    assert case.supervisor_runs
    assert not sees(drive, "secretary")
    assert sees(drive, "supervisor")


@pytest.mark.parametrize("text", ["周领导同志", "街道周领导"])
def test_a_text_that_names_the_leader_keeps_them_out(drive: Drive, text: str) -> None:
    case = drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=text),))
    assert case.supervisor_runs
    assert not sees(drive, "leader")


@pytest.mark.parametrize(
    "text", ["经济发展办公室林承办", "林承办科长", "经发办的魏长河", "经济发展办", "经发办和市场监督管理所"]
)
def test_a_text_that_names_a_department_or_one_of_its_people_means_the_department(drive: Drive, text: str) -> None:
    drive.cast.department.short_name = "经发办"
    db.session.add(DepartmentPerson(department_id=drive.cast.department.id, name="魏长河", title="科长"))
    db.session.commit()
    drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=text),))
    concerned = set(db.session.scalars(select(CaseRespondent.department_id)))
    assert drive.cast.department.id in concerned
    assert (drive.cast.other_department.id in concerned) == ("市场监督" in text)


def test_a_text_that_names_nobody_here_keeps_nobody_out(drive: Drive) -> None:
    case = drive.submit(respondents=(Respondent(RespondentKind.OTHER, text="外地某建材厂"),))
    assert not case.supervisor_runs
    assert db.session.query(CaseRespondent).count() == 1
    assert sees(drive, "secretary")
