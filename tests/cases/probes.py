"""What shows that the rights to cases hold people back."""

import pytest

from chamber import clock
from chamber.cases import rights
from chamber.cases.access import opening, respondents
from chamber.cases.doing import closing, handling, intake, routing
from chamber.cases.doing import sharing as shared
from chamber.cases.doing.handling import Draft
from chamber.cases.figures.published import closed
from chamber.cases.lists import ledger, listing
from chamber.cases.models import CaseRespondent
from chamber.cases.rules import limits
from chamber.cases.rules.acts import Act
from chamber.cases.suggestions import publishing
from chamber.cases.words import Complexity, Kind, Outcome, RespondentKind
from chamber.errors import DomainError, Forbidden
from chamber.extensions import db
from tests.cases import texts, themes_tried
from tests.cases.figures_tried import counts, yearly
from tests.cases.trying import (
    CASES,
    asked,
    at,
    behalf,
    clarify,
    not_of,
    not_of_the_street,
    not_own,
    or_without_leader,
    other,
    quarter,
    reference,
    row,
    suggestion,
    supports,
    words_alone,
)
from tests.factories.cases import with_paper
from tests.rights import Probe, Trial


def reads(who: Trial) -> set[str]:
    """Which of the cases one can open."""
    return {one for one in CASES if who.status(f"/cases/{reference(who, one)}") == 200}


def _submit(who: Trial) -> None:
    words = who.world.drive.words(Kind.REQUEST)
    if who.name == "secretary":
        author = row(who, "complaint").author_contact_id
        intake.submit_on_behalf(Kind.REQUEST, words, author, "phone", actor=who.actor)
    else:
        intake.submit(Kind.REQUEST, words, actor=who.actor)


def _for_firms(who: Trial) -> None:
    with pytest.raises(Forbidden):
        intake.submit(Kind.REQUEST, who.world.drive.words(Kind.REQUEST), actor=who.actor)
    _submit(who)


def _reads(*things: str) -> object:
    def check(who: Trial) -> None:
        assert reads(who) == set(things)

    return check


def _no_identity(who: Trial) -> None:
    assert reads(who) == {"complaint", "objection"}
    assert not _names(who, "complaint")


def _names(who: Trial, thing: str) -> list[str]:
    words = who.words(f"/cases/{reference(who, thing)}")
    return [one for one in (who.world.cast.firm.name, who.world.cast.member.name) if one in words]


def _watched(who: Trial) -> None:
    assert reads(who) == {"against", "objection"} and _names(who, "against")
    row(who, "complaint").level = 4
    db.session.commit()
    assert reads(who) == {"against", "objection", "complaint"} and not _names(who, "complaint")


def _contact(who: Trial, *things: str) -> None:
    intake.contact(reference(who, *things), "已电话联系。", actor=who.actor)


def _handle(who: Trial) -> None:
    if who.name == "supervisor":
        _to_own_desk(who)
        handling.report_progress(reference(who, "against"), "已约谈。", False, actor=who.actor)
    else:
        routing.sign(reference(who), actor=who.actor, behalf=behalf(who))


def _to_own_desk(who: Trial) -> None:
    route = routing.Route(own_desk=True)
    routing.accept(reference(who, "against"), actor=who.actor, route=route, message="已受理。")


def _refused(who: Trial, service: object, *things: str) -> None:
    with pytest.raises(Forbidden):
        service(who, *things)  # type: ignore[operator]
    db.session.rollback()


def _with_paper(who: Trial) -> None:
    for given in ((), None):
        with pytest.raises(DomainError):
            routing.sign(reference(who), actor=who.actor, behalf=given)
        db.session.rollback()
    _handle(who)


def _extend(who: Trial) -> None:
    kinds = {"secretary": Complexity.NORMAL, "leader": Complexity.COMPLEX}
    if who.name == "supervisor":
        _to_own_desk(who)
        handling.ask_extension(reference(who, "against"), "等待鉴定", actor=who.actor)
    elif who.name in kinds:
        asked(who, kinds[who.name])
    handling.decide_extension(reference(who), True, "", actor=who.actor)


def _decide(who: Trial) -> None:
    _leader_decides(who)
    intake.decide_objection(reference(who, "objection", "complaint", "request"), False, "理由", actor=who.actor)


def _leader_decides(who: Trial) -> None:
    if who.name == "leader":
        row(who, "objection").leader_decides = True
        db.session.commit()


def _objection_page(who: Trial) -> str:
    _leader_decides(who)
    return at(Act.DECIDE_OBJECTION, who, "objection", "complaint", "request")


def _where_it_ran(who: Trial) -> None:
    with pytest.raises(Forbidden):
        intake.decide_objection(reference(who, "objection"), False, "理由", actor=who.actor)
    _decide(who)


def _rate(who: Trial) -> None:
    if who.name == "member":
        case, handler = reference(who), other(who, "handler")
        routing.sign(case, actor=handler)
        handling.draft(case, Draft(Outcome.RESOLVED, "对方已付款。", "理由", ""), actor=handler)
        handling.publish(case, actor=other(who, "secretary"))
    closing.rate(reference(who), 5, True, "", actor=who.actor)


def _add(who: Trial, *things: str) -> None:
    shared.add(reference(who, *things), "补充的话", (), actor=who.actor, behalf=behalf(who))


