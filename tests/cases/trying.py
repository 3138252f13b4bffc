"""What the probes of cases need: the case that somebody may read, its row, the page of an act."""

from collections.abc import Callable

import pytest

from chamber import clock
from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.doing import handling, intake, routing, whom
from chamber.cases.doing.desk import Papers
from chamber.cases.models import Case, CaseRespondent
from chamber.cases.rules.acts import Act
from chamber.cases.suggestions import quarterly, supporting
from chamber.cases.words import Complexity
from chamber.errors import DomainError, Forbidden
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


def asked(who: Trial, complexity: str) -> str:
    """A case for which a department has asked for more time."""
    case, handler = row(who, "complaint"), other(who, "handler")
    routing.sign(case.reference, actor=handler)
    case.complexity = complexity
    handling.ask_extension(case.reference, "等待鉴定", actor=handler)
    return case.reference


def not_of(complexity: str) -> Callable[[Trial], None]:
    """Nobody decides here on more time for a case of this complexity."""

    def check(who: Trial) -> None:
        case = asked(who, complexity)
        with pytest.raises(DomainError):
            handling.decide_extension(case, True, "", actor=who.actor)
        db.session.rollback()

    return check


def or_without_leader(who: Trial) -> None:
    """On more time for a complex case only where no leader is free."""
    not_of(Complexity.COMPLEX)(who)
    case = asked(who, Complexity.COMPLEX)
    db.session.query(Account).filter_by(id=who.world.cast.leader.id).update({"disabled_at": clock.now()})
    db.session.flush()
    handling.decide_extension(case, True, "", actor=who.actor)


def not_own(who: Trial) -> None:
    """An objection in a case that the supervisor runs, only where no leader is free."""
    case = row(who, "objection")
    case.supervisor_runs = case.leader_decides = True
    db.session.flush()
    with pytest.raises(Forbidden):
        intake.decide_objection(case.reference, False, "理由", actor=who.actor)
    db.session.query(Account).filter_by(id=who.world.cast.leader.id).update({"disabled_at": clock.now()})
    respondents.find_arbiter(case)
    db.session.flush()
    intake.decide_objection(case.reference, False, "理由", actor=who.actor)


def suggestion(who: Trial) -> int:
    """The number of the published suggestion."""
    return who.id_of("suggestion", "suggestion_id")


def supports(who: Trial) -> None:
    """The firm of this person supports it."""
    supporting.support(suggestion(who), wanted=True, actor=who.actor)


def quarter(who: Trial) -> None:
    """What became of suggestions in the last quarter."""
    quarterly.report(quarterly.ended(), actor=who.actor)
