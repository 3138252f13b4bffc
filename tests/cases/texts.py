"""What shows that the rights to the answer book and to wordings of departments hold people back."""

import pytest

from chamber.cases import rights
from chamber.cases.answers import book, department
from chamber.errors import NotFound
from tests.factories.answers import WORDING
from tests.rights import Probe, Trial


def _number(who: Trial) -> int:
    return who.id_of("template", "template_id")


def _own_alone(who: Trial) -> None:
    assert [one.name for one in department.kept(who.actor)] == [WORDING]


def _not_of_departments(who: Trial) -> None:
    assert not department.kept(who.actor)
    with pytest.raises(NotFound):
        department.find(_number(who), actor=who.actor)


PROBES = (
    Probe(rights.ANSWERS, lambda who: "GET /cases/answers/", lambda who: book.listed(actor=who.actor)),
    Probe(
        rights.RELEASE_ANSWERS,
        lambda who: "GET /cases/answers/new",
        lambda who: book.find(who.id_of("book answer", "answer_id"), actor=who.actor),
    ),
    Probe(
        rights.TEMPLATES,
        lambda who: "GET /cases/answers/templates",
        lambda who: department.kept(who.actor),
        {rights.OF_OWN_DESK: _not_of_departments, rights.OF_DEPARTMENT: _own_alone},
    ),
)