def _for_authors(who: Trial) -> None:
    with pytest.raises(Forbidden):
        shared.add(reference(who), "补充的话", (), actor=who.actor)
    with pytest.raises(DomainError, match="paper"):
        closing.withdraw(reference(who), "撤回", False, actor=who.actor, behalf=())
    db.session.rollback()
    closing.withdraw(reference(who), "撤回", False, actor=who.actor, behalf=with_paper())


def _only_own(who: Trial) -> None:
    assert who.status(f"/cases/{reference(who, 'request')}/add") == 404
    assert who.status(f"/cases/{reference(who, 'against')}/add") == 200


def _only_assigned(who: Trial) -> None:
    assert who.status(f"/cases/{reference(who, 'request')}/sign") == 404


def _where_it_runs(act: Act) -> object:
    def check(who: Trial) -> None:
        assert who.status(f"/cases/{reference(who, 'objection')}/{act.address}") == 403

    return check


def _recuse(who: Trial) -> None:
    things = ("objection",) if who.name == "supervisor" else ()
    respondents.recuse(reference(who, *things), who.actor.account_id, "亲属关系", actor=who.actor)


def _calls(number: str) -> object:
    """Of two cases whose codes are lost, the second about the supervisor, just that with this number."""

    def check(who: Trial) -> None:
        lost = row(who, "complaint"), row(who, "objection")
        for case, stored in zip(lost, ("110", "120"), strict=True):
            case.author_phone, case.locked_at, case.code_lost_at = stored, clock.now(), clock.now()
        db.session.add(CaseRespondent(case_id=lost[1].id, kind=RespondentKind.SUPERVISOR))
        db.session.commit()
        assert opening.call(lost[0].author_contact_id, actor=who.actor).numbers == (number,)

    return check


PROBES = (
    Probe(rights.SUBMIT, lambda who: "GET /cases/new", _submit, {rights.FOR_FIRMS: _for_firms}),
    Probe(
        rights.READ,
        lambda who: "GET /cases/",
        lambda who: listing.condition(who.actor, {}),
        {
            rights.OF_OTHER_FIRMS: _reads("complaint", "request", "objection"),
            rights.MINE: _reads("complaint", "against", "objection"),
            rights.ASSIGNED: _reads("complaint"),
            rights.NO_IDENTITY: _no_identity,
            rights.NOT_CONFIDENTIAL: _reads("request"),
            rights.WATCHED: _watched,
        },
    ),
    Probe(
        rights.RUN,
        lambda who: at(Act.CONTACT, who),
        _contact,
        {rights.WHERE_IT_RUNS: lambda who: _refused(who, _contact, "objection")},
    ),
    Probe(
        rights.HANDLE,
        lambda who: at(Act.SIGN, who),
        _handle,
        {
            rights.FOR_DEPARTMENTS: _with_paper,
            rights.ASSIGNED: _only_assigned,
            rights.WHERE_IT_RUNS: _where_it_runs(Act.SIGN),
        },
    ),
    Probe(
        rights.EXTEND,
        lambda who: at(Act.DECIDE_EXTENSION, who),
        _extend,
        {
            rights.SHORT: or_without_leader,
            rights.COMPLEX: not_of(Complexity.NORMAL),
            rights.WHERE_IT_RUNS: _where_it_runs(Act.DECIDE_EXTENSION),
        },
    ),
    Probe(
        rights.OBJECTION,
        _objection_page,
        _decide,
        {rights.WHERE_IT_RAN: _where_it_ran, rights.NOT_OWN: not_own},
    ),
    Probe(
        rights.CLARIFY,
        lambda who: at(Act.CLARIFY, who),
        clarify,
        {
            rights.OF_DEPARTMENTS: not_of_the_street,
            rights.OPEN_WORDS: words_alone,
        },
    ),
    Probe(rights.RATE, lambda who: at(Act.RATE, who), _rate),
    Probe(
        rights.AMEND,
        lambda who: at(Act.ADD, who),
        _add,
        {
            rights.FOR_AUTHORS: _for_authors,
            rights.MINE: _only_own,
            rights.WHERE_IT_RUNS: _where_it_runs(Act.ADD),
        },
    ),
    Probe(
        rights.OPEN_AGAIN,
        lambda who: "GET /cases/calls",
        lambda who: opening.callers(actor=who.actor),
        {rights.UNCONCERNED: _calls("110"), rights.WITHOUT_SUPERVISOR: _calls("120")},
    ),
    Probe(rights.RECUSE, lambda who: at(Act.RECUSE, who), _recuse),
    Probe(rights.LEDGER, lambda who: "GET /cases/ledger.xlsx", lambda who: ledger.size(who.actor, {})),
    Probe(
        rights.FIGURES,
        lambda who: "GET /cases/figures/years",
        lambda who: closed.years(who.actor),
        {
            rights.YEARLY: yearly,
            rights.OF_SEEN: counts(2),
            rights.OF_DEPARTMENT: counts(2),
            rights.CUT: counts(2, leader=1),
        },
    ),
    Probe(rights.MAINTAIN, lambda who: "GET /cases/limits", lambda who: limits.change("contact", 3, actor=who.actor)),
    *themes_tried.PROBES,
    Probe(rights.SUGGESTIONS, lambda who: "GET /suggestions/", lambda who: publishing.listed(actor=who.actor)),
    Probe(rights.SUPPORT, lambda who: f"POST /suggestions/{suggestion(who)}/support", supports),
    Probe(rights.QUARTERLY, lambda who: "GET /suggestions/quarter", quarter),
    *texts.PROBES,
)
