"""A complaint of which it is not clear whom it is about: hidden first, asked then, whatever is answered."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest

from chamber.accounts.models import Account
from chamber.cases.access import recognising
from chamber.cases.access.naming import Meant
from chamber.cases.access.respondents import Respondent
from chamber.cases.access.visibility import find
from chamber.cases.doing import answering, daily, intake
from chamber.cases.doing import whom as saying
from chamber.cases.models import CaseRespondent
from chamber.cases.reading import whom
from chamber.cases.words import RespondentKind
from chamber.directory.models import DepartmentHandler
from chamber.errors import DomainError, NotFound
from chamber.extensions import db
from chamber.notifications import services as notifications
from chamber.notifications.models import Notification
from chamber.registry import each_minute
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
UNCLEAR = (Respondent("other", text="穿制服的那个人"),)
STAFF = ("secretary", "supervisor", "leader", "handler", "other_handler", "president")


def sees(drive: Drive, who: str) -> bool:
    """Whether this person can open the case."""
    try:
        return find(drive.reference, actor=drive.who(who)).reference == drive.reference
    except NotFound:
        return False


def readers(drive: Drive) -> set[str]:
    """Who can open the case."""
    return {one for one in (*STAFF, "member", "colleague", "rival") if sees(drive, one)}


def answer(drive: Drive, said: str, department_id: int | None = None) -> None:
    """The author says whom they mean."""
    answering.name_respondent(drive.reference, said, department_id, actor=drive.who("member"))
    db.session.commit()


def words(drive: Drive) -> whom.OpenWords:
    """What waits for the supervisor."""
    return whom.open_words(drive.who("supervisor"))[0]


def say(drive: Drive, said: str, one: Respondent | None = None) -> None:
    """The supervisor says whom the words mean."""
    answering.answer_words(words(drive).ticket, said, one, actor=drive.who("supervisor"))
    db.session.commit()


def test_where_nobody_is_recognised_nobody_but_the_author_sees_the_case(drive: Drive) -> None:
    case = drive.submit(respondents=UNCLEAR)
    assert readers(drive) == {"member"}
    assert (case.question, case.contact_due_at, case.decision_due_at) == ("asked", None, None)
    assert not db.session.query(Notification).filter(Notification.line == "case.submit:desk").count()


def test_the_supervisor_is_given_the_words_alone(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(respondents=UNCLEAR)
    client = english(sign_in(drive.cast.supervisor))
    seen = client.get("/cases/respondents").words
    entry = client.get(f"/cases/respondents/{words(drive).ticket}").words
    assert "穿制服的那个人" in seen and "穿制服的那个人" in entry
    assert "1 complaint needs you" in client.get("/").words
    for page in (seen, entry):
        for secret in (drive.reference, drive.mark("title"), drive.mark("story"), drive.cast.firm.name, "10:00"):
            assert secret not in page
    assert client.get(f"/cases/{drive.reference}").status_code == 404
    assert english(sign_in(drive.cast.secretary)).get("/cases/respondents").status_code == 403
    assert client.get("/cases/respondents/0123456789abcdef").status_code == 404


def test_the_supervisor_hears_that_words_wait_and_not_of_which_case_or_at_what_hour(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(respondents=UNCLEAR)
    for _minute in (1, 2):
        for step in each_minute():
            step()
        db.session.commit()
    line = db.session.query(Notification).filter_by(account_id=drive.cast.supervisor.id).one()
    assert line.line == "time.respondent_open:words" and drive.reference not in line.key
    assert line.at.minute == 0 and line.at.hour == 16
    shown = notifications.lines([line], drive.who("supervisor"))[0]
    assert shown.words and drive.reference not in shown.words
    answer(drive, "secretariat")
    assert not notifications.lines([line], drive.who("supervisor"))[0].words


@pytest.mark.parametrize(
    ("said", "one", "sight"),
    [
        (whom.NOBODY_OF_OURS, None, {"member", "secretary", "leader"}),
        ("secretariat", Respondent("secretariat"), {"member", "supervisor", "leader"}),
        ("leader", Respondent("leader"), {"member", "supervisor"}),
        ("other", Respondent("other", text="林承办"), {"member", "secretary", "leader"}),
        ("some_department", Respondent("some_department"), {"member", "secretary", "leader"}),
        ("some_street", Respondent("some_street"), {"member", "supervisor"}),
    ],
)
def test_what_the_supervisor_says_decides_who_reads_it_and_the_clocks_begin(
    drive: Drive, said: str, one: Respondent | None, sight: set[str], clock: Clock
) -> None:
    drive.submit(respondents=UNCLEAR)
    clock.advance(hours=5)
    say(drive, said, one)
    case = drive.case
    assert readers(drive) == sight
    assert case.open_since is None and case.question == ""
    assert case.contact_due_at and case.decision_due_at and case.step_due_at == case.contact_due_at
    runs = "supervisor" if "supervisor" in sight else "secretary"
    told = db.session.query(Notification).filter_by(line="case.clarify:desk").all()
    assert {line.account_id for line in told} <= {getattr(drive.cast, runs).id}
    assert not whom.open_words(drive.who("supervisor"))


def test_a_silent_supervisor_lets_the_author_be_asked_again_with_the_ways_outside(
    drive: Drive, sign_in: SignIn, clock: Clock
) -> None:
    drive.submit(respondents=UNCLEAR)
    clock.advance(days=1, hours=9)
    daily.run()
    case = drive.case
    assert (case.question, case.step_due_at, case.was_overdue) == ("again", None, True)
    assert readers(drive) == {"member"}
    assert db.session.query(Notification).filter_by(line="case.ask_again:author").count() == 1
    daily.run()
    assert db.session.query(Notification).filter_by(line="case.ask_again:author").count() == 1
    member, here = english(sign_in(drive.cast.member)), f"/cases/{drive.reference}"
    assert "only you can see the case" in member.get(here).words
    page = member.get(f"{here}/name-respondent")
    assert "12388" in page.words and "12345" in page.words
    after = member.post_form(page, {"whom": "nobody"})
    assert after.status_code == 200
    assert readers(drive) == {"member", "secretary", "leader"}


def test_a_supervisor_who_may_be_meant_never_sees_the_case(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(respondents=UNCLEAR)
    client = english(sign_in(drive.cast.supervisor))
    typed = {"kind": "me", "department": "", "text": "", "code": ""}
    done = client.post_form(f"/cases/respondents/{words(drive).ticket}", typed)
    assert done.status_code == 200 and "穿制服" not in done.words
    assert drive.case.question == "again"
    answer(drive, "department", drive.cast.department.id)
    assert readers(drive) == {"member", "secretary", "leader"}
    assert not sees(drive, "supervisor")


def test_without_a_supervisor_the_author_is_shown_the_ways_outside_at_once(drive: Drive) -> None:
    drive.cast.supervisor.disabled_at = drive.cast.supervisor.created_at
    db.session.commit()
    assert drive.submit(respondents=UNCLEAR).question == "again"


def test_the_author_is_led_to_the_question_and_may_leave_it_unanswered(drive: Drive, sign_in: SignIn) -> None:
    member = english(sign_in(drive.cast.member))
    typed = {"respondent": "other", "respondent_text": "穿制服的那个人", "category": drive.categories["complaint"]}
    receipt = member.post_form("/cases/new/complaint", typed | {"title": "收费", "story": "被要求交钱"})
    onward = re.search(r"/cases/WQ-[^/?]*/name-respondent", unquote(receipt.get_data(as_text=True)))
    assert onward, "from the receipt code on to the question"
    page = member.get(onward[0])
    assert "You wrote “穿制服的那个人”" in page.words and "None of these" in page.words
    here = page.request.path.removesuffix("/name-respondent")
    assert "It is not yet clear who you mean" in member.get(here).words
    assert "Say who you mean" in member.get("/").words
    left = member.post_form(page, {"whom": "some_chamber"})
    assert left.request.path == here


@pytest.mark.parametrize(
    ("said", "sight"),
    [
        ("some_department", {"member", "secretary", "leader"}),
        ("some_chamber", {"member", "supervisor", "leader"}),
        ("some_street", {"member", "supervisor"}),
        ("none", {"member"}),
    ],
)
def test_what_the_author_answers_opens_it_to_nobody_who_may_be_meant(drive: Drive, said: str, sight: set[str]) -> None:
    drive.submit(respondents=UNCLEAR)
    answer(drive, said)
    assert readers(drive) == sight
    assert bool(whom.open_words(drive.who("supervisor"))) == (said == "none")


def guess(monkeypatch: pytest.MonkeyPatch, *meant: Meant) -> None:
    """Let the program recognise these in every text, whatever it says."""
    monkeypatch.setattr(recognising, "recognised", lambda _text, *, but: list(meant))


def test_all_whom_a_text_may_mean_are_kept_out_until_the_author_says_which_one(
    drive: Drive, monkeypatch: pytest.MonkeyPatch, sign_in: SignIn
) -> None:
    one, other = drive.cast.department.id, drive.cast.other_department.id
    guess(monkeypatch, Meant(RespondentKind.SECRETARIAT), Meant(RespondentKind.DEPARTMENT, department_id=one),
          Meant(RespondentKind.DEPARTMENT, department_id=other, sure=True))  # fmt: skip
    drive.submit(respondents=(Respondent("other", text="小林"),))
    assert readers(drive) == {"member", "supervisor", "leader"}
    assert drive.case.supervisor_runs and drive.case.question == "asked"
    answer(drive, f"department {one}")
    there = {(row.kind, row.department_id) for row in db.session.query(CaseRespondent)}
    assert there == {("other", None), ("department", one), ("department", other)}, "the sure one stays"
    assert readers(drive) == {"member", "secretary", "leader"} and not drive.case.supervisor_runs


@pytest.mark.parametrize("said", ["some_department", "some_chamber", "some_street", "none"])
def test_every_other_answer_leaves_all_kept_out(drive: Drive, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    guess(monkeypatch, Meant(RespondentKind.SECRETARIAT), Meant(RespondentKind.LEADER))
    drive.submit(respondents=(Respondent("other", text="小林"),))
    answer(drive, said)
    assert not readers(drive) & {"secretary", "leader"}


@pytest.mark.parametrize(("text", "shown"), [("永宁的人", False), ("曾对手", False), ("永宁的人", True)])
def test_the_question_offers_only_firms_of_the_list_and_tells_of_nobody_which_firm_they_are_of(
    drive: Drive, monkeypatch: pytest.MonkeyPatch, text: str, shown: bool
) -> None:
    guess(monkeypatch, *(Meant(RespondentKind.MEMBER, member_id=one.id) for one in (drive.cast.rival_firm,)))
    words = "永宁的人" if shown else text
    drive.cast.rival_firm.status = "active" if text == "曾对手" or shown else "applicant"
    db.session.commit()
    drive.submit(respondents=(Respondent("other", text=words),))
    if shown:
        assert drive.cast.rival_firm.name in str(whom.answers(drive.case, drive.who("member")))
        return
    assert drive.cast.rival_firm.name not in str(whom.answers(drive.case, drive.who("member")))
    assert drive.cast.rival_firm.name not in str(whom.seen_respondents(drive.case, drive.who("member")))
    assert db.session.query(CaseRespondent).filter_by(member_id=drive.cast.rival_firm.id).count() == 1


@pytest.mark.parametrize("field", ["title", "story", "evidence"])
def test_who_is_named_in_the_text_is_kept_out_until_the_author_says_that_it_only_speaks_of_them(
    drive: Drive, field: str
) -> None:
    text = "林承办让我找周领导"
    drive.submit(respondents=(Respondent("other", text="某外地公司"),), **{field: text})
    assert readers(drive) == {"member", "supervisor"}
    answer(drive, whom.NAMED)
    assert readers(drive) == {"member", "secretary", "leader"}


def test_whom_a_firm_asks_for_help_in_its_story_is_not_whom_it_complains_about(drive: Drive) -> None:
    case = drive.submit(respondents=(Respondent("other", text="某外地公司"),), story="请商会秘书处和街道帮忙协调")
    assert case.question == "" and sees(drive, "secretary") and sees(drive, "leader")


def test_what_the_office_wrote_down_itself_stays_with_it_while_it_asks(drive: Drive) -> None:
    contact = drive.submit().author_contact_id
    spoken = drive.words(respondents=UNCLEAR, title="另一件")
    case = intake.submit_on_behalf("complaint", spoken, contact, "phone", actor=drive.who("secretary"))
    drive.reference = case.reference
    db.session.commit()
    assert readers(drive) == {"member", "secretary"}
    assert not whom.open_words(drive.who("supervisor"))
    saying.clarify(drive.reference, None, actor=drive.who("secretary"))
    db.session.commit()
    assert readers(drive) == {"member", "secretary", "leader"}
    assert drive.case.contact_due_at


def test_an_answer_that_keeps_the_author_out_is_refused(drive: Drive) -> None:
    db.session.add(DepartmentHandler(department_id=drive.cast.department.id, account_id=drive.cast.member.id))
    db.session.commit()
    drive.submit(respondents=UNCLEAR)
    with pytest.raises(DomainError, match="could no longer see your own case"):
        answer(drive, "some_department")
