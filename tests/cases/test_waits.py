"""For whom a case waits when it is not the usual one: a consent, an objection, a call, a colleague, a reopening."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.access.respondents import Respondent
from chamber.cases.access.visibility import find
from chamber.cases.doing import closing, handling, intake, routing, sharing
from chamber.cases.doing.desk import allowed
from chamber.cases.lists import listing, tallies
from chamber.cases.models import CaseColleague
from chamber.cases.rules.acts import Act
from chamber.cases.rules.hand import load
from chamber.cases.words import Kind, RespondentKind, State
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.extensions import db
from chamber.notifications.models import Notification
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
SUPERVISOR = (Respondent(RespondentKind.SUPERVISOR),)
SECRETARIAT = (Respondent(RespondentKind.SECRETARIAT),)


def waiting(drive: Drive, who: str) -> int:
    """How many cases wait for this person."""
    return tallies.figures(drive.who(who)).waiting


def ask_consent(drive: Drive, purpose: str = "诉前调解") -> int:
    """The secretariat asks to tell a court who the author is; the number of the question."""
    sharing.ask_consent(drive.reference, "区人民法院", purpose, actor=drive.who("secretary"))
    db.session.commit()
    return sharing.consents(drive.case)[-1].id


def declined(drive: Drive, **words: object) -> None:
    """A complaint that was not accepted."""
    by = "supervisor" if words.get("respondents") == SECRETARIAT else "secretary"
    drive.submit(**words)  # type: ignore[arg-type]
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who(by))
    db.session.commit()


def objected(drive: Drive) -> None:
    """The member objects."""
    intake.raise_objection(drive.reference, drive.mark("objection"), actor=drive.who("member"))
    db.session.commit()


def test_a_consent_waits_for_the_author_until_each_one_is_answered(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    first, second = ask_consent(drive), ask_consent(drive, "核实身份")
    member = sign_in(drive.cast.member)
    for place in ("/", "/cases/?do=mine"):
        assert f"/cases/{drive.reference}#consents" in member.get(place).page.html
    assert "#consents" in member.get(f"/cases/{drive.reference}").page.html
    assert waiting(drive, "member") == 1
    sharing.decide_consent(drive.reference, first, False, actor=drive.who("member"))
    assert drive.case.consent_asked
    sharing.decide_consent(drive.reference, second, True, actor=drive.who("member"))
    db.session.commit()
    assert waiting(drive, "member") == 0
    assert "Agree or refuse" not in member.get("/").words


def test_what_a_law_demands_waits_for_nobodys_consent(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    sharing.ask_consent(drive.reference, "区公安分局", "立案", actor=drive.who("secretary"), legal_duty="第一条")
    assert not drive.case.consent_asked


def test_a_colleague_who_may_read_is_not_told_to_rate(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    colleague = drive.who("colleague")
    db.session.add(
        CaseColleague(case_id=drive.case.id, contact_id=colleague.contact_id, named_at=drive.case.answered_at)
    )
    db.session.commit()
    assert (waiting(drive, "member"), waiting(drive, "colleague")) == (1, 0)
    for place in ("/", "/cases/?do=open"):
        assert f"{drive.reference}/rate" not in sign_in(drive.cast.colleague).get(place).page.html
    [line] = listing.lines(colleague, db.session.execute(listing.rows(listing.condition(colleague, {}))))
    assert (line.waits_for_reader, line.holder) == (False, "the member")


def test_the_secretariat_names_a_colleague_for_an_author_who_asked_by_phone(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    desk = sign_in(drive.cast.secretary)
    answer = desk.get(f"/cases/{drive.reference}/name-colleague")
    assert drive.cast.colleague.name in answer.words
    named = drive.who("colleague").contact_id
    sharing.name_colleague(drive.reference, named, actor=drive.who("secretary"), behalf=())
    db.session.commit()
    assert find(drive.reference, actor=drive.who("colleague"))


@pytest.mark.parametrize(
    ("about", "decides", "other"),
    [(SUPERVISOR, "leader", "supervisor"), (SECRETARIAT, "leader", "supervisor"), ((), "supervisor", "leader")],
)
def test_nobody_decides_an_objection_to_a_decision_of_their_own_or_in_their_own_matter(
    drive: Drive, sign_in: SignIn, about: tuple[Respondent, ...], decides: str, other: str
) -> None:
    declined(drive, **({"respondents": about} if about else {}))
    form = sign_in(drive.cast.member).get(f"/cases/{drive.reference}/raise-objection").words
    assert f"The {decides} decides this objection" in form
    objected(drive)
    told = db.session.query(Notification).filter_by(line="case.object:supervisor").one()
    assert told.account_id == getattr(drive.cast, decides).id
    assert (waiting(drive, decides), waiting(drive, other)) == (1, 0)
    with pytest.raises((Forbidden, NotFound)):
        intake.decide_objection(drive.reference, True, "可以受理", actor=drive.who(other))
    words = sign_in(getattr(drive.cast, decides)).get(f"/cases/{drive.reference}").words
    assert drive.mark("story") in words
    assert drive.mark("objection") in words
    intake.decide_objection(drive.reference, True, "可以受理", actor=drive.who(decides))
    db.session.commit()
    assert drive.case.state == State.SUBMITTED
    # The leader reads what a member wrote in confidence only to decide; objections are the supervisor's for good.
    reader, stays = sign_in(getattr(drive.cast, decides)), decides == "supervisor"
    words = reader.get(f"/cases/{drive.reference}").words
    assert "upheld" in words
    assert [mark in words for mark in ("可以受理", drive.mark("story"), drive.mark("objection"))] == [stays] * 3
    found = reader.get("/cases/", query_string={"q": drive.mark("story")}).page.texts("[data-row]")
    assert len(found) == stays


def test_an_objection_goes_to_the_leader_when_the_supervisor_steps_back_and_then_stays_there(drive: Drive) -> None:
    declined(drive)
    objected(drive)
    supervisor, leader = drive.who("supervisor"), drive.who("leader")
    respondents.recuse(drive.reference, supervisor.account_id, "亲属关系", actor=supervisor)
    db.session.commit()
    with pytest.raises(NotFound):
        find(drive.reference, actor=supervisor)
    assert (waiting(drive, "supervisor"), waiting(drive, "leader")) == (0, 1)
    with pytest.raises(DomainError, match="Nobody would be left"):
        respondents.recuse(drive.reference, leader.account_id, "同学", actor=leader)
    db.session.rollback()
    told = {row.account_id for row in db.session.query(Notification).filter_by(line="case.recuse:supervisor")}
    assert told == {drive.cast.leader.id}


def test_the_leader_finds_the_members_words_only_where_the_objection_is_theirs_to_decide(drive: Drive) -> None:
    declined(drive)
    objected(drive)
    by_story = listing.condition(drive.who("leader"), {"q": drive.mark("story")})
    assert db.session.execute(listing.rows(by_story)).all() == []
    supervisor = drive.who("supervisor")
    respondents.recuse(drive.reference, supervisor.account_id, "亲属关系", actor=supervisor)
    db.session.commit()
    assert len(db.session.execute(listing.rows(by_story)).all()) == 1


def test_the_department_puts_up_no_answer_before_the_secretariat_has_called(drive: Drive) -> None:
    drive.answered()
    drive.rate(2, False)
    handler = drive.who("handler")
    assert Act.DRAFT not in allowed(load(find(drive.reference, actor=handler), handler))
    with pytest.raises(Conflict):
        drive.draft()
    db.session.rollback()
    drive.call()
    assert drive.draft().state == State.ANSWER_REVIEW


def test_the_department_that_gets_a_case_sent_back_may_ask_for_a_longer_limit_itself(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    handler = drive.who("handler")
    handling.ask_extension(drive.reference, "等材料", actor=handler)
    db.session.commit()
    with pytest.raises(Conflict):
        handling.ask_extension(drive.reference, "还要等", actor=handler)
    db.session.rollback()
    routing.send_back(drive.reference, "不归我们管", drive.cast.other_department.id, actor=handler)
    db.session.commit()
    routing.assign(drive.reference, routing.Route(lead_id=drive.cast.department.id), actor=drive.who("secretary"))
    db.session.commit()
    drive.sign()
    handling.ask_extension(drive.reference, "等检测", actor=handler)
    handling.decide_extension(drive.reference, True, "", actor=drive.who("secretary"))
    db.session.commit()
    with pytest.raises(Conflict):
        handling.ask_extension(drive.reference, "再等", actor=handler)


def test_a_reopening_that_the_member_asked_for_by_phone_counts_as_the_members(
    drive: Drive, sign_in: SignIn, clock: Clock
) -> None:
    drive.answered()
    drive.rate()
    here, desk = f"/cases/{drive.reference}", sign_in(drive.cast.secretary)
    desk.post_form(f"{here}/reopen", {"who": "member", "text": "来电说又拖欠"})
    assert (drive.case.reopened, drive.case.round_number) == (1, 2)
    drive.call()
    drive.draft()
    drive.publish()
    drive.rate()
    clock.advance(days=31)
    desk = sign_in(drive.cast.secretary)
    with pytest.raises(DomainError, match="within 30 days and at most twice"):
        closing.reopen(drive.reference, "来电", actor=drive.who("secretary"), behalf=())
    db.session.rollback()
    assert desk.get(f"{here}/reopen").page.texts("[name=who]") == [""]
    desk.post_form(f"{here}/reopen", {"who": "desk", "text": "回访发现未付"})
    assert (drive.case.reopened, drive.case.round_number) == (1, 3)


def test_the_member_is_not_asked_who_wants_the_case_taken_up_again(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    drive.rate()
    assert sign_in(drive.cast.member).get(f"/cases/{drive.reference}/reopen").page.texts("[name=who]") == []
    closing.reopen(drive.reference, "又拖了", actor=drive.who("member"))
    assert drive.case.reopened == 1


def test_a_member_reads_until_when_an_ended_case_may_be_taken_up_again_and_then_why_not(
    drive: Drive, sign_in: SignIn, clock: Clock
) -> None:
    drive.answered()
    drive.rate()
    here = f"/cases/{drive.reference}"
    assert "Can be reopened until" in sign_in(drive.cast.member).get(here).words
    clock.advance(days=31)
    words = sign_in(drive.cast.member).get(here).words
    assert "Can be reopened until" not in words
    assert "It could be reopened until" in words


def test_a_handler_reads_why_no_answer_can_be_put_up(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    drive.rate(2, False)
    here, handler = f"/cases/{drive.reference}", sign_in(drive.cast.handler)
    assert "once the secretariat has called" in handler.get(here).words
    drive.call()
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    db.session.commit()
    assert "Submit the answer for review" in handler.get(here).words


def test_who_was_told_of_the_author_with_consent_stands_at_the_top(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    sharing.decide_consent(drive.reference, ask_consent(drive), True, actor=drive.who("member"))
    db.session.commit()
    assert "with the author's consent: 区人民法院" in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words


def test_the_same_words_against_somebody_else_or_in_confidence_are_another_case_and_pressed_twice_are_one(
    drive: Drive,
) -> None:
    first = drive.submit(Kind.COMPLAINT).reference
    assert drive.submit(Kind.COMPLAINT).reference == first
    against = drive.submit(Kind.COMPLAINT, respondents=SECRETARIAT)
    assert (against.reference != first, against.supervisor_runs) == (True, True)
    plain = drive.submit(Kind.REQUEST).reference
    kept = drive.submit(Kind.REQUEST, confidential=True)
    assert (kept.reference != plain, kept.confidential) == (True, True)
    assert drive.submit(Kind.REQUEST, files=()).reference not in (plain, kept.reference)


def test_the_same_addition_pressed_twice_ends_at_the_case_and_stands_there_once(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    member, here = sign_in(drive.cast.member), f"/cases/{drive.reference}"
    for _press in (1, 2):
        answer = member.post_form(f"{here}/add", {"text": "请尽快"}, follow=True)
        assert answer.status_code == 200
        assert answer.words.count("请尽快") == 1


def test_the_leader_finds_disputed_cases_on_the_home_page(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    drive.rate(1, False)
    drive.call()
    drive.draft()
    drive.publish()
    drive.rate(2, False)
    words = sign_in(drive.cast.leader).get("/").words
    assert "Disputed after two bad ratings" in words
    assert "waiting" not in words, "nobody waits any more"


def test_only_a_colleague_who_cannot_read_yet_is_offered(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    colleague = drive.cast.colleague.name
    member, page = sign_in(drive.cast.member), f"/cases/{drive.reference}/name-colleague"
    offered = [name for _id, name in sharing.colleagues_to_name(drive.case)]
    assert offered == [colleague]
    member.post_form(page, {"contact": str(sharing.colleagues_to_name(drive.case)[0][0])})
    assert sharing.colleagues_to_name(drive.case) == []
