"""What the probes of cases need: the case that somebody may read, its row, the page of an act."""

import pytest

from chamber.cases.doing import whom
from chamber.cases.doing.desk import Papers
from chamber.cases.models import Case, CaseRespondent
from chamber.cases.rules.acts import Act
from chamber.errors import Forbidden
from chamber.extensions import db
from chamber.rights import Actor
from tests.factories.accounts import actor_as
from tests.factories.cases import with_paper
from tests.factories.world import UNCLEAR
from tests.rights import Trial

CASES = ("complaint", "against", "request", "objection")
STAFF = ("secretary", "supervisor")


def reference(who: Trial, *things: str) -> str:
    """The number of the first of these cases that the person may read."""
    return str(who.world.things[who.seen(*things or ("complaint", "against", "request"))].parts["reference"])


def row(who: Trial, *things: str) -> Case:
    """The same as a row."""
    return db.session.query(Case).filter_by(reference=reference(who, *things)).one()


def at(act: Act, who: Trial, *things: str) -> str:
    """The page of an act on the first of these cases that the person may read."""
    return f"GET /cases/{reference(who, *things)}/{act.address}"


def other(who: Trial, name: str) -> Actor:
    """Somebody else, who acts before."""
    return actor_as(who.world.account(name))


def behalf(who: Trial) -> Papers | None:
    """With its paper, where somebody acts for others."""
    return with_paper() if who.name in STAFF else None


def _lacks_name(who: Trial, kind: str) -> Case:
    """A case of which only the unit is known."""
    case = row(who)
    db.session.add(CaseRespondent(case_id=case.id, kind=kind))
    case.lacks_name = True
    db.session.commit()
    return case


def clarify(who: Trial) -> None:
    """Say of such a case that it is nobody of them."""
    kinds = {"secretary": "some_department", "supervisor": "some_street"}
    reference_ = _lacks_name(who, kinds[who.name]).reference if who.name in kinds else reference(who)
    whom.clarify(reference_, None, actor=who.actor)


def not_of_the_street(who: Trial) -> None:
    """What the supervisor alone may say."""
    case = _lacks_name(who, "some_street")
    with pytest.raises(Forbidden):
        whom.clarify(case.reference, None, actor=who.actor)


def words_alone(who: Trial) -> None:
    """Of a case of which nobody knows whom it is about, the words about that and nothing else."""
    page = who.words("/cases/respondents")
    case = str(who.world.things["open"].parts["reference"])
    assert UNCLEAR in page and case not in page and "未" not in page
    assert who.status(f"/cases/{case}") == 404
